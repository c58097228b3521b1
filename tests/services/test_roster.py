from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from diary.models.ids import StudentId
from diary.models.people import Role
from diary.models.roster import RosterItem, RosterOutcome, Section
from diary.models.school import School
from diary.services.roster import RosterService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import deliveries, grade, journal_of, rows, timing
from tests.support.sample import Sample

TODAY, SEPTEMBER = date(2026, 9, 14), date(2026, 9, 1)


@pytest.fixture
def roster(storage: SqlStorage, clock: FrozenClock, school: School) -> RosterService:
    return RosterService(storage=storage, clock=clock, timing=timing(school))


def item(external: str, **values: Any) -> RosterItem:
    return RosterItem(id=external, values=values)


def gone(external: str) -> RosterItem:
    return RosterItem(id=external, removed=True)


def pupil(external: str, **values: Any) -> RosterItem:
    return item(external, family_name="Петров", given_name="Иван", **values)


def refused(outcome: RosterOutcome) -> list[tuple[str, str, str]]:
    return [(one.section, one.id, one.field) for one in outcome.rejected]


def counts(outcome: RosterOutcome, section: Section) -> tuple[int, int, int, int]:
    one = outcome.counts[section]
    return one.created, one.updated, one.unchanged, one.removed


async def current(storage: SqlStorage, student: str) -> Sequence[Any]:
    """Return the enrolments of a student, oldest first."""
    query = (
        select(schema.school_class.c.external_id, schema.enrolment.c.valid_from, schema.enrolment.c.valid_to)
        .join(schema.enrolment, schema.enrolment.c.class_id == schema.school_class.c.id)
        .join(schema.student, schema.student.c.id == schema.enrolment.c.student_id)
        .where(schema.student.c.external_id == student)
        .order_by(schema.enrolment.c.id)
    )
    async with storage.read() as uow:
        return (await uow._connection.execute(query)).all()


WHOLE = {
    Section.TERMS: [item("q1", name="1 четверть", start=SEPTEMBER, end=date(2026, 10, 25))],
    Section.BELLS: [item("1", start=time(8, 30), end=time(9, 15))],
    Section.CLASSES: [item("7b", name="7Б", class_teacher="t1")],
    Section.GROUPS: [item("en1", name="7Б, английский 1", students=("s1",))],
    Section.SUBJECTS: [item("alg", name="Алгебра")],
    Section.STAFF: [
        item("t1", family_name="Смирнова", given_name="Анна", patronymic="Викторовна", roles=("teacher",))
    ],
    Section.STUDENTS: [pupil("s1", birth_date=date(2013, 5, 1), **{"class": "7b"})],
    Section.LESSONS: [
        item("l1", weekday=1, slot=2, subject="alg", teacher="t1", room="204", **{"class": "7b"}),
        item("l2", weekday=1, slot=3, subject="alg", group="en1"),
    ],
}


async def test_a_whole_school_is_taken_over_in_one_body(roster: RosterService, storage: SqlStorage) -> None:
    outcome = await roster.put(WHOLE)

    assert refused(outcome) == []
    assert {counts(outcome, section) for section in Section if section is not Section.LESSONS} == {
        (1, 0, 0, 0)
    }
    [klass] = await rows(storage, schema.school_class)
    [teacher] = await rows(storage, schema.staff)
    assert klass.class_teacher_id == teacher.id
    assert [row.room for row in await rows(storage, schema.lesson)] == ["204", ""]


async def test_staff_are_persons_from_the_start(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)

    [teacher], [person] = await rows(storage, schema.staff), await rows(storage, schema.person)
    assert teacher.person_id == person.id


