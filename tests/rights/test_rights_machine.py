"""Whatever happens to rights, in any order: nobody is ever sent what they had no right to at that moment."""

import asyncio
import contextlib
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from diary.models.entries import Area, Details, Draft, Kind
from diary.models.ids import CodeId
from diary.models.people import Role
from tests.rights.ledger import Grant, Ledger, Told, Tries
from tests.rights.world import STUDENTS, SUBJECTS, USERS, World, school_at_work
from tests.support.code_log import unlogged
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.engines import both_engines
from tests.support.journal import TODAY

LABELS = ("мама", "папа", "")
MARKED = {Kind.GRADE: "comment", Kind.TEST: "title", Kind.HOMEWORK: "text", Kind.ANNOUNCEMENT: "text"}
"""Where an entry's mark stands."""

DETAILS: dict[Kind, Details] = {
    Kind.GRADE: {"value": "5"},
    Kind.TEST: {},
    Kind.HOMEWORK: {},
    Kind.ANNOUNCEMENT: {"title": "Новость"},
}
MOST_CODES = 15
MOST_BARRED = 2
Template = SqliteTemplate | PostgresTemplate
students = st.sampled_from(STUDENTS)
users = st.sampled_from(USERS)


@dataclass(slots=True)
class Code:
    """A code that was issued, as whoever made it knows it."""

    id: CodeId
    secret: str
    grant: Grant
    label: str
    expires_at: datetime
    alive: bool = True

    def opens(self, now: datetime) -> bool:
        return self.alive and now < self.expires_at and (self.grant.until is None or now < self.grant.until)


