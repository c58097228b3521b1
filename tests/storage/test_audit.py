from diary.models.ids import PersonId
from diary.ports.audit import AuditRecord
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import Sample


async def test_the_audit_of_a_student_is_read_newest_first(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    first = AuditRecord(action="disclosed", person_id=PersonId(7), student_id=sample.petr, subject_id=1)
    second = AuditRecord(
        action="code_issued", actor_id=PersonId(8), student_id=sample.petr, detail={"role": "guardian"}
    )
    async with storage.write() as uow:
        await uow.audit.add(first, AuditRecord(action="other", student_id=sample.masha), now=clock.now())
        await uow.audit.add(now=clock.now())
        await uow.audit.add(second, now=clock.advance(minutes=1))
        await uow.commit()

    async with storage.read() as uow:
        found = await uow.audit.about(sample.petr)
        last = await uow.audit.about(sample.petr, limit=1)
    assert [record for _, record in found] == [second, first]
    assert [(at, record.action) for at, record in last] == [(clock.now(), "code_issued")]
