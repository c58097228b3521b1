from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, update

from diary.errors import EntryUnknownError, KindAmbiguousError
from diary.models.entries import Draft, Json, Kind
from diary.models.school import School
from diary.services.entry_status import EntryStatusService
from diary.services.journal import JournalService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import absence, deliver_all, grade, journal_of, rows, withdrawal
from tests.support.sample import Sample


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


@pytest.fixture
def statuses(storage: SqlStorage, clock: FrozenClock, school: School) -> EntryStatusService:
    return EntryStatusService(storage=storage, clock=clock, school=school)


async def sign(storage: SqlStorage, sample: Sample, clock: FrozenClock, *, revision: int) -> None:
    [account] = [
        row.id for row in await rows(storage, schema.account) if row.person_id == sample.mother.person
    ]
    async with storage.write() as uow:
        await uow._connection.execute(
            insert(schema.acknowledgement).values(
                entry_id=1,
                revision=revision,
                student_id=sample.petr,
                person_id=sample.mother.person,
                account_id=account,
                signed_at=clock.now(),
            )
        )
        await uow.commit()


async def test_an_entry_is_told_as_it_was_pushed(
    journal: JournalService, statuses: EntryStatusService
) -> None:
    published = datetime(2026, 9, 14, 6, 10, tzinfo=UTC)
    await journal.record("journal", [grade("a/b", published_at=published, details={"weight": 2})])

    status = await statuses.status("journal", "a/b")

    assert status.fields == {
        "id": "a/b",
        "kind": "grade",
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "lesson": 2,
        "published_at": "2026-09-14T06:10:00+00:00",
        "value": "5",
        "weight": 2,
    }
    assert status.entry.revision == 1


async def test_references_within_an_entry_are_the_schools_own(
    journal: JournalService, statuses: EntryStatusService
) -> None:
    details: dict[str, Json] = {"change": "replaced", "new": {"teacher": "t2", "subject": "eng", "room": "5"}}
    change = Draft(
        external_id="c1",
        kind=Kind.TIMETABLE_CHANGE,
        class_="7b",
        day=date(2026, 9, 14),
        details=details,
    )
    await journal.record("journal", [change])

    status = await statuses.status("journal", "c1")

    assert {name: status.fields[name] for name in ("class", "change", "new")} == {"class": "7b"} | details


async def test_everyone_told_is_listed_by_role_and_label(
    journal: JournalService, statuses: EntryStatusService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [grade()])
    await deliver_all(storage, clock.now())

    recipients = (await statuses.status("journal", "g1")).recipients

    assert {(one.role, one.label, one.state, one.revision, one.sent_at) for one in recipients} == {
        ("guardian", "мама", "sent", 1, clock.now()),
        ("guardian", "папа", "sent", 1, clock.now()),
        ("trusted", "репетитор", "sent", 1, clock.now()),
    }


async def test_a_signature_counts_until_what_was_signed_is_corrected(
    journal: JournalService,
    statuses: EntryStatusService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await journal.record("journal", [grade(value="2")])
    await deliver_all(storage, clock.now())
    await sign(storage, sample, clock, revision=1)

    signed = {one.label: one.acknowledged_at for one in (await statuses.status("journal", "g1")).recipients}
    await journal.record("journal", [grade(value="5")])
    corrected = {one.label: one for one in (await statuses.status("journal", "g1")).recipients}

    assert signed == {"мама": clock.now(), "папа": None, "репетитор": None}
    assert (corrected["мама"].acknowledged_at, corrected["мама"].revision) == (None, 2)
    assert corrected["мама"].state == "queued"


async def test_who_lost_their_right_stays_in_the_history(
    journal: JournalService,
    statuses: EntryStatusService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await journal.record("journal", [grade()])
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.link).values(revoked_at=clock.now()))
        await uow.commit()

    assert len((await statuses.status("journal", "g1")).recipients) == 3


async def test_a_withdrawn_entry_says_so(journal: JournalService, statuses: EntryStatusService) -> None:
    await journal.record("journal", [grade(), withdrawal(grade())])

    entry = (await statuses.status("journal", "g1")).entry

    assert (entry.withdrawn, entry.revision) == (True, 2)


async def test_an_unknown_entry_has_no_status(statuses: EntryStatusService, sample: Sample) -> None:
    with pytest.raises(EntryUnknownError):
        await statuses.status("journal", "nothing")


async def test_kinds_that_share_an_id_must_be_told_apart(
    journal: JournalService, statuses: EntryStatusService
) -> None:
    await journal.record("journal", [grade("1"), absence("1")])

    with pytest.raises(KindAmbiguousError) as refusal:
        await statuses.status("journal", "1")
    assert refusal.value.kinds == ("attendance", "grade")
    assert (await statuses.status("journal", "1", kind=Kind.ATTENDANCE)).entry.kind is Kind.ATTENDANCE
    with pytest.raises(EntryUnknownError):
        await statuses.status("journal", "1", kind=Kind.HOMEWORK)
