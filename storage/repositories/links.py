"""How a right on a student is read from its row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from diary.models.entries import Kind
from diary.models.ids import SubjectId
from diary.models.people import EVERYTHING, Link, Role, Scope
from storage.schema import link, mailbox

LINK_COLUMNS = (
    link.c.id,
    link.c.person_id,
    link.c.student_id,
    link.c.role,
    link.c.label,
    link.c.kinds,
    link.c.subjects,
    link.c.may_write,
    link.c.valid_until,
    link.c.created_at,
)


def live_link(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the one rule of which links are in force; a parameter lets a query be made once."""
    return and_(link.c.revoked_at.is_(None), or_(link.c.valid_until.is_(None), link.c.valid_until > now))


def heard_in_chat() -> ColumnElement[bool]:
    """Return which links bring a child's diary into a mailbox: into a family's group only its guardians'."""
    return or_(mailbox.c.private, link.c.role == Role.GUARDIAN)


def scope_of(kinds: Sequence[str] | None, subjects: Sequence[int] | None, may_write: bool) -> Scope:  # noqa: FBT001 - a column
    if kinds is None and subjects is None and may_write:
        return EVERYTHING
    return Scope(
        kinds=None if kinds is None else frozenset(Kind(kind) for kind in kinds),
        subjects=None if subjects is None else frozenset(SubjectId(subject) for subject in subjects),
        may_write=may_write,
    )


def link_of(row: Sequence[Any]) -> Link:
    """Read what was selected as LINK_COLUMNS."""
    key, person, student, role, label, kinds, subjects, may_write, valid_until, created_at = row
    return Link(
        id=key,
        person_id=person,
        student_id=student,
        role=Role(role),
        label=label,
        scope=scope_of(kinds, subjects, may_write),
        valid_until=valid_until,
        created_at=created_at,
    )
