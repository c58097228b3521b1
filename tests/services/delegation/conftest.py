"""Tests of what guardians pass on run on both engines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from diary.models.codes import IssuedCode, Linked, Newcomer
from diary.models.delegation import Delegation, Preset, TrustedLink
from diary.models.ids import BotId, ChatId, PersonId, StudentId, SubjectId, TelegramUserId
from diary.models.people import Scope
from diary.models.school import School
from diary.rules.delegation import preset_scope
from diary.services.delegation import DelegationService
from diary.services.journal import JournalService
from diary.services.linking import LinkingService
from diary.services.reading import ReadingService
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import journal_of
from tests.support.sample import BOT, Sample

NANNY = TelegramUserId(9001)
OCTOBER = date(2026, 10, 14)


engine_name = both_engines


def newcomer(user: TelegramUserId = NANNY) -> Newcomer:
    return Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=user, locale="ru")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A guardian gives codes out, and others redeem them."""

    delegation: DelegationService
    linking: LinkingService
    storage: SqlStorage
    clock: FrozenClock
    sample: Sample

    async def code(
        self,
        preset: Preset = Preset.NANNY,
        *,
        by: PersonId | None = None,
        student: StudentId | None = None,
        subjects: frozenset[SubjectId] | None = None,
        until: date = OCTOBER,
        label: str = "няня",
        may_write: bool = False,
    ) -> IssuedCode:
        wanted = Delegation(
            student_id=student or self.sample.petr,
            scope=preset_scope(preset, subjects, may_write=may_write),
            last_day=until,
            label=label,
        )
        return await self.delegation.delegate(by or self.sample.mother.person, wanted)

    async def redeem(self, secret: str, user: TelegramUserId = NANNY) -> Linked:
        held = await self.linking.redeem(secret, bot_id=BotId(BOT), user=user)
        return await self.linking.consent(held.code_id, newcomer(user))

    async def links(self, student: StudentId | None = None) -> Sequence[TrustedLink]:
        async with self.storage.read() as uow:
            return await uow.delegations.of_student(student or self.sample.petr, now=self.clock.now())

    async def nanny(self, **options: object) -> TrustedLink:
        """Give a code out, redeem it, and return the right that it gave."""
        issued = await self.code(**options)  # type: ignore[arg-type]
        await self.redeem(issued.code)
        return (await self.links())[-1]

    async def scope_of(self, person: PersonId) -> Scope | None:
        async with self.storage.read() as uow:
            links = await uow.people.links(person, now=self.clock.now())
        return links[0].scope if links else None


@pytest.fixture
def trust(
    delegation: DelegationService,
    linking: LinkingService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> Trust:
    return Trust(delegation=delegation, linking=linking, storage=storage, clock=clock, sample=sample)


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School) -> JournalService:
    return journal_of(storage, clock, school)


@pytest.fixture
def reading(storage: SqlStorage, clock: FrozenClock, school: School) -> ReadingService:
    return ReadingService(storage=storage, clock=clock, school=school)
