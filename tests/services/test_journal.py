import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from diary.models.deliveries import Lane
from diary.models.entries import Draft, Kind, Outcome
from diary.models.school import School
from diary.services.journal import JournalService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import (
    HOLD,
    absence,
    deliver_all,
    deliveries,
    grade,
    homework,
    journal_of,
    outcomes,
    remark,
    rows,
    withdrawal,
)
from tests.support.sample import Sample


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


async def test_a_grade_goes_to_everyone_entitled_to_it(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    recorded = await journal.record("journal", [grade()])

    assert outcomes(recorded) == [("created", 1)]
    queued = await deliveries(storage)
    assert [(one.chat, one.lane, one.student) for one in queued] == [
        (chat.user, Lane.GRADES, sample.petr) for chat in (sample.mother, sample.father, sample.tutor)
    ]


async def test_a_tutor_hears_of_no_other_subject_and_no_other_kind(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [grade(subject="eng"), absence()])

    assert sample.tutor.user not in {one.chat for one in await deliveries(storage)}


async def test_homework_of_a_class_goes_once_for_each_child(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [homework()])

    to_mother = [one.student for one in await deliveries(storage) if one.chat == sample.mother.user]
    assert to_mother == [sample.petr, sample.masha]


async def test_homework_of_a_group_concerns_its_members_alone(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [homework(class_=None, group="7b-en1", subject="eng")])

    assert {one.student for one in await deliveries(storage)} == {sample.petr}


async def test_the_whole_school_hears_an_announcement(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    news = Draft(
        external_id="n1", kind=Kind.ANNOUNCEMENT, school=True, details={"title": "Кросс", "text": "В субботу"}
    )
    await journal.record("journal", [news])

    assert {one.student for one in await deliveries(storage)} == {sample.petr, sample.masha}


async def test_the_same_content_again_tells_nobody(journal: JournalService, storage: SqlStorage) -> None:
    await journal.record("journal", [grade()])
    before = await deliveries(storage, None)

    assert outcomes(await journal.record("journal", [grade()])) == [("unchanged", 1)]
    assert await deliveries(storage, None) == before
    assert [row.action for row in await rows(storage, schema.audit)] == ["entries_recorded"]


async def test_identical_pushes_at_once_store_an_entry_once(
    journal: JournalService, storage: SqlStorage
) -> None:
    batch = [grade(f"g{number}") for number in range(30)]

    answers = await asyncio.gather(*(journal.record("journal", batch) for _ in range(5)))

    created = [one for answer in answers for one in answer if one.outcome is Outcome.CREATED]
    assert len(created) == 30
    assert len(await rows(storage, schema.entry_revision)) == 30


async def test_an_entry_that_comes_twice_in_a_batch_is_taken_in_order(
    journal: JournalService, storage: SqlStorage
) -> None:
    recorded = await journal.record("journal", [grade(value="2"), grade(value="2"), grade(value="5")])

    assert outcomes(recorded) == [("created", 1), ("unchanged", 1), ("changed", 2)]
    assert {one.version for one in await deliveries(storage)} == {2}


async def test_the_same_id_in_another_kind_or_source_is_another_entry(journal: JournalService) -> None:
    await journal.record("journal", [grade("1")])

    assert outcomes(await journal.record("journal", [absence("1")])) == [("created", 1)]
    assert outcomes(await journal.record("other", [grade("1")])) == [("created", 1)]


async def test_more_than_a_transaction_takes_is_answered_in_order(journal: JournalService) -> None:
    recorded = await journal.record("journal", [grade(f"g{number}") for number in range(250)])

    assert [one.external_id for one in recorded] == [f"g{number}" for number in range(250)]


async def test_a_correction_before_sending_shows_the_new_value_only(
    journal: JournalService, storage: SqlStorage
) -> None:
    await journal.record("journal", [grade(value="2")])

    assert outcomes(await journal.record("journal", [grade(value="5")])) == [("changed", 2)]
    assert {one.version for one in await deliveries(storage)} == {2}
    assert {one.version for one in await deliveries(storage, "cancelled")} == {1}


async def test_a_correction_of_what_was_sent_is_told_by_its_kinds_lane(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [grade(value="2")])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [grade(value="5")])

    assert [(one.version, one.lane) for one in await deliveries(storage)] == [(2, Lane.GRADES)] * 3
    [entry] = await rows(storage, schema.entry)
    assert (entry.revision, entry.told_revision) == (2, 2)


async def test_an_untold_change_is_stored_and_told_to_nobody_anew(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [grade()])
    await deliver_all(storage, clock.now())

    assert outcomes(await journal.record("journal", [grade(details={"weight": 2})])) == [("changed", 2)]
    assert await deliveries(storage) == []
    [entry] = await rows(storage, schema.entry)
    assert (entry.revision, entry.told_revision) == (2, 1)


async def test_a_silent_push_stores_and_tells_nobody(journal: JournalService, storage: SqlStorage) -> None:
    recorded = await journal.record("journal", [grade(), homework()], silent=True)

    assert outcomes(recorded) == [("created", 1), ("created", 1)]
    assert await deliveries(storage, None) == []


async def test_a_silent_correction_leaves_queued_deliveries_to_show_it(
    journal: JournalService, storage: SqlStorage
) -> None:
    await journal.record("journal", [grade(value="2")])
    await journal.record("journal", [grade(value="5")], silent=True)

    assert {(one.version, one.state) for one in await deliveries(storage, None)} == {(1, "queued")}


async def test_a_remark_is_held_from_its_first_receipt(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    received = clock.now()
    await journal.record("journal", [remark()])
    clock.advance(minutes=20)
    await journal.record("journal", [remark(text="Забыл тетрадь и учебник")])

    assert {one.not_before for one in await deliveries(storage)} == {received + HOLD}


async def test_praise_is_not_held(journal: JournalService, storage: SqlStorage, clock: FrozenClock) -> None:
    await journal.record("journal", [remark(tone="praise")])

    assert {one.not_before for one in await deliveries(storage)} == {clock.now()}


async def test_withdrawing_what_is_held_is_silent(journal: JournalService, storage: SqlStorage) -> None:
    await journal.record("journal", [remark()])

    assert outcomes(await journal.record("journal", [withdrawal(remark())])) == [("withdrawn", 2)]
    assert {one.state for one in await deliveries(storage, None)} == {"cancelled"}


async def test_withdrawing_a_sent_grade_is_no_news(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [grade()])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [withdrawal(grade())])

    assert await deliveries(storage) == []


async def test_withdrawing_an_alarm_that_was_told_is_told_at_once(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    await journal.record("journal", [absence()])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [withdrawal(absence())])

    assert [(one.chat, one.version, one.lane) for one in await deliveries(storage)] == [
        (sample.mother.user, 2, Lane.URGENT),
        (sample.father.user, 2, Lane.URGENT),
    ]


async def test_withdrawing_an_alarm_silently_tells_nobody(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [absence()])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [withdrawal(absence())], silent=True)

    assert await deliveries(storage) == []


