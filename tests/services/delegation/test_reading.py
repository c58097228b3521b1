"""A trusted person's pages show what is open to them, and nothing else, whichever page they ask for."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from diary.errors import NotEntitledError
from diary.models.delegation import Preset
from diary.models.entries import Area, Draft, Kind
from diary.models.ids import PersonId
from diary.models.notifications import EntryContent
from diary.services.delegation import DelegationChanges
from diary.services.journal import JournalService
from diary.services.reading import ReadingService
from tests.services.delegation.conftest import Trust
from tests.support.journal import TODAY, absence, grade, remark
from tests.support.sample import Sample

OTHERS = frozenset({Kind.REMARK, Kind.ANNOUNCEMENT, Kind.MEETING})


def made(kind: Kind, key: str, details: dict[str, Any], **fields: Any) -> Draft:
    values: dict[str, Any] = {"class_": "7b", "day": TODAY} | fields
    return Draft(external_id=key, kind=kind, details=details, **values)


def everything() -> Iterator[Draft]:
    """Yield an entry of every kind, those of subjects in algebra and in English."""
    for subject in ("alg", "eng"):
        yield grade(f"g-{subject}", subject=subject)
        yield absence(f"a-{subject}", subject=subject)
        task = {"text": "§ 1", "due": TODAY.isoformat()}
        yield made(Kind.HOMEWORK, f"h-{subject}", task, subject=subject)
        yield made(Kind.TEST, f"t-{subject}", {"title": "Контрольная"}, subject=subject)
        change = {"change": "cancelled"}
        yield made(Kind.TIMETABLE_CHANGE, f"c-{subject}", change, subject=subject, lesson=2)
        yield made(Kind.TERM_GRADE, f"q-{subject}", {"term": "q1", "value": "5"}, subject=subject)
    yield remark()
    yield made(Kind.ANNOUNCEMENT, "n", {"title": "Новость", "text": "…"})
    meeting = {"title": "Собрание", "starts_at": "2026-09-14T18:00:00+03:00", "place": "204"}
    yield made(Kind.MEETING, "m", meeting)


@pytest.fixture
async def diary(trust: Trust, journal: JournalService) -> None:
    drafts = [one for one in everything() if one.kind is not Kind.TERM_GRADE]
    finals = [
        made(one.kind, one.external_id, dict(one.details), subject=one.subject, student="s1", class_=None)
        for one in everything()
        if one.kind is Kind.TERM_GRADE
    ]
    for recorded in await journal.record("journal", [*drafts, *finals], silent=True):
        assert recorded.error is None


async def seen(reading: ReadingService, person: PersonId) -> set[tuple[Kind, str]]:
    """Return the kinds and subjects of all that any page shows."""
    shown: list[EntryContent] = []
    for day in await reading.day(person):
        shown += day.entries
        shown += [lesson.change for lesson in day.lessons if lesson.change]
    for days in [
        (await reading.week(person)).by_day,
        *(page.by_day for page in await reading.homework(person)),
    ]:
        shown += [entry for _, entries in days for entry in entries]
    grades = await reading.grades(person)
    shown += [one for subject in grades.subjects for one in subject.grades]
    shown += (await reading.absences(person)).entries
    schedule = await reading.schedule(person)
    shown += [lesson.change for lesson in schedule.lessons if lesson.change]
    return {(entry.kind, entry.subject) for entry in shown}


def expected(kinds: Sequence[Kind], *subjects: str) -> set[tuple[Kind, str]]:
    return {(kind, "" if kind in OTHERS else subject) for kind in kinds for subject in subjects}


ALGEBRA, ENGLISH = "Алгебра", "Английский язык"


@pytest.mark.usefixtures("diary")
async def test_a_tutor_sees_their_subject(trust: Trust, reading: ReadingService, sample: Sample) -> None:
    link = await trust.nanny(preset=Preset.TUTOR, subjects=frozenset({sample.algebra}))

    shown = await seen(reading, link.person_id)

    kinds = [Kind.GRADE, Kind.HOMEWORK, Kind.TEST, Kind.TERM_GRADE]
    assert shown == expected(kinds, ALGEBRA)
    assert (await reading.schedule(link.person_id)).lessons == []
    grades = await reading.grades(link.person_id)
    assert [(one.subject, one.absences, one.term_grade) for one in grades.subjects] == [(ALGEBRA, 0, "5")]


@pytest.mark.usefixtures("diary")
async def test_a_nanny_sees_the_timetable_absences_and_homework(
    trust: Trust, reading: ReadingService
) -> None:
    link = await trust.nanny()

    shown = await seen(reading, link.person_id)

    assert shown == expected([Kind.ATTENDANCE, Kind.HOMEWORK, Kind.TIMETABLE_CHANGE], ALGEBRA, ENGLISH) - {
        (Kind.TIMETABLE_CHANGE, "")
    }
    assert not (await reading.grades(link.person_id)).covered


@pytest.mark.usefixtures("diary")
async def test_what_is_closed_is_gone_from_every_page_at_once(
    trust: Trust, reading: ReadingService, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny(preset=Preset.EVERYTHING)
    assert {kind for kind, _ in await seen(reading, link.person_id)} == frozenset(Kind)

    for area in (Area.GRADES, Area.REMARKS, Area.NEWS, Area.ABSENCES, Area.TIMETABLE):
        await changes.open_area(sample.mother.person, link.id, area, wanted=False)
        kinds = {kind for kind, _ in await seen(reading, link.person_id)}
        assert not kinds & area.kinds

    assert kinds == {Kind.HOMEWORK, Kind.TEST}


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("how", ["revoked", "over"])
async def test_whose_right_has_ended_opens_no_page(
    trust: Trust, reading: ReadingService, changes: DelegationChanges, sample: Sample, how: str
) -> None:
    link = await trust.nanny(until=date(2026, 9, 14))
    if how == "revoked":
        await changes.revoke(sample.mother.person, link.id)
    else:
        trust.clock.advance(hours=12)

    for page in (
        reading.pupils(link.person_id),
        reading.day(link.person_id),
        reading.week(link.person_id, student_id=sample.petr),
        reading.homework(link.person_id),
        reading.grades(link.person_id, student_id=sample.petr),
        reading.absences(link.person_id, student_id=sample.petr),
        reading.schedule(link.person_id, student_id=sample.petr),
    ):
        with pytest.raises(NotEntitledError):
            await page
