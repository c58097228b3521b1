import pytest
from sqlalchemy import exc, select, text

from storage import schema
from storage.repositories.bulk import BLOCK, insert_rows
from storage.repositories.ids import allocate
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock


def subjects(count: int) -> list[dict[str, object]]:
    return [{"school_id": 1, "external_id": f"x{n}", "name": f"Предмет {n}"} for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK * 2 + 3])
async def test_rows_of_any_number_are_inserted(storage: SqlStorage, count: int) -> None:
    async with storage.write() as uow:
        await insert_rows(uow._connection, schema.subject, subjects(count))
        names = (await uow._connection.scalars(select(schema.subject.c.name))).all()

    assert sorted(names) == sorted(str(row["name"]) for row in subjects(count))


async def test_what_is_known_is_left_alone_where_that_is_asked_for(storage: SqlStorage) -> None:
    async with storage.write() as uow:
        await insert_rows(uow._connection, schema.subject, subjects(1))
        await insert_rows(uow._connection, schema.subject, subjects(BLOCK + 1), skip_known=True)
        count = len((await uow._connection.scalars(select(schema.subject.c.id))).all())
        with pytest.raises(exc.IntegrityError) as refusal:
            await insert_rows(uow._connection, schema.subject, subjects(1))

    assert count == BLOCK + 1
    assert "Предмет" not in str(refusal.value.statement)


async def test_allocated_ids_are_never_given_twice(storage: SqlStorage) -> None:
    async with storage.write() as uow:
        first = list(await allocate(uow._connection, schema.subject, 3))
        await insert_rows(
            uow._connection,
            schema.subject,
            [{"id": one} | row for one, row in zip(first, subjects(3), strict=True)],
        )
        second = list(await allocate(uow._connection, schema.subject, 2))
        none = list(await allocate(uow._connection, schema.subject, 0))

    assert len({*first, *second}) == 5
    assert none == []


async def test_errors_say_nothing_of_what_was_to_be_written(storage: SqlStorage, clock: FrozenClock) -> None:
    async with storage.write() as uow:
        with pytest.raises(exc.IntegrityError) as refusal:
            await uow._connection.execute(
                schema.student.insert().values(
                    school_id=99, external_id="s", family_name="Иванов", given_name="Пётр"
                )
            )

    assert "Иванов" not in str(refusal.value)


async def test_the_driver_fetches_counts_and_fails_like_any_other(storage: SqlStorage) -> None:
    async with storage.write() as uow:
        connection = uow._connection
        await insert_rows(connection, schema.subject, subjects(3))
        changed = await connection.execute(text("UPDATE subject SET name = 'x' WHERE external_id <> 'x0'"))
        returned = await connection.execute(
            schema.subject.delete()
            .where(schema.subject.c.external_id == "x0")
            .returning(schema.subject.c.name)
        )
        added = await connection.execute(schema.subject.insert().values(subjects(1)[0]))
        empty = await connection.execute(select(schema.subject).where(schema.subject.c.id < 0))

        assert changed.rowcount == 2
        assert returned.scalars().all() == ["Предмет 0"]
        assert added.inserted_primary_key is not None
        assert empty.first() is None
        with pytest.raises(exc.DBAPIError):
            await connection.execute(text("SELECT nonsense"))