class RightsMachine(RuleBasedStateMachine):
    """Rules change rights and push entries; after each, what has arrived is held against the ledger."""

    template: ClassVar[Template]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.world: World = self.run(self.stack.enter_async_context(school_at_work(self.template)))
        self.ledger = Ledger(grants=self.world.first_grants())
        self.codes: list[Code] = []
        self.gone: set[str] = set()
        self.tries = Tries()
        self.barred: set[tuple[int, str]] = set()

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(doing)

    @property
    def now(self) -> datetime:
        return self.world.clock.now()

    @rule(
        student=students, role=st.sampled_from([Role.GUARDIAN, Role.STUDENT]), label=st.sampled_from(LABELS)
    )
    def issue(self, student: str, role: Role, label: str) -> None:
        if student in self.gone:
            return
        issued = self.run(self.world.codes.issue(role=role, student_external=student, label=label))
        for code in self.codes:
            same = (code.grant.student, code.grant.role, code.label) == (student, role, label)
            code.alive = code.alive and not same
        grant = Grant(user=0, student=student, role=role, label=label)
        self.codes.append(Code(issued.id, issued.code, grant, label, issued.expires_at))

    @precondition(lambda self: self.codes)
    @rule(user=users, which=st.integers(0, 99))
    def redeem(self, user: int, which: int) -> None:
        code = self.codes[which % len(self.codes)]
        is_own = code.opens(self.now) and self.ledger.is_for_another(code.grant, user, self.now)
        may_try = self.tries.may(user, self.now)
        barred = (user, code.grant.student) in self.barred
        opens = code.opens(self.now) and not is_own and not barred and may_try
        assert self.run(self.world.redeem(code.secret, user)) == opens
        if opens:
            code.alive = False
            self.ledger.give(replace(code.grant, code=code.id), user)
        elif may_try and not is_own and not self.ledger.is_used(code.id, user, self.now):
            self.tries.failed(user, self.now)

    @precondition(lambda self: self.codes)
    @rule(which=st.integers(0, 99))
    def revoke_code(self, which: int) -> None:
        code = self.codes[which % len(self.codes)]
        self.run(self.world.revoke_code(code.id))
        code.alive = False

    @rule(
        which=st.integers(0, 99),
        area=st.sampled_from([Area.GRADES, Area.HOMEWORK]),
        days=st.sampled_from([0, 2, 30]),
    )
    def delegate(self, which: int, area: Area, days: int) -> None:
        guardians = self.ledger.alive(self.now, Role.GUARDIAN)
        if not guardians or len(self.codes) > MOST_CODES:
            return
        giver = guardians[which % len(guardians)]
        kinds = Area.TESTS.kinds | area.kinds
        label = f"№ {len(self.codes)}"
        issued = self.run(self.world.delegate(giver.user, giver.student, kinds, days=days, label=label))
        grant = Grant(
            user=0,
            student=giver.student,
            role=Role.TRUSTED,
            kinds=kinds,
            subjects=frozenset({"alg"}),
            until=self.world.last_moment(days),
            granted_by=giver.user,
        )
        self.codes.append(Code(issued.id, issued.code, grant, label, issued.expires_at))

    @rule(which=st.integers(0, 99), whose=st.integers(0, 99))
    def take_away_tests(self, which: int, whose: int) -> None:
        found = self._trusted_and_guardian(which, whose)
        if found:
            trusted, guardian = found
            self.run(self.world.take(guardian.user, trusted.user, trusted.student, Area.TESTS))
            trusted.kinds = (trusted.kinds or frozenset()) - Area.TESTS.kinds
            self.look()

    @rule(which=st.integers(0, 99), whose=st.integers(0, 99))
    def revoke_what_was_passed_on(self, which: int, whose: int) -> None:
        found = self._trusted_and_guardian(which, whose)
        if found:
            trusted, guardian = found
            self.run(self.world.revoke(guardian.user, trusted.user, trusted.student))
            trusted.alive = False
            self.look()

    def _trusted_and_guardian(self, which: int, whose: int) -> tuple[Grant, Grant] | None:
        """Return a right that was passed on, and any guardian of that child."""
        trusted = self.ledger.alive(self.now, Role.TRUSTED)
        if not trusted:
            return None
        one = trusted[which % len(trusted)]
        guardians = [
            each for each in self.ledger.alive(self.now, Role.GUARDIAN) if each.student == one.student
        ]
        return (one, guardians[whose % len(guardians)]) if guardians else None

    @rule(which=st.integers(0, 99), erased=st.booleans())
    def withdraw_or_be_erased(self, which: int, erased: bool) -> None:
        user = self.world.everyone[which % len(self.world.everyone)]
        self.run(self.world.leave(user, erased=erased))
        if erased:
            # an order is kept against a person, and who was erased comes back as another
            self.barred = {one for one in self.barred if one[0] != user}
        for student in STUDENTS:
            self._end(student, user)
        self.look()

    @rule(which=st.integers(0, 99), new=users)
    def move_to_another_account(self, which: int, new: int) -> None:
        holders = sorted({one.user for one in self.ledger.grants if one.holds(self.now)})
        if not holders or any(user == new for user, _ in self.barred):
            return
        old = holders[which % len(holders)]
        moves = new not in holders and self.tries.may(new, self.now)
        assert self.run(self.world.move(old, new)) == moves
        if moves:
            self.ledger.move(old, new)
            self.barred = {(new if user == old else user, student) for user, student in self.barred}
            for code in self.codes:
                code.grant.granted_by = new if code.grant.granted_by == old else code.grant.granted_by
        self.look()

    @rule(which=st.integers(0, 99))
    def keep_out(self, which: int) -> None:
        guardians = self.ledger.alive(self.now, Role.GUARDIAN)
        if guardians and len(self.barred) < MOST_BARRED:
            one = guardians[which % len(guardians)]
            self.run(self.world.keep_out(one.user, one.student))
            self.barred.add((one.user, one.student))
            self._end(one.student, one.user)
            for code in self.codes:
                # what was issued under their label was meant for them
                same = (code.grant.student, code.label) == (one.student, one.label) and code.label
                code.alive = code.alive and not (same and code.grant.role is Role.GUARDIAN)
            self.look()

    def _end(self, student: str, user: int | None = None) -> None:
        """End rights, and the codes that hang on them."""
        self.ledger.end(student, user)
        for code in self.codes:
            if code.grant.student == student and user in (None, code.grant.granted_by):
                code.alive = False

    @rule(student=students)
    def leave_or_return(self, student: str) -> None:
        leaves = student not in self.gone
        self.run(self.world.enrol(student, removed=leaves))
        if leaves:
            self.gone.add(student)
            self._end(student)
        else:
            self.gone.discard(student)
        self.look()

    @rule(student=students, subject=st.sampled_from(SUBJECTS), kind=st.sampled_from([Kind.GRADE, Kind.TEST]))
    def push_for_a_child(self, student: str, subject: str, kind: Kind) -> None:
        if student not in self.gone:
            self._push(kind, subject, student=student)

    @rule(
        subject=st.sampled_from([*SUBJECTS, None]), kind=st.sampled_from([Kind.HOMEWORK, Kind.ANNOUNCEMENT])
    )
    def push_for_the_class(self, subject: str | None, kind: Kind) -> None:
        self._push(kind, subject)

    def _push(self, kind: Kind, subject: str | None, *, student: str | None = None) -> None:
        """Push an entry about one child, or about the whole class."""
        mark = f"знак{len(self.ledger.pushed)}."
        about = frozenset(STUDENTS) - self.gone if student is None else frozenset({student})
        draft = Draft(
            external_id=mark,
            kind=kind,
            student=student,
            class_=None if student else "7b",
            subject=subject,
            day=TODAY,
            details={**DETAILS[kind], MARKED[kind]: mark},
        )
        self.run(self.world.engine.push(draft))
        self.ledger.push(Told(mark=mark, kind=kind, students=about, subject=subject), self.now)
        self.look()

    @rule(seconds=st.sampled_from([5, 30, 3600, 3 * 86_400, 13 * 86_400]))
    def pass_time(self, seconds: int) -> None:
        self.world.clock.advance(seconds=seconds)
        self.ledger.look(self.now)
        self.look()

    def look(self) -> None:
        """Let go out what may, and see that each of it was for whom it went to."""
        self.ledger.look(self.now)
        self.run(self.world.pass_time(seconds=0))
        for user in self.world.everyone:
            for text in self.run(self.world.unread(user)):
                self.ledger.heard(user, text, self.now)
        assert self.run(unlogged(self.world.engine.storage)) == []

    def teardown(self) -> None:
        """Nothing was lost, either: who had a right all the time has got it."""
        with contextlib.closing(self.runner):
            try:
                self.world.clock.advance(days=1)
                self.look()
                for _ in range(len(self.ledger.pushed)):
                    # one chat gets a message a second
                    self.world.clock.advance(seconds=2)
                    self.look()
                assert self.ledger.debts() == []
            finally:
                self.run(self.stack.aclose())


engine_name = both_engines


@pytest.fixture
def template(engine_name: str, request: pytest.FixtureRequest) -> Template:
    name = "postgres_template" if engine_name == "postgresql" else "sqlite_template"
    found: Template = request.getfixturevalue(name)
    return found


def test_nobody_is_sent_what_they_have_no_right_to_and_nothing_is_lost(template: Template) -> None:
    class Machine(RightsMachine):
        pass

    Machine.template = template
    budget = settings(
        max_examples=10,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    run_state_machine_as_test(Machine, settings=budget)
