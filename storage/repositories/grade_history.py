"""Averages around the grades that messages show."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Kind, Op
from diary.models.ids import EntryId, StudentId, SubjectId
from diary.models.notifications import Averages
from diary.rules.averages import GradeState, average
from diary.rules.scales import numeric
from storage.schema import entry, entry_revision

_content = entry_revision.c.content
_FACTS = ("value", "weight", "scale")
_TEXTS: dict[str, ColumnElement[str]] = {
    # reading these three out of it costs the engine less than Python, which would read all of it
    "sqlite": func.json_extract(_content, *(f"$.details.{name}" for name in _FACTS), type_=Text),
    "postgresql": cast(func.json_build_array(*(_content["details"][name] for name in _FACTS)), Text),
}


@dataclass(frozen=True, slots=True)
class _Queries:
    ever: Select[Any]
    within: Select[Any]


def _queries(facts: ColumnElement[str]) -> _Queries:
    ever = (
        select(
            entry.c.student_id,
            entry.c.subject_id,
            entry_revision.c.id,
            entry_revision.c.entry_id,
            entry_revision.c.revision,
            entry.c.date,
            entry_revision.c.op,
            facts,
        )
        .join(entry_revision, entry_revision.c.entry_id == entry.c.id)
        .where(
            entry.c.student_id.in_(bindparam("students", expanding=True)),
            entry.c.kind == Kind.GRADE,
            entry.c.subject_id.in_(bindparam("subjects", expanding=True)),
        )
    )
    return _Queries(ever, ever.where(entry.c.date.between(bindparam("start"), bindparam("end"))))


_QUERIES = {engine: _queries(facts) for engine, facts in _TEXTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    external_id: str
    name: str
    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGrade:
    """A grade in the revision shown, and the last one that was told."""

    entry_id: EntryId
    student_id: StudentId
    subject_id: SubjectId
    day: date | None
    scale: str
    revision: int
    told_revision: int


@dataclass(frozen=True, slots=True)
class _History:
    grade: ShownGrade
    moments: dict[int, int]
    states: list[GradeState]

    def around(self, before: int | None) -> Averages:
        told = self.moments[self.grade.told_revision]
        mine = [one for one in self.states if one.entry_id == self.grade.entry_id]
        others = [one for one in self.states if one.entry_id != self.grade.entry_id and one.moment < told]
        earlier = [] if before is None else [one for one in mine if one.moment == self.moments.get(before)]
        return Averages(
            before=average([*others, *earlier], up_to=told),
            after=average(self.states, up_to=self.moments[self.grade.revision]),
            since=told,
            until=self.moments[self.grade.revision],
        )


@dataclass(frozen=True, slots=True)
class GradeHistory:
    """Of grades that were loaded together."""

    grades: dict[EntryId, _History] = field(default_factory=dict)
    _known: dict[tuple[EntryId, int | None], Averages] = field(default_factory=dict)

    def around(self, entry_id: EntryId, before: int | None) -> Averages | None:
        """Return the mean before it was told and after, for a chat that knows its version `before`, if any.

        A version that the chat was never told is in no average of its.
        """
        history = self.grades.get(entry_id)
        if history is None:
            return None
        if (entry_id, before) not in self._known:
            self._known[entry_id, before] = history.around(before)
        return self._known[entry_id, before]


class SqlGradeHistory:
    def __init__(self, connection: AsyncConnection, school_scale: str, terms: Sequence[Term]) -> None:
        self._connection = connection
        self._school_scale = school_scale
        self._terms = terms

    async def load(self, grades: Sequence[ShownGrade]) -> GradeHistory:
        rows: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in await self._connection.execute(*self._question(grades)):
            rows[row[0], row[1]].append(row)
        history = GradeHistory()
        for grade in grades:
            states = self._states(grade, rows[grade.student_id, grade.subject_id])
            if states is not None:
                history.grades[grade.entry_id] = states
        return history

    def _question(self, grades: Sequence[ShownGrade]) -> tuple[Select[Any], dict[str, Any]]:
        parameters: dict[str, Any] = {
            "students": list({grade.student_id for grade in grades}),
            "subjects": list({grade.subject_id for grade in grades}),
        }
        terms = [self._term(grade.day) for grade in grades]
        known = [term for term in terms if term is not None]
        queries = _QUERIES[self._connection.dialect.name]
        if len(known) < len(terms):
            return queries.ever, parameters
        within = {"start": min(term.start for term in known), "end": max(term.end for term in known)}
        return queries.within, parameters | within

    def _term(self, day: date | None) -> Term | None:
        return next((term for term in self._terms if term.holds(day)), None)

    def _states(self, grade: ShownGrade, rows: Sequence[Any]) -> _History | None:
        """Return the grades of its term in its scale; None where it counts towards no average itself."""
        term = self._term(grade.day)
        moments = {row[4]: row[2] for row in rows if row[3] == grade.entry_id}
        states = [
            GradeState(row[2], row[3], *self._counted(row, grade.scale))
            for row in rows
            if term is None or term.holds(row[5])
        ]
        shown = moments.get(grade.revision)
        counts = any(one.moment == shown and one.value is not None for one in states)
        return _History(grade, moments, states) if counts else None

    def _counted(self, row: Any, scale: str) -> tuple[Decimal | None, Decimal]:
        if row[6] == Op.WITHDRAW:
            return None, Decimal(1)
        return _read(row[7], scale, self._school_scale)


# a school has few values and weights, and all of a term's are read at every grade
@lru_cache(maxsize=8192)
def _read(facts: str, scale: str, school_scale: str) -> tuple[Decimal | None, Decimal]:
    value, weight, own_scale = json.loads(facts)
    number = numeric(str(value), scale) if (own_scale or school_scale) == scale else None
    return number, Decimal(1) if weight is None else Decimal(str(weight))
