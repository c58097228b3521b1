"""The last word to a chat in which a person hears no more, or has nothing to hear of any more."""

ACCOUNT_MOVED = "account_moved"
ACCOUNT_RECOVERED = "account_recovered"
ACCOUNT_CUT_OFF = "account_cut_off"
GROUP_LEFT = "group_left"
"""Into a family's group that nobody's child is told of in any more."""

GROUP_PAUSED = "group_paused"
"""The same, where who linked it has no account until they are given one again."""

FAREWELLS = frozenset({ACCOUNT_MOVED, ACCOUNT_RECOVERED, ACCOUNT_CUT_OFF, GROUP_LEFT, GROUP_PAUSED})
"""Notices that go out although nobody hears there any more."""

CHILD_LEFT = "child_left"
"""To whose right on a student has ended with the roster: {student, trusted}.

About no student: who has no right any more must still hear that.
"""

STAFF_LEFT = "staff_left"
"""To an employee who is on the roster no longer, or has fewer roles there: {"roles"}, those that ended."""

TRUSTED_ENDED = "trusted_ended"
ACCESS_REVOKED = "access_revoked"
"""To whom the school has taken a right: `student` and `class`; not why."""

PARTINGS = FAREWELLS | {CHILD_LEFT, STAFF_LEFT, TRUSTED_ENDED, ACCESS_REVOKED}
"""Notices of an end: where it was the reader's last right, the standing keyboard goes with them."""