async def test_the_same_roster_again_changes_nothing(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    outcome = await roster.put(WHOLE)

    assert all((one.created, one.updated, one.removed) == (0, 0, 0) for one in outcome.counts.values())
    [school] = await rows(storage, schema.school)
    assert school.roster_version == 1
    assert len(await rows(storage, schema.audit)) == 1


async def test_what_is_omitted_stays_untouched(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    outcome = await roster.put({Section.STUDENTS: [item("s1", given_name="Пётр")]})

    assert counts(outcome, Section.STUDENTS) == (0, 1, 0, 0)
    [student] = await rows(storage, schema.student)
    assert (student.family_name, student.given_name, student.birth_date) == (
        "Петров",
        "Пётр",
        date(2013, 5, 1),
    )
    assert [row.external_id for row in await current(storage, "s1")] == ["7b"]


async def test_an_id_that_comes_twice_in_a_body_is_taken_in_order(
    roster: RosterService, storage: SqlStorage
) -> None:
    outcome = await roster.put({Section.SUBJECTS: [item("alg", name="А"), item("alg", name="Алгебра")]})

    assert counts(outcome, Section.SUBJECTS) == (1, 1, 0, 0)
    assert [row.name for row in await rows(storage, schema.subject)] == ["Алгебра"]


async def test_newcomers_count_from_the_first_day_of_the_school_year(
    roster: RosterService, storage: SqlStorage
) -> None:
    await roster.put(WHOLE)

    assert [tuple(row) for row in await current(storage, "s1")] == [("7b", SEPTEMBER, None)]
    [member] = await rows(storage, schema.group_member)
    assert member.valid_from == SEPTEMBER


async def test_a_change_of_class_is_dated(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    await roster.put(
        {
            Section.CLASSES: [item("7a", name="7А")],
            Section.STUDENTS: [item("s1", **{"class": "7a"})],
        }
    )

    assert [tuple(row) for row in await current(storage, "s1")] == [
        ("7b", SEPTEMBER, TODAY),
        ("7a", TODAY, None),
    ]


async def test_a_students_class_can_be_cleared(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    await roster.put({Section.STUDENTS: [item("s1", **{"class": None})]})

    assert [row.valid_to for row in await current(storage, "s1")] == [TODAY]


async def test_membership_in_groups_is_dated(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    await roster.put(
        {
            Section.STUDENTS: [pupil("s2", **{"class": "7b"})],
            Section.GROUPS: [item("en1", students=("s2",))],
        }
    )

    members = [(row.valid_from, row.valid_to) for row in await rows(storage, schema.group_member)]
    assert members == [(SEPTEMBER, TODAY), (TODAY, None)]


@pytest.mark.parametrize(
    ("section", "bad", "field"),
    [
        (Section.STUDENTS, pupil("s9", **{"class": "9z"}), "class"),
        (Section.STUDENTS, item("s9", given_name="Иван"), "family_name"),
        (Section.CLASSES, item("9z", name="9Я", class_teacher="t9"), "class_teacher"),
        (Section.GROUPS, item("g9", name="Группа", students=("s1", "s9")), "students"),
        (Section.SUBJECTS, item("geo"), "name"),
        (Section.TERMS, item("q9", name="9", start=TODAY, end=SEPTEMBER), "end"),
        (Section.BELLS, item("9", start=time(9), end=time(9)), "end"),
        (Section.LESSONS, item("l9", weekday=1, slot=1, subject="alg"), "class"),
        (
            Section.LESSONS,
            item("l9", weekday=1, slot=1, subject="alg", group="en1", **{"class": "7b"}),
            "class",
        ),
        (Section.LESSONS, item("l9", weekday=1, slot=1, subject="zzz", **{"class": "7b"}), "subject"),
        (
            Section.LESSONS,
            item("l1", valid_from=TODAY, valid_to=SEPTEMBER),
            "valid_to",
        ),
    ],
)
async def test_a_bad_record_is_refused_alone_and_named(
    roster: RosterService, section: Section, bad: RosterItem, field: str
) -> None:
    await roster.put(WHOLE)
    good = item("q2", name="2 четверть", start=TODAY, end=TODAY)
    patch = {section: [bad]}
    patch[Section.TERMS] = [*patch.get(Section.TERMS, []), good]
    outcome = await roster.put(patch)

    assert refused(outcome) == [(section, bad.id, field)]
    assert outcome.counts[Section.TERMS].created == 1


async def test_a_class_with_students_cannot_go(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(WHOLE)
    outcome = await roster.put({Section.CLASSES: [gone("7b")]})

    assert refused(outcome) == [(Section.CLASSES, "7b", "removed")]
    [klass] = await rows(storage, schema.school_class)
    assert klass.removed_at is None


async def test_a_class_goes_with_its_last_student_and_its_lessons(
    roster: RosterService, storage: SqlStorage
) -> None:
    await roster.put(WHOLE)
    outcome = await roster.put(
        {
            Section.CLASSES: [gone("7b")],
            Section.STUDENTS: [gone("s1")],
            Section.GROUPS: [gone("en1")],
        }
    )

    assert refused(outcome) == []
    assert counts(outcome, Section.CLASSES) == (0, 0, 0, 1)
    assert all(row.removed_at for row in await rows(storage, schema.lesson))
    assert [row.valid_to for row in await rows(storage, schema.group_member)] == [TODAY]


async def test_what_is_not_there_can_be_removed_any_number_of_times(roster: RosterService) -> None:
    outcome = await roster.put({Section.STUDENTS: [gone("s1"), gone("s1")]})

    assert counts(outcome, Section.STUDENTS) == (0, 0, 2, 0)


async def test_a_reference_to_what_was_removed_is_refused(roster: RosterService) -> None:
    await roster.put(WHOLE)
    await roster.put({Section.SUBJECTS: [gone("alg")]})
    outcome = await roster.put({Section.LESSONS: [item("l1", subject="alg")]})

    assert refused(outcome) == [(Section.LESSONS, "l1", "subject")]
    assert "removed" in outcome.rejected[0].error


async def test_a_student_who_leaves_is_heard_of_no_more(
    roster: RosterService, storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    await journal_of(storage, clock, school).record("journal", [grade(), grade("g2", student="s2")])
    await roster.put({Section.STUDENTS: [gone("s1")]})

    assert {one.student for one in await deliveries(storage) if one.student} == {sample.masha}
    links = {row.student_id for row in await rows(storage, schema.link) if row.revoked_at is None}
    assert links == {sample.masha}
    [entry, _] = await rows(storage, schema.entry)
    assert entry.student_id == sample.petr


async def test_coming_back_revives_no_link(
    roster: RosterService, storage: SqlStorage, sample: Sample
) -> None:
    await roster.put({Section.STUDENTS: [gone("s1")]})
    outcome = await roster.put({Section.STUDENTS: [item("s1", **{"class": "7b"})]})

    assert counts(outcome, Section.STUDENTS) == (0, 1, 0, 0)
    assert [row.valid_to for row in await current(storage, "s1")] == [TODAY, None]
    async with storage.read() as uow:
        people = await uow.people.recipients([StudentId(sample.petr)], now=FrozenClock().now())
    assert people == []


async def test_codes_of_who_left_are_worthless(
    roster: RosterService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        for owner in (
            {"role": "guardian", "student_id": sample.petr},
            {"role": "teacher", "staff_id": sample.smirnova},
        ):
            await uow._connection.execute(
                insert(schema.access_code).values(
                    school_id=1,
                    selector=1,
                    verifier_hash="-",
                    token_hash=str(owner["role"]).encode(),
                    issued_at=clock.now(),
                    expires_at=clock.now() + timedelta(days=14),
                    **owner,
                )
            )
        await uow.commit()
    await roster.put({Section.STUDENTS: [gone("s1")], Section.STAFF: [gone("t1")]})

    assert all(row.revoked_at for row in await rows(storage, schema.access_code))


async def test_an_employee_who_leaves_loses_their_roles_and_what_families_wrote(
    roster: RosterService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        for number, role in enumerate(("guardian", "teacher"), start=1):
            await uow._connection.execute(
                insert(schema.relay).values(
                    id=number,
                    school_id=1,
                    bot_id=42,
                    chat_id=1,
                    telegram_message_id=number,
                    sender_id=sample.mother.person,
                    sender_role=role,
                    recipient_id=sample.smirnova_person,
                    to_office=False,
                    content="text",
                    text="-",
                    state="sent",
                    created_at=clock.now(),
                )
            )
            await uow._connection.execute(
                insert(schema.delivery).values(
                    mailbox_id=sample.teacher.mailbox,
                    topic="relay",
                    subject_id=number,
                    version=1,
                    student_id=sample.petr,
                    lane=1,
                    created_at=clock.now(),
                    not_before=clock.now(),
                    due_at=clock.now(),
                    state="queued",
                )
            )
        await uow.commit()
    await roster.put({Section.STAFF: [gone("t1")]})

    relayed = [row for row in await rows(storage, schema.delivery) if row.topic == "relay"]
    assert {row.subject_id: row.state for row in relayed} == {1: "cancelled", 2: "queued"}
    roles = {row.role for row in await rows(storage, schema.staff_role) if row.revoked_at is None}
    assert roles == {"office"}


async def test_a_role_that_is_no_longer_given_is_revoked(
    roster: RosterService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    await roster.put({Section.STAFF: [item("o1", roles=("teacher",))]})

    async with storage.read() as uow:
        assert Role.OFFICE not in await uow.people.roles(sample.office.person, now=clock.now())


async def test_a_removed_student_is_no_recipient_of_class_news(
    roster: RosterService, storage: SqlStorage, sample: Sample
) -> None:
    await roster.put({Section.STUDENTS: [gone("s1")]})

    async with storage.read() as uow:
        known = await uow.roster.known(TODAY)
    assert known.class_students[sample.klass] == (sample.masha,)
    assert "s1" in known.gone[Section.STUDENTS]


async def test_terms_of_years_ago_do_not_date_newcomers(roster: RosterService, storage: SqlStorage) -> None:
    await roster.put(
        {
            Section.TERMS: [item("old", name="1", start=date(2020, 9, 1), end=date(2020, 10, 25))],
            Section.CLASSES: [item("7b", name="7Б")],
            Section.STUDENTS: [pupil("s1", **{"class": "7b"})],
        }
    )

    assert [row.valid_from for row in await current(storage, "s1")] == [TODAY]
