"""Narrowing, widening, extending and revoking what was passed on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from diary.clock import Clock
from diary.errors import DayNotOpenError, NotEntitledError, NothingLeftError
from diary.models.delegation import Ending, TrustedCard, TrustedLink
from diary.models.deliveries import Topic
from diary.models.entries import Area
from diary.models.ids import CodeId, LinkId, PersonId, StudentId, SubjectId
from diary.models.people import Link, Scope
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.delegation import WARNED_AHEAD, given, is_empty, last_moment, latest_day, taken, within
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.delegation.ending import end_trusted
from diary.services.delegation.notices import CHANGED, changed_notice, revoked_notice
from diary.services.delegation.service import card_of, ward
from diary.services.telling import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationChanges:
    """By any guardian of the child; raises NotEntitledError for others. The holder hears of every change.

    Each says how it shall be, so that a second tap changes nothing.
    """

    storage: Storage
    clock: Clock
    timing: Timing

    async def open_area(
        self, person_id: PersonId, link_id: LinkId, area: Area, *, wanted: bool
    ) -> TrustedCard:
        """Give or take an area; raises NothingLeftError where it is the last one."""
        change = given if wanted else taken
        return await self._rescope(person_id, link_id, lambda scope: change(scope, area))

    async def open_subject(
        self, person_id: PersonId, link_id: LinkId, subject_id: SubjectId, *, wanted: bool
    ) -> TrustedCard:
        """Give or take one of the subjects named; raises NothingLeftError where it is the last one."""

        def changed(scope: Scope) -> Scope:
            if scope.subjects is None:
                raise NotEntitledError
            one = frozenset({subject_id})
            return replace(scope, subjects=scope.subjects | one if wanted else scope.subjects - one)

        return await self._rescope(person_id, link_id, changed)

    async def let_write(self, person_id: PersonId, link_id: LinkId, *, wanted: bool) -> TrustedCard:
        return await self._rescope(person_id, link_id, lambda scope: replace(scope, may_write=wanted))

    async def set_last_day(self, person_id: PersonId, link_id: LinkId, day: date) -> TrustedCard:
        """Extend or shorten it; raises DayNotOpenError."""
        now = self.clock.now()
        today = self.timing.school.today(now)
        if not today <= day <= latest_day(today):
            raise DayNotOpenError
        async with self.storage.write() as uow:
            card = await card_of(uow, person_id, link_id, now)
            giver = (await ward(uow, person_id, card.link.student_id, now))[1]
            until = last_moment(self.timing.school, day)
            until = min(until, giver.valid_until or until)
            if until != card.link.valid_until:
                await uow.delegations.set_until(link_id, until)
                if until - now <= WARNED_AHEAD:
                    await uow.delegations.mark_end_told(link_id, until)
                card = replace(card, link=replace(card.link, valid_until=until))
                await self._note(uow, person_id, card, now)
            await uow.commit()
        return card

    async def revoke(self, person_id: PersonId, link_id: LinkId) -> TrustedCard:
        """End it; what is queued for its holder is cancelled."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            card = await card_of(uow, person_id, link_id, now)
            link = card.link
            if not await end_trusted(uow, self.timing, [link], why=Ending.REVOKED, by=person_id, now=now):
                raise NotEntitledError
            giver = (await ward(uow, person_id, link.student_id, now))[1]
            if link.granted_by not in {None, person_id}:
                notice = revoked_notice(card.student, link, giver.label)
                await tell(uow, self.timing, notice, [PersonId(link.granted_by or 0)], now=now)
            await uow.commit()
        return card

    async def revoke_code(self, person_id: PersonId, code_id: CodeId) -> StudentId:
        """Make a delegated code worthless that nobody has redeemed; return whose it was."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            code = await uow.delegations.code(code_id, now=now)
            if code is None:
                raise NotEntitledError
            await ward(uow, person_id, code.student_id, now)
            revoked = await uow.code_ends.revoke([code_id], now=now)
            if not revoked:
                raise NotEntitledError
            await log_revoked(uow, revoked, by=person_id, now=now)
            await uow.commit()
        return code.student_id

    async def _rescope(
        self, person_id: PersonId, link_id: LinkId, change: Callable[[Scope], Scope]
    ) -> TrustedCard:
        now = self.clock.now()
        async with self.storage.write() as uow:
            card = await card_of(uow, person_id, link_id, now)
            giver = (await ward(uow, person_id, card.link.student_id, now))[1]
            scope = _changed(card.link, giver, change)
            if scope != card.link.scope:
                await uow.delegations.set_scope(link_id, scope)
                card = replace(card, link=replace(card.link, scope=scope))
                await self._note(uow, person_id, card, now)
            await uow.commit()
        return card

    async def _note(self, uow: UnitOfWork, person_id: PersonId, card: TrustedCard, now: datetime) -> None:
        """Have the holder hear what it is now, once for several changes in a row."""
        link = card.link
        last_day = self.timing.school.today(link.valid_until) if link.valid_until else None
        older = await uow.delegations.untold(CHANGED, link.person_id, link.student_id)
        await uow.outbox.cancel_queued(Topic.NOTICE, older)
        names = await uow.delegations.named([link.scope])
        notice = changed_notice(card.student, link.scope, names, last_day)
        await tell(uow, self.timing, notice, [link.person_id], now=now)
        record = AuditRecord(
            action="link_changed",
            actor_id=person_id,
            person_id=link.person_id,
            student_id=link.student_id,
            subject_id=link.id,
        )
        await uow.audit.add(record, now=now)


def _changed(link: TrustedLink, giver: Link, change: Callable[[Scope], Scope]) -> Scope:
    scope = within(change(link.scope), giver.scope)
    if is_empty(scope):
        raise NothingLeftError
    return scope
