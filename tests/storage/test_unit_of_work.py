from sqlalchemy import select

from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.sample import Sample


async def test_what_was_not_committed_is_not_kept(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(schema.subject.insert().values(school_id=1, external_id="x", name="x"))

    async with storage.read() as uow:
        names = (await uow._connection.scalars(select(schema.subject.c.name))).all()
    assert names == ["Алгебра", "Английский язык"]
    assert sample.petr != sample.masha
