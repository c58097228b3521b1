"""What may be passed on to a trusted person, and for how long."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from unicodedata import category

from diary.models.delegation import Preset, Term
from diary.models.entries import Area, Kind
from diary.models.ids import SubjectId
from diary.models.people import Scope
from diary.models.readings import Period
from diary.models.school import School
from diary.rules.periods import school_year

T = TypeVar("T")
LONGEST_LABEL = 64
SIGNS = frozenset("-'’.,() №+&")
ADDRESS = re.compile(r"\w{2,}\.\w{2,}")
LONGEST = timedelta(days=366)
LAST_MOMENT = time(23, 59, 59)
WARNED_AHEAD = timedelta(days=3)
EVERY_KIND = frozenset(Kind)
PRESETS = {
    Preset.TUTOR: (Area.GRADES, Area.HOMEWORK, Area.TESTS),
    Preset.NANNY: (Area.TIMETABLE, Area.ABSENCES, Area.HOMEWORK),
}
SPANS = {Term.WEEK: timedelta(days=7), Term.MONTH: timedelta(days=30)}


def preset_scope(preset: Preset, subjects: frozenset[SubjectId] | None, *, may_write: bool) -> Scope:
    """Return what a preset gives; only a tutor's names subjects."""
    if preset is Preset.EVERYTHING:
        return Scope(may_write=may_write)
    kinds = frozenset[Kind]().union(*(area.kinds for area in PRESETS[preset]))
    return Scope(kinds=kinds, subjects=subjects if preset is Preset.TUTOR else None, may_write=may_write)


def areas_of(scope: Scope) -> Sequence[Area]:
    """Return what a scope shows at least something of."""
    return [area for area in Area if scope.kinds is None or area.kinds & scope.kinds]


def given(scope: Scope, area: Area) -> Scope:
    return _with_kinds(scope, _kinds(scope) | area.kinds)


def taken(scope: Scope, area: Area) -> Scope:
    """Take an area away; where it was the last one, a scope without any kind is left."""
    return _with_kinds(scope, _kinds(scope) - area.kinds)


def _kinds(scope: Scope) -> frozenset[Kind]:
    return EVERY_KIND if scope.kinds is None else scope.kinds


def _with_kinds(scope: Scope, kinds: frozenset[Kind]) -> Scope:
    return replace(scope, kinds=None if kinds == EVERY_KIND else kinds)


def within(scope: Scope, limit: Scope) -> Scope:
    """Return what of a scope lies within another: nobody passes on more than they have."""
    return Scope(
        kinds=_common(scope.kinds, limit.kinds),
        subjects=_common(scope.subjects, limit.subjects),
        may_write=scope.may_write and limit.may_write,
    )


def read_label(text: str) -> str | None:
    """Return what to call somebody, its spaces in order; None for what is no name, or may be a link."""
    label = " ".join(text.split())
    named = any(symbol.isalpha() for symbol in label) and len(label) <= LONGEST_LABEL
    fits = all(symbol in SIGNS or category(symbol)[0] in "LMN" for symbol in label)
    return label if named and fits and not ADDRESS.search(label) else None


def is_empty(scope: Scope) -> bool:
    return scope.kinds == frozenset() or scope.subjects == frozenset()


def last_moment(school: School, day: date) -> datetime:
    """Return when a right ends whose last day this is."""
    return school.instant(day, LAST_MOMENT)


def latest_day(today: date) -> date:
    return today + LONGEST


def last_days(periods: Sequence[Period], today: date) -> Mapping[Term, date]:
    """Return the days on which the usual terms end: of school terms and years only what is still ahead."""
    days = {term: today + span for term, span in SPANS.items()}
    ends = sorted(period.ends_on for period in periods if period.ends_on > today)
    summer = school_year(today).ends_on
    year = max((day for day in ends if day <= summer), default=summer)
    if ends and ends[0] < year:
        days[Term.TERM] = ends[0]
    if year > today:
        days[Term.YEAR] = year
    return days


def extended(until: datetime | None, school: School, now: datetime) -> Mapping[Term, date]:
    """Return the last days of a right that goes on for a usual span more."""
    today = school.today(now)
    start = max(today, school.today(until)) if until else today
    return {term: min(start + span, latest_day(today)) for term, span in SPANS.items()}


def _common(one: frozenset[T] | None, other: frozenset[T] | None) -> frozenset[T] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
