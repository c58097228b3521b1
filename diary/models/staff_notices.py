"""Notices for those who work at the school: who has left it meanwhile is told nothing."""

from collections.abc import Mapping

from diary.models.people import Role

_OFFICE = frozenset({Role.OFFICE})
HEARD_AS: Mapping[str, frozenset[Role]] = {
    "code_alarm": _OFFICE,
    "chat_blocked": _OFFICE,
    "undelivered": _OFFICE,
    "request_sent": _OFFICE,
    "request_answered": _OFFICE,
    "request_waiting": _OFFICE,
    "cut_off_told": _OFFICE,
    "staff_unlinked": _OFFICE,
    "new_links": frozenset({Role.TEACHER}),
}
"""As what they are heard, by a notice's `what`; others need a right on their student, if they have one."""
