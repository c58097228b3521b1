"""How what was passed on is read from its rows, and written to them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from diary.models.delegation import TrustedLink, WaitingCode
from diary.models.people import EVERYTHING, Scope
from storage.repositories.links import scope_of
from storage.schema import access_code, audit, link

SEEING = ("read", "signed", "wrote")
"""What the audit says of someone who was there; that something was sent to them is no look."""

LAST_SEEN = (
    select(func.max(audit.c.at))
    .where(
        audit.c.student_id == link.c.student_id,
        audit.c.actor_id == link.c.person_id,
        audit.c.action.in_(SEEING),
        audit.c.at >= link.c.created_at,
    )
    .correlate(link)
    .scalar_subquery()
)
TRUSTED_COLUMNS = (
    link.c.id,
    link.c.person_id,
    link.c.student_id,
    link.c.granted_by_id,
    link.c.label,
    link.c.kinds,
    link.c.subjects,
    link.c.may_write,
    link.c.valid_until,
    LAST_SEEN,
)
CODE_COLUMNS = (
    access_code.c.id,
    access_code.c.student_id,
    access_code.c.label,
    access_code.c.scope,
    access_code.c.link_until,
    access_code.c.expires_at,
)


def trusted_of(row: Sequence[Any]) -> TrustedLink:
    """Read what was selected as TRUSTED_COLUMNS."""
    key, person, student, granter, label, kinds, subjects, may_write, until, seen = row
    return TrustedLink(
        id=key,
        person_id=person,
        student_id=student,
        granted_by=granter,
        label=label,
        scope=scope_of(kinds, subjects, may_write),
        valid_until=until,
        last_seen=seen,
    )


def code_of(row: Sequence[Any]) -> WaitingCode:
    """Read what was selected as CODE_COLUMNS."""
    key, student, label, scope, link_until, expires_at = row
    return WaitingCode(
        id=key,
        student_id=student,
        label=label,
        scope=read_scope(scope) or EVERYTHING,
        link_until=link_until,
        expires_at=expires_at,
    )


def kinds_of(scope: Scope) -> list[str] | None:
    return None if scope.kinds is None else sorted(kind.value for kind in scope.kinds)


def subjects_of(scope: Scope) -> list[int] | None:
    return None if scope.subjects is None else sorted(scope.subjects)


def write_scope(scope: Scope | None) -> dict[str, object] | None:
    if scope is None:
        return None
    return {"kinds": kinds_of(scope), "subjects": subjects_of(scope), "may_write": scope.may_write}


def read_scope(kept: dict[str, Any] | None) -> Scope | None:
    return None if kept is None else scope_of(kept["kinds"], kept["subjects"], kept["may_write"])
