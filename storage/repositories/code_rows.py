"""How a line of the list of codes is read from its row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func

from diary.models.codes import CodeState, CodeSummary
from diary.models.people import Name, Role
from storage.schema import access_code, staff, student

SUMMARY_COLUMNS = (
    access_code.c.id,
    access_code.c.role,
    access_code.c.label,
    func.coalesce(student.c.external_id, staff.c.external_id),
    func.coalesce(student.c.family_name, staff.c.family_name),
    func.coalesce(student.c.given_name, staff.c.given_name),
    func.coalesce(student.c.patronymic, staff.c.patronymic),
    access_code.c.issued_at,
    access_code.c.expires_at,
    access_code.c.spent_at,
    access_code.c.revoked_at,
    access_code.c.burned_at,
    access_code.c.reserved_until,
)


def summary_of(row: Sequence[Any], now: datetime) -> CodeSummary:
    """Read what was selected as SUMMARY_COLUMNS."""
    key, role, label, owner, family, given, patronymic, issued_at, expires_at, *moments = row
    return CodeSummary(
        id=key,
        role=Role(role),
        label=label,
        owner=owner or "",
        name=None if owner is None else Name(family_name=family, given_name=given, patronymic=patronymic),
        state=_state(expires_at, now, *moments),
        issued_at=issued_at,
        expires_at=expires_at,
    )


def _state(
    expires_at: datetime,
    now: datetime,
    spent_at: datetime | None,
    revoked_at: datetime | None,
    burned_at: datetime | None,
    reserved_until: datetime | None,
) -> CodeState:
    ended = ((spent_at, CodeState.SPENT), (revoked_at, CodeState.REVOKED), (burned_at, CodeState.BURNED))
    for moment, state in ended:
        if moment is not None:
            return state
    if reserved_until is not None and reserved_until > now:
        return CodeState.RESERVED
    return CodeState.EXPIRED if expires_at <= now else CodeState.OPEN
