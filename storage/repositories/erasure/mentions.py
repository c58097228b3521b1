"""Where others were told of a person: what calls them by name there is blanked."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import PersonId
from diary.models.people import Role
from storage.schema import access_code, link, notice, request, school_class, staff, student

LONG_ENOUGH = 4
"""Characters from which a name is looked for within a longer text too."""

ROWS_AT_ONCE = 2_000
OUR_WORD = re.compile(r"[a-z_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a person is called by the school and by themselves, and on which students they ever had a right."""

    labels: frozenset[str]
    claimed: frozenset[str]
    students: frozenset[int]

    @property
    def all(self) -> frozenset[str]:
        return self.labels | self.claimed


async def names_of(connection: AsyncConnection, person_id: PersonId) -> Names:
    links = link.c.person_id == person_id
    rows = (await connection.execute(select(link.c.label, link.c.student_id).where(links))).all()
    codes = select(access_code.c.label).where(access_code.c.spent_by_id == person_id)
    labels = {row[0] for row in rows} | set(await connection.scalars(codes))
    claims = await connection.execute(
        select(request.c.claims, request.c.student_id).where(request.c.person_id == person_id)
    )
    asked = claims.all()
    claimed = {text for row in asked for text in _texts(row[0])}
    students = {row[1] for row in [*rows, *asked] if row[1] is not None}
    return Names(
        labels=frozenset(labels - {"", *Role}),
        claimed=frozenset(claimed - await _roster_words(connection, claimed)),
        students=frozenset(students),
    )


async def _roster_words(connection: AsyncConnection, words: Collection[str]) -> set[str]:
    """Return which of these are the school's to keep: names of children, staff and classes, our own words."""
    known = {word for word in words if OUR_WORD.fullmatch(word)}
    known.update(
        await connection.scalars(select(school_class.c.name).where(school_class.c.name.in_(sorted(words))))
    )
    for table in (student, staff):
        for column in (table.c.family_name, table.c.given_name, table.c.patronymic):
            known.update(await connection.scalars(select(column).where(column.in_(sorted(words)))))
    return known


async def blank_mentions(connection: AsyncConnection, names: Names) -> None:
    """Go through the notices about these students, or about none in particular."""
    if not names.all:
        return
    about = or_(notice.c.student_id.in_(sorted(names.students)), notice.c.student_id.is_(None))
    last = 0
    while True:
        query = select(notice.c.id, notice.c.data).where(about, notice.c.id > last)
        rows = (await connection.execute(query.order_by(notice.c.id).limit(ROWS_AT_ONCE))).all()
        for key, data in rows:
            blanked = _blank(data, names.all)
            if blanked != data:
                await connection.execute(update(notice).where(notice.c.id == key).values(data=blanked))
        if len(rows) < ROWS_AT_ONCE:
            return
        last = rows[-1][0]


def _blank(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, str):
        found = value in names or any(len(name) >= LONG_ENOUGH and name in value for name in names)
        return "" if found else value
    if isinstance(value, Mapping):
        return {key: _blank(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_blank(one, names) for one in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
