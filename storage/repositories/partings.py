"""What is left to those who are told that a right of theirs has ended, at the moment when they are told."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.farewells import CHILD_LEFT, FAREWELLS, PARTINGS, STAFF_LEFT
from storage.repositories.letters import NoticeRow
from storage.repositories.links import live_link
from storage.schema import link, staff_role


@dataclass(slots=True)
class Held:
    students: set[int] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


async def load_held(
    connection: AsyncConnection, notices: Collection[NoticeRow], *, now: datetime
) -> Mapping[int, Held]:
    """Return what the readers of partings have a right to now, by person."""
    held: dict[int, Held] = defaultdict(Held)
    persons = {row.person_id for row in notices if row.content.what in PARTINGS}
    if not persons:
        return held
    links = select(link.c.person_id, link.c.student_id, null()).where(
        link.c.person_id.in_(persons), live_link(now)
    )
    roles = select(staff_role.c.person_id, null(), staff_role.c.role).where(
        staff_role.c.person_id.in_(persons), staff_role.c.revoked_at.is_(None)
    )
    for person_id, student_id, role in await connection.execute(union_all(links, roles)):
        if role is None:
            held[person_id].students.add(student_id)
        else:
            held[person_id].roles.add(role)
    return held


def is_over(row: NoticeRow, held: Held) -> bool:
    """Whether a notice of who left is true no longer: a new code has given its reader back what had ended."""
    if row.content.what == CHILD_LEFT:
        return row.about in held.students
    return row.content.what == STAFF_LEFT and held.roles.issuperset(_lost(row))


def _lost(row: NoticeRow) -> set[str]:
    roles = row.content.data.get("roles")
    return {str(role) for role in roles} if isinstance(roles, list) else set()


def is_last(row: NoticeRow, held: Held) -> bool:
    """Whether the reader's keyboard goes with it: with the last right on a child, whoever is staff too."""
    what = row.content.what
    if what == STAFF_LEFT and held.roles:
        return False
    return what in FAREWELLS or (what in PARTINGS and not held.students)
