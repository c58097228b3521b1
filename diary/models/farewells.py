"""The last word to a chat in which a person hears no more."""

ACCOUNT_MOVED = "account_moved"
ACCOUNT_RECOVERED = "account_recovered"
ACCOUNT_CUT_OFF = "account_cut_off"
FAREWELLS = frozenset({ACCOUNT_MOVED, ACCOUNT_RECOVERED, ACCOUNT_CUT_OFF})
"""Notices that go out although nobody hears there any more."""
