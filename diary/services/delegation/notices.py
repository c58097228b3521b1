"""What those concerned hear of a delegated right."""

from datetime import date

from diary.models.delegation import Ending, Subjects, TrustedLink
from diary.models.deliveries import Lane
from diary.models.entries import Json
from diary.models.farewells import TRUSTED_ENDED
from diary.models.ids import LinkId
from diary.models.people import Scope, Student
from diary.services.telling import Notice, student_data

LINKED = "trusted_linked"
"""To guardians. `giver`: the label of the guardian who gave it; None: the reader did."""

CHANGED = "trusted_changed"
"""To the holder: what is open to them from now on."""

ENDING = "trusted_ending"
"""To the holder, days ahead."""

ENDING_SOON = "trusted_ending_soon"
"""To the guardian who gave it, at the same time."""

ENDED = TRUSTED_ENDED
"""To the holder. About no student: whose right has ended must still hear that."""

REVOKED = "trusted_revoked"
"""To the guardian who gave it: another guardian took it back."""


def scope_data(scope: Scope, names: Subjects) -> dict[str, Json]:
    kinds: Json = None if scope.kinds is None else [kind.value for kind in sorted(scope.kinds)]
    subjects: Json = None
    if scope.subjects is not None:
        subjects = [name for key, name in names.items() if key in scope.subjects]
    return {"kinds": kinds, "subjects": subjects, "may_write": scope.may_write}


def linked_notice(
    student: Student,
    link_id: LinkId,
    *,
    label: str,
    scope: Scope,
    names: Subjects,
    last_day: date,
    giver: str | None,
) -> Notice:
    data = {
        **student_data(student),
        "link": link_id,
        "label": label,
        "scope": scope_data(scope, names),
        "until": last_day.isoformat(),
        "giver": giver,
    }
    return Notice(what=LINKED, data=data, student_id=student.id)


def changed_notice(student: Student, scope: Scope, names: Subjects, last_day: date | None) -> Notice:
    """Wait with it a little: several taps in a row are one change."""
    data = {
        **student_data(student),
        "scope": scope_data(scope, names),
        "until": last_day.isoformat() if last_day else None,
    }
    return Notice(what=CHANGED, data=data, lane=Lane.PLANS, student_id=student.id)


def ending_notice(student: Student, last_day: date) -> Notice:
    data = {**student_data(student), "until": last_day.isoformat()}
    return Notice(what=ENDING, data=data, student_id=student.id)


def ending_soon_notice(student: Student, link: TrustedLink, last_day: date) -> Notice:
    data = {
        **student_data(student),
        "link": link.id,
        "label": link.label,
        "until": last_day.isoformat(),
    }
    return Notice(what=ENDING_SOON, data=data, student_id=student.id)


def ended_notice(student: Student, why: Ending) -> Notice:
    return Notice(what=ENDED, data={**student_data(student), "why": why.value})


def revoked_notice(student: Student, link: TrustedLink, by: str) -> Notice:
    data = {**student_data(student), "label": link.label, "by": by}
    return Notice(what=REVOKED, data=data, student_id=student.id)
