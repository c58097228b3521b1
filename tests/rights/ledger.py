"""What everybody has a right to, kept beside the product by rules of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from diary.models.entries import Kind
from diary.models.people import Role

MARK = re.compile(r"знак\d+\.")


@dataclass(slots=True, kw_only=True)
class Grant:
    """A right that somebody's account holds on a student."""

    user: int
    student: str
    role: Role = Role.GUARDIAN
    label: str = ""
    kinds: frozenset[Kind] | None = None
    subjects: frozenset[str] | None = None
    until: datetime | None = None
    granted_by: int | None = None
    """The guardian's account; None: the school."""

    code: int | None = None
    """The code that gave it."""

    alive: bool = True

    def holds(self, now: datetime) -> bool:
        return self.alive and (self.until is None or now < self.until)

    def covers(self, told: "Told") -> bool:
        return (
            self.student in told.students
            and (self.kinds is None or told.kind in self.kinds)
            and (self.subjects is None or told.subject in self.subjects)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry that was pushed. Its mark stands in its text, and nowhere else."""

    mark: str
    kind: Kind
    students: frozenset[str]
    subject: str | None


@dataclass(slots=True, kw_only=True)
class Ledger:
    grants: list[Grant]
    pushed: dict[str, Told] = field(default_factory=dict)
    owed: dict[str, set[tuple[int, str]]] = field(default_factory=dict)
    """By mark: who had a right on which student when it was pushed, and has had it ever since."""

    had: set[tuple[str, int]] = field(default_factory=set)
    """Who was told of which mark."""

    def entitled(self, told: Told, user: int, now: datetime) -> bool:
        return any(grant.user == user and grant.holds(now) and grant.covers(told) for grant in self.grants)

    def alive(self, now: datetime, role: Role) -> list[Grant]:
        return [grant for grant in self.grants if grant.role is role and grant.holds(now)]

    def is_used(self, code: int, user: int, now: datetime) -> bool:
        """Whether this account has what it has by this very code."""
        return any(one.holds(now) and (one.user, one.code) == (user, code) for one in self.grants)

    def is_for_another(self, code: Grant, user: int, now: datetime) -> bool:
        """Whether a code gives this account nothing but what it has, or would make a student sign."""
        own = {one.role: one for one in self.grants if one.holds(now) and self._same(one, code, user)}
        if code.role is Role.GUARDIAN and Role.GUARDIAN not in own:
            return Role.STUDENT in own
        guardian = own.get(Role.GUARDIAN)
        theirs = code.role is Role.GUARDIAN and guardian is not None and guardian.label == code.label != ""
        return guardian is not None and not theirs

    def _same(self, grant: Grant, code: Grant, user: int) -> bool:
        return (grant.user, grant.student) == (user, code.student)

    def give(self, grant: Grant, user: int) -> None:
        """Give it; it takes the place of what they were trusted with, others' are had once."""
        same = [
            one
            for one in self.grants
            if one.alive and (one.user, one.student, one.role) == (user, grant.student, grant.role)
        ]
        if same and grant.role is not Role.TRUSTED:
            return
        for one in self.grants:
            trusted = one.role is Role.TRUSTED and self._same(one, grant, user)
            one.alive = one.alive and not (trusted and grant.role is not Role.STUDENT)
        self.grants.append(replace(grant, user=user))

    def end(self, student: str, user: int | None = None) -> None:
        """End all grants on a student, or one account's and what they have passed on."""
        for grant in self.grants:
            if grant.student == student and user in (None, grant.user, grant.granted_by):
                grant.alive = False

    def move(self, old: int, new: int) -> None:
        """Make all that was one account's another's: what is owed to it too, and what it was told."""
        for grant in self.grants:
            grant.user = new if grant.user == old else grant.user
            grant.granted_by = new if grant.granted_by == old else grant.granted_by
        for mark, rights in self.owed.items():
            self.owed[mark] = {(new if user == old else user, student) for user, student in rights}
        self.had |= {(mark, new) for mark, user in self.had if user == old}

    def push(self, told: Told, now: datetime) -> None:
        self.pushed[told.mark] = told
        self.owed[told.mark] = set(self._rights(told, now))

    def _rights(self, told: Told, now: datetime) -> Iterator[tuple[int, str]]:
        return ((one.user, one.student) for one in self.grants if one.holds(now) and one.covers(told))

    def look(self, now: datetime) -> None:
        """Forget what is owed for a right that is no more."""
        for mark, told in self.pushed.items():
            self.owed[mark] &= set(self._rights(told, now))

    def heard(self, user: int, text: str, now: datetime) -> None:
        """Take note of a message; assert that all that it tells was for this account, and new to it."""
        for mark in MARK.findall(text):
            assert self.entitled(self.pushed[mark], user, now), f"{user} was told of {mark}"
            assert (mark, user) not in self.had, f"{user} was told of {mark} twice"
            self.had.add((mark, user))

    def debts(self) -> list[tuple[str, int]]:
        """Return who was not told of what."""
        return sorted(
            (mark, user)
            for mark, rights in self.owed.items()
            for user, _ in rights
            if (mark, user) not in self.had
        )


@dataclass(slots=True)
class Tries:
    """Failed tries at codes: five an hour an account."""

    at: dict[int, list[datetime]] = field(default_factory=dict)

    def failed(self, user: int, now: datetime) -> None:
        self.at.setdefault(user, []).append(now)

    def may(self, user: int, now: datetime) -> bool:
        return sum(now - moment < timedelta(hours=1) for moment in self.at.get(user, ())) < 5
