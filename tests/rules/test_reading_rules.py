from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from diary.errors import NotEntitledError
from diary.models.entries import Kind
from diary.models.ids import LinkId, PersonId, StudentId, SubjectId
from diary.models.people import EVERYTHING, Link, Role, Scope
from diary.models.readings import Lesson, Period, Pupil
from diary.rules.agenda import by_day, day_of
from diary.rules.periods import period_at
from diary.rules.progress import progress
from diary.rules.reading_rights import choose, covers_kind, readable_entries, readable_lessons
from tests.views.drafts import MARKED_AT, MASHA, PETR, SCHOOL, attendance, entry, grade

FIRST = Period(external_id="q1", name="1 четверть", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 25))
SECOND = Period(external_id="q2", name="2 четверть", starts_on=date(2026, 11, 4), ends_on=date(2026, 12, 28))


@pytest.mark.parametrize(
    ("kind", "details", "changes", "day"),
    [
        (Kind.HOMEWORK, {"due": "2026-09-16"}, {}, date(2026, 9, 16)),
        (Kind.HOMEWORK, {}, {}, date(2026, 9, 14)),
        (Kind.MEETING, {"starts_at": "2026-09-18T22:30:00+00:00"}, {}, date(2026, 9, 19)),
        (Kind.MEETING, {"starts_at": "2026-09-18T18:30"}, {}, date(2026, 9, 18)),
        (Kind.MEETING, {}, {}, date(2026, 9, 14)),
        (Kind.GRADE, {}, {}, date(2026, 9, 14)),
        (
            Kind.REMARK,
            {},
            {"day": None, "marked_at": datetime(2026, 9, 14, 22, 0, tzinfo=UTC)},
            date(2026, 9, 15),
        ),
    ],
)
def test_an_entry_is_about_a_day_of_the_school(
    kind: Kind, details: dict[str, Any], changes: dict[str, Any], day: date
) -> None:
    assert day_of(entry(kind, details, **changes), SCHOOL) == day


def test_entries_stand_under_the_days_that_have_some() -> None:
    late, early = grade("5", day=date(2026, 9, 16)), grade("4", day=date(2026, 9, 14))
    outside = grade("3", day=date(2026, 9, 20))

    days = by_day([late, early, outside], SCHOOL, since=date(2026, 9, 14), until=date(2026, 9, 19))

    assert days == [(date(2026, 9, 14), [early]), (date(2026, 9, 16), [late])]


@pytest.mark.parametrize(
    ("today", "offset", "name", "has_earlier"),
    [
        (date(2026, 9, 14), 0, "1 четверть", False),
        (date(2026, 10, 30), 0, "1 четверть", False),
        (date(2026, 12, 1), 0, "2 четверть", True),
        (date(2026, 12, 1), -1, "1 четверть", False),
        (date(2026, 12, 1), -9, "1 четверть", False),
        (date(2026, 12, 1), 5, "2 четверть", True),
        (date(2026, 8, 1), 0, "1 четверть", False),
    ],
)
def test_terms_are_counted_from_the_one_that_began_last(
    today: date, offset: int, name: str, *, has_earlier: bool
) -> None:
    period, earlier = period_at([FIRST, SECOND], today, offset)

    assert (period.name, earlier) == (name, has_earlier)


@pytest.mark.parametrize(("today", "year"), [(date(2026, 9, 14), 2026), (date(2027, 5, 1), 2026)])
def test_without_terms_the_school_year_is_the_term(today: date, year: int) -> None:
    period, _ = period_at([], today, 0)

    assert (period.starts_on, period.ends_on) == (date(year, 9, 1), date(year + 1, 8, 31))


def test_progress_counts_grades_by_weight_and_missed_lessons() -> None:
    entries = [
        grade("5", weight=2),
        grade("2"),
        grade("Н/А"),
        grade("80", subject="Труд"),
        attendance(),
        attendance("late"),
        entry(Kind.TERM_GRADE, {"term": "q1", "value": "4"}, day=date(2026, 11, 2)),
        grade("2", day=date(2026, 11, 10)),
    ]

    algebra, labour = progress(entries, FIRST, SCHOOL)

    assert (algebra.subject, algebra.average, algebra.absences, algebra.term_grade) == (
        "Алгебра",
        Decimal(4),
        1,
        "4",
    )
    assert [each.details["value"] for each in algebra.grades] == ["5", "2", "Н/А"]
    assert (labour.subject, labour.average, labour.term_grade) == ("Труд", None, "")


@pytest.mark.parametrize(("term", "shown"), [("q1", "4"), ("1 четверть", "4"), ("q2", "")])
def test_a_term_grade_is_its_terms_by_id_or_name(term: str, shown: str) -> None:
    (algebra,) = progress([grade("5"), entry(Kind.TERM_GRADE, {"term": term, "value": "4"})], FIRST, SCHOOL)

    assert algebra.term_grade == shown


def test_a_grades_own_scale_and_a_broken_weight_are_read_with_care() -> None:
    entries = [grade("90", weight="x"), grade("5")]
    entries[0] = replace(entries[0], details={**entries[0].details, "scale": "100"})

    (algebra,) = progress(entries, FIRST, SCHOOL)

    assert algebra.average == Decimal("47.5")


def pupil(scope: Scope = EVERYTHING) -> Pupil:
    link = Link(
        id=LinkId(1),
        person_id=PersonId(1),
        student_id=PETR.id,
        role=Role.TRUSTED,
        label="",
        scope=scope,
        valid_until=None,
        created_at=MARKED_AT,
    )
    return Pupil(student=PETR, link=link)


def test_a_child_is_chosen_among_ones_own() -> None:
    own = [replace(pupil(), student=MASHA), pupil()]

    assert choose(own, None).pupil.id == MASHA.id
    assert choose(own, PETR.id).pupil.id == PETR.id
    with pytest.raises(NotEntitledError):
        choose(own, StudentId(99))


def test_a_scope_opens_its_kinds_and_subjects_only() -> None:
    scope = Scope(kinds=frozenset({Kind.GRADE, Kind.TIMETABLE_CHANGE}), subjects=frozenset({SubjectId(1)}))
    own, other = grade("5"), grade("4", subject_id=SubjectId(2))
    lesson = Lesson(
        slot=1,
        starts_at=None,
        ends_at=None,
        subject_id=SubjectId(1),
        subject="",
        teacher=None,
        room="",
        audience="",
    )
    lessons = [lesson, replace(lesson, subject_id=SubjectId(2))]

    assert covers_kind(scope, Kind.GRADE)
    assert not covers_kind(scope, Kind.REMARK)
    assert readable_entries(scope, [own, other, attendance()]) == [own]
    assert readable_lessons(scope, lessons) == lessons[:1]
    assert readable_lessons(EVERYTHING, lessons) == lessons


def test_where_a_child_is_when_is_not_for_who_was_opened_only_the_grades() -> None:
    lesson = Lesson(
        slot=1,
        starts_at=None,
        ends_at=None,
        subject_id=SubjectId(1),
        subject="",
        teacher=None,
        room="",
        audience="",
    )

    assert readable_lessons(Scope(kinds=frozenset({Kind.GRADE})), [lesson]) == []
