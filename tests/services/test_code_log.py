"""However a code dies, the log says so, once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from diary.models.codes import CodeState, IssuedCode
from diary.models.delegation import Delegation, Preset
from diary.models.people import Role
from diary.models.roster import RosterItem, Section
from diary.models.school import School
from diary.rules.delegation import preset_scope
from diary.rules.timing import Timing
from diary.services.codes import CodesService
from diary.services.custody import CustodyService
from diary.services.delegation import DelegationService
from diary.services.first_office import FirstOfficeService
from diary.services.privacy import PrivacyService
from diary.services.recovery import RecoveryService
from diary.services.requests.granting import Granting
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.code_log import unlogged
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import Sample
from tests.support.shown import account_of, link_of

engine_name = both_engines


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The ways in which codes die."""

    storage: SqlStorage
    clock: FrozenClock
    sample: Sample
    codes: CodesService
    delegation: DelegationService
    custody: CustodyService
    privacy: PrivacyService
    recovery: RecoveryService
    roster: RosterService
    first_office: FirstOfficeService

    async def waiting(self) -> None:
        """Leave one unspent code of each sort lying about."""
        for student in ("s1", "s2"):
            await self.codes.issue(role=Role.GUARDIAN, student_external=student, label="мама")
            await self.codes.issue(role=Role.STUDENT, student_external=student)
        await self.codes.issue(role=Role.TEACHER, staff_external="t2")
        mother = await account_of(self.storage, self.sample.mother)
        await self.recovery.hand_over(mother)
        scope = preset_scope(Preset.NANNY, None, may_write=False)
        last_day = (self.clock.now() + timedelta(days=14)).date()
        wanted = Delegation(student_id=self.sample.petr, scope=scope, last_day=last_day, label="няня")
        await self.delegation.delegate(mother.person_id, wanted)
        await self.first_office.issue()

    async def replace(self) -> None:
        await self.codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")

    async def replace_the_first_office_code(self) -> None:
        await self.first_office.issue()

    async def order(self) -> None:
        office = await account_of(self.storage, self.sample.office)
        link = await link_of(self.storage, self.sample.mother, self.sample.petr)
        await self.custody.keep_out(office, link, "Решение суда № 2-1234")

    async def theft(self) -> None:
        office = await account_of(self.storage, self.sample.office)
        await self.recovery.cut_off(office, self.sample.petr, self.sample.mother.person)

    async def withdraw(self) -> None:
        await self.privacy.withdraw(await account_of(self.storage, self.sample.mother))

    async def student_leaves(self) -> None:
        await self.roster.put({Section.STUDENTS: [RosterItem(id="s1", removed=True)]})

    async def teacher_leaves(self) -> None:
        await self.roster.put({Section.STAFF: [RosterItem(id="t2", removed=True)]})


@pytest.fixture
def ways(
    storage: SqlStorage,
    clock: FrozenClock,
    school: School,
    timing: Timing,
    verifiers: Verifiers,
    sample: Sample,
    codes: CodesService,
    delegation: DelegationService,
) -> Ways:
    granting = Granting(verifiers=verifiers, bot_username=lambda: "diary_bot")
    return Ways(
        storage=storage,
        clock=clock,
        sample=sample,
        codes=codes,
        delegation=delegation,
        custody=CustodyService(storage=storage, clock=clock, timing=timing),
        privacy=PrivacyService(storage=storage, clock=clock, timing=timing),
        recovery=RecoveryService(storage=storage, clock=clock, timing=timing, granting=granting),
        roster=RosterService(storage=storage, clock=clock, timing=timing),
        first_office=FirstOfficeService(storage=storage, clock=clock, verifiers=verifiers),
    )


@pytest.mark.parametrize(
    ("way", "dead"),
    [
        (Ways.replace, 1),
        (Ways.replace_the_first_office_code, 1),
        (Ways.order, 2),
        (Ways.theft, 2),
        (Ways.withdraw, 2),
        (Ways.student_leaves, 3),
        (Ways.teacher_leaves, 1),
    ],
)
async def test_however_a_code_dies_the_log_says_so(
    ways: Ways, storage: SqlStorage, way: Callable[[Ways], Awaitable[None]], dead: int
) -> None:
    await ways.waiting()
    assert await revoked(storage) == 0

    await way(ways)

    assert await revoked(storage) == dead
    assert await unlogged(storage) == []


async def test_a_code_that_had_expired_does_not_die_again(
    ways: Ways, storage: SqlStorage, clock: FrozenClock
) -> None:
    expired: IssuedCode = await ways.codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")
    clock.set(expired.expires_at)

    await ways.replace()

    assert [one.state for one in await ways.codes.list()] == [CodeState.OPEN, CodeState.EXPIRED]
    assert await unlogged(storage) == []


async def revoked(storage: SqlStorage) -> int:
    return sum(one.revoked_at is not None for one in await rows(storage, schema.access_code))
