"""Notices for those who work at the school: who has left it meanwhile is told nothing."""

from collections.abc import Mapping

from diary.models.people import Role

_OFFICE = frozenset({Role.OFFICE})
_STAFF = frozenset({Role.TEACHER, Role.OFFICE})
HEARD_AS: Mapping[str, frozenset[Role]] = {
    "code_alarm": _OFFICE,
    "chat_blocked": _OFFICE,
    "undelivered": _OFFICE,
    "letters_lost": frozenset({Role.TEACHER, Role.OFFICE}),
    "request_sent": _OFFICE,
    "request_answered": _OFFICE,
    "request_waiting": _OFFICE,
    "cut_off_told": _OFFICE,
    "staff_unlinked": _OFFICE,
    "new_links": frozenset({Role.TEACHER}),
    "absence_answer": _STAFF,
    "chat_unlinked": _STAFF,
    "order_blinded": _OFFICE,
}
"""As what they are heard, by a notice's `what`; others need a right on their student, if they have one: also
of who works at the school, as it is their family's affair."""
