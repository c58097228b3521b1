"""Averages around the grades that messages show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Op
from diary.models.ids import EntryId, StudentId, SubjectId
from diary.models.notifications import Averages
from diary.rules.averages import GradeState, average
from diary.rules.scales import numeric
from storage.schema import entry, entry_revision


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
class _Row:
    moment: int
    entry_id: int
    revision: int
    day: date | None
    op: str
    details: dict[str, Any]


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
        rows: dict[tuple[int, int], list[_Row]] = defaultdict(list)
        for row in await self._connection.execute(self._query(grades)):
            rows[row[0], row[1]].append(_Row(row[2], row[3], row[4], row[5], row[6], row[7]["details"]))
        history = GradeHistory()
        for grade in grades:
            states = self._states(grade, rows[grade.student_id, grade.subject_id])
            if states is not None:
                history.grades[grade.entry_id] = states
        return history

    def _query(self, grades: Sequence[ShownGrade]) -> Select[Any]:
        terms = {term.external_id: term for grade in grades if (term := self._term(grade.day))}
        within = [and_(entry.c.date >= term.start, entry.c.date <= term.end) for term in terms.values()]
        query = (
            select(
                entry.c.student_id,
                entry.c.subject_id,
                entry_revision.c.id,
                entry_revision.c.entry_id,
                entry_revision.c.revision,
                entry.c.date,
                entry_revision.c.op,
                entry_revision.c.content,
            )
            .join(entry_revision, entry_revision.c.entry_id == entry.c.id)
            .where(
                entry.c.student_id.in_({grade.student_id for grade in grades}),
                entry.c.kind == bindparam("kind", "grade"),
                entry.c.subject_id.in_({grade.subject_id for grade in grades}),
            )
        )
        every_grade_has_a_term = all(self._term(grade.day) for grade in grades)
        return query.where(or_(*within)) if every_grade_has_a_term else query

    def _term(self, day: date | None) -> Term | None:
        return next((term for term in self._terms if term.holds(day)), None)

    def _states(self, grade: ShownGrade, rows: Sequence[_Row]) -> _History | None:
        """Return the grades of its term in its scale; None where it counts towards no average itself."""
        term = self._term(grade.day)
        moments = {row.revision: row.moment for row in rows if row.entry_id == grade.entry_id}
        states = [
            GradeState(row.moment, row.entry_id, self._value(row, grade.scale), _weight(row))
            for row in rows
            if term is None or term.holds(row.day)
        ]
        shown = moments.get(grade.revision)
        counts = any(one.moment == shown and one.value is not None for one in states)
        return _History(grade, moments, states) if counts else None

    def _value(self, row: _Row, scale: str) -> Decimal | None:
        if row.op == Op.WITHDRAW or (row.details.get("scale") or self._school_scale) != scale:
            return None
        return numeric(str(row.details.get("value", "")), scale)


def _weight(row: _Row) -> Decimal:
    weight = row.details.get("weight")
    return Decimal(1) if weight is None else Decimal(str(weight))