async def test_a_repeated_withdrawal_changes_nothing(journal: JournalService) -> None:
    await journal.record("journal", [grade(), withdrawal(grade())])

    assert outcomes(await journal.record("journal", [withdrawal(grade())])) == [("unchanged", 2)]


async def test_withdrawing_what_is_unknown_is_rejected(journal: JournalService) -> None:
    [rejected] = await journal.record("journal", [withdrawal(grade())])

    assert (rejected.outcome, rejected.field) == (Outcome.REJECTED, "id")


async def test_what_comes_back_after_a_withdrawal_is_told_afresh(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    await journal.record("journal", [grade()])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [withdrawal(grade())])

    assert outcomes(await journal.record("journal", [grade()])) == [("changed", 3)]
    assert {one.version for one in await deliveries(storage)} == {3}


@pytest.mark.parametrize("presence", ["present", "remote", "school_activity"])
async def test_who_is_where_they_should_be_is_stored_only(
    journal: JournalService, storage: SqlStorage, presence: str
) -> None:
    assert outcomes(await journal.record("journal", [absence(presence=presence)])) == [("created", 1)]
    assert await deliveries(storage, None) == []


async def test_an_absence_that_was_none_is_told_to_who_was_alarmed(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    await journal.record("journal", [absence()])
    await deliver_all(storage, clock.now())
    clock.advance(hours=6)
    await journal.record("journal", [absence(presence="present")])

    assert [(one.chat, one.lane) for one in await deliveries(storage)] == [
        (sample.mother.user, Lane.URGENT),
        (sample.father.user, Lane.URGENT),
    ]


async def test_an_absence_corrected_before_it_was_sent_never_alarms(
    journal: JournalService, storage: SqlStorage
) -> None:
    await journal.record("journal", [absence(), absence(presence="present")])

    assert await deliveries(storage) == []


async def test_a_present_child_who_is_missed_after_all_is_an_alarm(
    journal: JournalService, storage: SqlStorage
) -> None:
    await journal.record("journal", [absence(presence="present"), absence()])

    assert {(one.version, one.lane) for one in await deliveries(storage)} == {(2, Lane.URGENT)}


async def test_a_grade_moved_to_another_child_is_withdrawn_for_the_first(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [grade()])
    await journal.record("journal", [grade(student="s2")])

    assert {(one.student, one.version) for one in await deliveries(storage)} == {(sample.masha, 2)}
    assert {one.student for one in await deliveries(storage, "cancelled")} == {sample.petr}


async def test_who_stays_concerned_is_not_told_twice(
    journal: JournalService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    narrow = homework(class_=None, student="s1")
    await journal.record("journal", [narrow])
    await deliver_all(storage, clock.now())
    await journal.record("journal", [homework()])

    assert {one.student for one in await deliveries(storage)} == {sample.masha}


async def test_whose_link_was_revoked_hears_nothing(
    journal: JournalService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        father = schema.link.c.person_id == sample.father.person
        await uow._connection.execute(update(schema.link).where(father).values(revoked_at=clock.now()))
        await uow.commit()
    await journal.record("journal", [grade()])

    assert sample.father.user not in {one.chat for one in await deliveries(storage)}


@pytest.mark.parametrize(
    ("draft", "field", "hint"),
    [
        (grade(student="s9"), "student", "PUT /v1/roster"),
        (grade(subject="zzz"), "subject", "PUT /v1/roster"),
        (grade(teacher="zzz"), "teacher", "PUT /v1/roster"),
        (grade(subject=None), "subject", "required"),
        (grade(student=None), "student", "exactly one"),
        (grade(class_="7b"), "class", "exactly one"),
        (grade(student=None, class_="7b"), "class", "'student'"),
        (homework(class_="9z"), "class", "PUT /v1/roster"),
        (homework(class_=None, group="9z"), "group", "PUT /v1/roster"),
        (absence(day=None), "date", "required"),
    ],
)
async def test_one_bad_entry_is_rejected_alone_and_named(
    journal: JournalService, draft: Draft, field: str, hint: str
) -> None:
    good, bad = await journal.record("journal", [homework("fine"), draft])

    assert good.outcome is Outcome.CREATED
    assert (bad.outcome, bad.field, bad.revision) == (Outcome.REJECTED, field, None)
    assert hint in (bad.error or "")


async def test_a_student_who_left_is_named_as_such(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(
            update(schema.student).where(schema.student.c.external_id == "s1").values(removed_at=clock.now())
        )
        await uow.roster.raise_version()
        await uow.commit()
    [rejected] = await journal.record("journal", [grade()])

    assert "was removed" in (rejected.error or "")


async def test_a_change_of_the_roster_is_noticed_by_the_next_push(
    journal: JournalService, storage: SqlStorage
) -> None:
    assert outcomes(await journal.record("journal", [grade(subject="geo")])) == [("rejected", None)]
    async with storage.write() as uow:
        await uow._connection.execute(
            schema.subject.insert().values(school_id=1, external_id="geo", name="География")
        )
        await uow.roster.raise_version()
        await uow.commit()

    assert outcomes(await journal.record("journal", [grade(subject="geo")])) == [("created", 1)]


async def test_a_naive_meeting_is_in_school_time(journal: JournalService, storage: SqlStorage) -> None:
    def meeting(starts_at: str) -> Draft:
        details = {"title": "Собрание", "starts_at": starts_at}
        return Draft(external_id="m1", kind=Kind.MEETING, class_="7b", details=details)

    await journal.record("journal", [meeting("2026-09-21T18:30")])

    assert outcomes(await journal.record("journal", [meeting("2026-09-21T15:30:00+00:00")])) == [
        ("unchanged", 1)
    ]
    [revision] = await rows(storage, schema.entry_revision)
    assert revision.content["details"]["starts_at"] == "2026-09-21T15:30:00+00:00"


async def test_a_new_teacher_in_a_timetable_change_must_be_known(
    journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    def change(teacher: str) -> Draft:
        return Draft(
            external_id="c1",
            kind=Kind.TIMETABLE_CHANGE,
            class_="7b",
            day=date(2026, 9, 14),
            details={"change": "replaced", "new": {"teacher": teacher, "room": "5"}},
        )

    known, unknown = await journal.record("journal", [change("t2"), change("t9")])

    assert known.outcome is Outcome.CREATED
    assert unknown.field == "new.teacher"
    [revision] = await rows(storage, schema.entry_revision)
    assert revision.content["details"]["new"] == {"teacher": sample.orlov, "room": "5"}


async def test_every_revision_stays_in_the_history(journal: JournalService, storage: SqlStorage) -> None:
    published = datetime(2026, 9, 14, 6, 10, tzinfo=UTC)
    await journal.record("journal", [grade(value="2", published_at=published)])
    await journal.record("journal", [grade(value="5"), withdrawal(grade())])

    async with storage.read() as uow:
        query = select(schema.entry_revision).order_by(schema.entry_revision.c.id)
        history = (await uow._connection.execute(query)).all()
    assert [(row.revision, row.op, row.content["details"]["value"]) for row in history] == [
        (1, "upsert", "2"),
        (2, "upsert", "5"),
        (3, "withdraw", "5"),
    ]
    assert history[0].content["published_at"] == "2026-09-14T06:10:00+00:00"


async def test_the_audit_names_counts_and_no_child(journal: JournalService, storage: SqlStorage) -> None:
    await journal.record("journal", [grade(), homework(), grade("x", student="s9")])

    [record] = await rows(storage, schema.audit)
    assert record.detail == {"source": "journal", "silent": False, "created": 2}


async def test_an_hour_passes_and_the_alarm_becomes_ordinary_news(
    journal: JournalService, storage: SqlStorage, clock: FrozenClock
) -> None:
    clock.set(clock.now() + timedelta(hours=2))
    await journal.record("journal", [absence()])

    assert {one.lane for one in await deliveries(storage)} == {Lane.GRADES}
