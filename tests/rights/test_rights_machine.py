"""Whatever happens to rights, in any order: nobody is ever sent what they had no right to at that moment."""

import asyncio
import contextlib
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from diary.models.entries import Details, Draft, Kind
from diary.models.ids import CodeId
from diary.models.people import Role
from tests.rights.ledger import Grant, Ledger, Told
from tests.rights.world import STUDENTS, SUBJECTS, USERS, World, school_at_work
from tests.support.databases import PostgresTemplate, SqliteTemplate
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
        return self.alive and now < self.expires_at


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
        grant = Grant(user=0, student=student, role=role)
        self.codes.append(Code(issued.id, issued.code, grant, label, issued.expires_at))

    @precondition(lambda self: self.codes)
    @rule(user=users, which=st.integers(0, 99))
    def redeem(self, user: int, which: int) -> None:
        code = self.codes[which % len(self.codes)]
        opened = self.run(self.world.redeem(code.secret, user))
        assert opened == code.opens(self.now)
        if opened:
            code.alive = False
            self.ledger.give(code.grant, user)

    @precondition(lambda self: self.codes)
    @rule(which=st.integers(0, 99))
    def revoke_code(self, which: int) -> None:
        code = self.codes[which % len(self.codes)]
        self.run(self.world.revoke_code(code.id))
        code.alive = False

    @rule(student=students)
    def leave_or_return(self, student: str) -> None:
        leaves = student not in self.gone
        self.run(self.world.enrol(student, removed=leaves))
        if leaves:
            self.gone.add(student)
            self.ledger.end(student)
            for code in self.codes:
                code.alive = code.alive and code.grant.student != student
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

    def teardown(self) -> None:
        """Nothing was lost, either: who had a right all the time has got it."""
        with contextlib.closing(self.runner):
            try:
                self.world.clock.advance(days=1)
                self.look()
                assert self.ledger.debts() == []
            finally:
                self.run(self.stack.aclose())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def template(request: pytest.FixtureRequest) -> Template:
    name = "postgres_template" if request.param == "postgresql" else "sqlite_template"
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
