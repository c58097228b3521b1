from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as every
from hypothesis import strategies as st

from diary.models.delegation import Preset, Term
from diary.models.entries import Area, Kind
from diary.models.ids import SchoolId, SubjectId
from diary.models.people import EVERYTHING, Scope
from diary.models.readings import Period
from diary.models.school import School
from diary.rules.delegation import (
    areas_of,
    extended,
    given,
    is_empty,
    last_days,
    last_moment,
    latest_day,
    preset_scope,
    read_label,
    taken,
    within,
)

SCHOOL = School(
    id=SchoolId(1),
    name="Школа № 7",
    timezone=ZoneInfo("Europe/Moscow"),
    default_locale="ru",
    grade_scale="5",
)
ALGEBRA, ENGLISH = SubjectId(1), SubjectId(2)
scopes = st.builds(
    Scope,
    kinds=st.none() | st.frozensets(st.sampled_from(Kind)),
    subjects=st.none() | st.frozensets(st.sampled_from([ALGEBRA, ENGLISH])),
    may_write=st.booleans(),
)


def term(name: str, start: date, end: date) -> Period:
    return Period(external_id=name, name=name, starts_on=start, ends_on=end)


QUARTERS = [
    term("1", date(2026, 9, 1), date(2026, 10, 25)),
    term("2", date(2026, 11, 4), date(2026, 12, 27)),
    term("4", date(2027, 4, 1), date(2027, 5, 26)),
]


def test_presets_give_what_their_names_promise() -> None:
    tutor = preset_scope(Preset.TUTOR, frozenset({ALGEBRA}), may_write=False)
    nanny = preset_scope(Preset.NANNY, frozenset({ALGEBRA}), may_write=True)

    assert areas_of(tutor) == [Area.GRADES, Area.HOMEWORK, Area.TESTS]
    assert tutor.subjects == frozenset({ALGEBRA})
    assert areas_of(nanny) == [Area.HOMEWORK, Area.ABSENCES, Area.TIMETABLE]
    assert nanny.subjects is None
    assert preset_scope(Preset.EVERYTHING, None, may_write=True) == EVERYTHING


def test_areas_are_all_kinds_once() -> None:
    kinds = [kind for area in Area for kind in area.kinds]

    assert sorted(kinds) == sorted(Kind)


@every(scope=scopes, limit=scopes, kind=st.sampled_from(Kind), subject=st.sampled_from([ALGEBRA, ENGLISH]))
def test_nobody_passes_on_more_than_they_have(
    scope: Scope, limit: Scope, kind: Kind, subject: SubjectId
) -> None:
    common = within(scope, limit)

    assert common.covers(kind, subject) == (scope.covers(kind, subject) and limit.covers(kind, subject))
    assert common.may_write == (scope.may_write and limit.may_write)
    assert within(scope, EVERYTHING) == scope


@every(scope=scopes, area=st.sampled_from(Area))
def test_an_area_is_given_and_taken_whole_and_once(scope: Scope, area: Area) -> None:
    assert area in areas_of(given(scope, area))
    assert area not in areas_of(taken(scope, area))
    assert given(given(scope, area), area) == given(scope, area)
    assert taken(taken(scope, area), area) == taken(scope, area)


def test_without_its_last_area_or_subject_nothing_is_left() -> None:
    homework = Scope(kinds=frozenset({Kind.HOMEWORK}))

    assert is_empty(taken(homework, Area.HOMEWORK))
    assert is_empty(Scope(subjects=frozenset()))
    assert not is_empty(homework)


@pytest.mark.parametrize(
    ("today", "term_ends", "year_ends"),
    [
        (date(2026, 9, 14), date(2026, 10, 25), date(2027, 5, 26)),
        (date(2026, 10, 30), date(2026, 12, 27), date(2027, 5, 26)),
        (date(2027, 4, 20), None, date(2027, 5, 26)),
        (date(2027, 6, 10), None, date(2027, 8, 31)),
    ],
)
def test_terms_and_years_end_ahead_and_a_last_term_is_the_years(
    today: date, term_ends: date | None, year_ends: date
) -> None:
    days = last_days(QUARTERS, today)

    assert days.get(Term.TERM) == term_ends
    assert days[Term.YEAR] == year_ends


def test_a_school_without_terms_has_weeks_months_and_a_year() -> None:
    assert list(last_days([], date(2026, 9, 14))) == [Term.WEEK, Term.MONTH, Term.YEAR]


def test_a_day_ends_with_its_last_moment_at_school() -> None:
    assert last_moment(SCHOOL, date(2026, 9, 14)) == datetime(2026, 9, 14, 20, 59, 59, tzinfo=UTC)


def test_it_is_extended_from_its_end_and_no_farther_than_a_year() -> None:
    now = datetime(2026, 9, 14, 9, tzinfo=UTC)

    assert extended(last_moment(SCHOOL, date(2026, 9, 20)), SCHOOL, now)[Term.WEEK] == date(2026, 9, 27)
    assert extended(None, SCHOOL, now)[Term.WEEK] == date(2026, 9, 21)
    late = extended(last_moment(SCHOOL, date(2027, 9, 14)), SCHOOL, now)
    assert late[Term.MONTH] == latest_day(date(2026, 9, 14))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("  Вера,   алгебра ", "Вера, алгебра"),
        ("Смирнова А.В.", "Смирнова А.В."),
        ("бабушка №2", "бабушка №2"),
        ("t.me/evil", None),
        ("evil.example", None),
        ("@somebody", None),
        ("12", None),
        ("", None),
        ("а" * 65, None),
        ("a\u202eb", None),
    ],
)
def test_a_name_is_a_name_and_no_link(said: str, label: str | None) -> None:
    assert read_label(said) == label
