from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from diary.errors import NotEntitledError
from diary.models.entries import Draft, Kind
from diary.models.school import School
from diary.services.journal import JournalService
from diary.services.reading import ReadingService
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON, FrozenClock
from tests.support.journal import TODAY, absence, grade, journal_of, withdrawal
from tests.support.sample import Sample

DAY = timedelta(days=1)


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


@pytest.fixture
def reading(storage: SqlStorage, clock: FrozenClock, school: School) -> ReadingService:
    return ReadingService(storage=storage, clock=clock, school=school)


def for_class(kind: Kind, external_id: str = "e1", **parts: Any) -> Draft:
    return Draft(external_id=external_id, kind=kind, class_="7b", **parts)


async def push(journal: JournalService, *drafts: Draft) -> None:
    recorded = await journal.record("journal", drafts)
    assert [one.error for one in recorded] == [None] * len(drafts)


async def test_a_day_has_what_is_due_and_held_on_it(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    friday = TODAY + 4 * DAY
    await push(
        journal,
        for_class(
            Kind.HOMEWORK, subject="alg", day=TODAY, details={"text": "§ 12", "due": friday.isoformat()}
        ),
        for_class(Kind.MEETING, details={"title": "Собрание", "starts_at": f"{friday}T18:30"}),
        for_class(Kind.TEST, subject="alg", day=friday, details={"title": "Дроби"}),
        grade("g1", day=friday),
    )

    (then,) = await reading.day(sample.father.person, offset=4)
    (today,) = await reading.day(sample.father.person)

    assert {each.kind for each in then.entries} == {Kind.HOMEWORK, Kind.MEETING, Kind.TEST, Kind.GRADE}
    assert (then.day, today.entries) == (friday, [])


async def test_a_change_stands_at_its_lesson(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    change = for_class(
        Kind.TIMETABLE_CHANGE,
        subject="alg",
        teacher="t1",
        day=TODAY,
        lesson=2,
        details={"change": "cancelled"},
    )
    other = for_class(Kind.TIMETABLE_CHANGE, "e2", day=TODAY, lesson=5, details={"change": "cancelled"})
    await push(journal, change, other)

    page = await reading.schedule(sample.father.person)

    assert [lesson.change and lesson.change.details["change"] for lesson in page.lessons] == ["cancelled"]
    assert (await reading.schedule(sample.father.person, offset=7)).lessons[0].change is None


async def test_what_was_withdrawn_is_gone_and_what_was_corrected_is_new(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    await push(journal, grade("g1", "2"), grade("g2", "3"))
    await push(journal, grade("g1", "5"), withdrawal(grade("g2")))

    page = await reading.grades(sample.father.person)

    assert [each.details["value"] for each in page.subjects[0].grades] == ["5"]


async def test_a_week_runs_from_monday_to_sunday(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    days = [TODAY - DAY, TODAY, TODAY + 6 * DAY, TODAY + 7 * DAY]
    await push(journal, *(grade(f"g{number}", day=day) for number, day in enumerate(days)))

    page = await reading.week(sample.father.person)

    assert [day for day, _ in page.by_day] == days[1:3]


async def test_lessons_missed_are_listed_newest_first_and_presence_is_not(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    presences = {"a1": "absent", "a2": "late", "a3": "present"}
    drafts = [
        absence(external_id, presence, day=TODAY + number * DAY)
        for number, (external_id, presence) in enumerate(presences.items())
    ]
    await push(journal, *drafts)

    page = await reading.absences(sample.father.person)

    assert [each.details["presence"] for each in page.entries] == ["late", "absent"]


async def test_a_parent_reads_about_every_child_and_a_father_about_his(
    reading: ReadingService, sample: Sample
) -> None:
    assert [page.pupil.id for page in await reading.homework(sample.mother.person)] == [
        sample.masha,
        sample.petr,
    ]
    assert [page.pupil.id for page in await reading.homework(sample.father.person)] == [sample.petr]


async def test_a_narrow_right_is_told_apart_from_an_empty_page(
    reading: ReadingService, journal: JournalService, sample: Sample
) -> None:
    await push(journal, absence("a1"), grade("g1", subject="eng", teacher=None), grade("g2"))
    tutor = sample.tutor.person

    assert (await reading.grades(tutor)).covered
    assert [each.subject for each in (await reading.grades(tutor)).subjects] == ["Алгебра"]
    absences = await reading.absences(tutor)
    assert (absences.covered, absences.entries) == (False, [])
    assert not (await reading.schedule(tutor)).covered


async def test_other_peoples_children_and_strangers_get_nothing(
    reading: ReadingService, sample: Sample
) -> None:
    father, office = sample.father.person, sample.office.person
    for asked in (
        reading.grades(father, student_id=sample.masha),
        reading.week(father, student_id=sample.masha),
        reading.absences(father, student_id=sample.masha),
        reading.schedule(father, student_id=sample.masha),
        reading.day(office),
        reading.homework(office),
        reading.pupils(office),
        reading.teaching(father),
    ):
        with pytest.raises(NotEntitledError):
            await asked


async def test_every_page_that_is_shown_is_in_the_audit(
    reading: ReadingService, storage: SqlStorage, sample: Sample
) -> None:
    mother = sample.mother.person
    await reading.day(mother)
    await reading.week(mother, student_id=sample.petr)
    await reading.homework(mother)
    await reading.grades(mother, student_id=sample.petr)
    await reading.absences(mother, student_id=sample.petr)
    await reading.schedule(mother, student_id=sample.petr)

    async with storage.read() as uow:
        found = await uow.audit.about(sample.petr)
    pages = [(record.detail["page"], record.actor_id) for _, record in found if record.action == "read"]
    assert pages == [(page, mother) for page in ("schedule", "absences", "grades", "homework", "week", "day")]
    assert {at for at, _ in found} == {MONDAY_NOON}
    days = [(record.detail["since"], record.detail["until"]) for _, record in found]
    assert days[-2:] == [("2026-09-14", "2026-09-20"), ("2026-09-14", "2026-09-14")]


async def test_a_teacher_reads_their_lessons_of_the_day(reading: ReadingService, sample: Sample) -> None:
    page = await reading.teaching(sample.smirnova_person)

    assert page.choice is None
    assert subjects(page.lessons) == ["Алгебра"]
    assert subjects((await reading.teaching(sample.smirnova_person, offset=1)).lessons) == []


def subjects(lessons: Sequence[Any]) -> list[str]:
    return [lesson.subject for lesson in lessons]


async def test_terms_are_turned_back(
    reading: ReadingService, journal: JournalService, sample: Sample, clock: FrozenClock
) -> None:
    await push(journal, grade("g1"))
    clock.advance(days=60)

    page = await reading.grades(sample.father.person, offset=-1)

    assert (page.period.name, page.period.starts_on) == ("1 четверть", date(2026, 9, 1))
    assert len(page.subjects) == 1
