"""Passing a child's diary on to persons one trusts, and seeing who they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diary.clock import Clock
from diary.errors import DayNotOpenError, NotEntitledError, NothingLeftError, TooManyTrustedError
from diary.models.codes import IssuedCode, NewCode
from diary.models.delegation import CodeCard, Delegation, Offer, TrustedCard, TrustedPage
from diary.models.ids import CodeId, LinkId, PersonId, StudentId
from diary.models.people import Link, Role, Scope, Student
from diary.models.school import School
from diary.ports import Storage, UnitOfWork
from diary.rules.delegation import is_empty, last_days, last_moment, latest_day, read_label, within
from diary.services.code_log import keep_code
from diary.services.codes import VALID_FOR
from diary.services.entitlement import guardian_link
from diary.services.minting import Minted, free_selector, mint
from diary.services.verifiers import Verifiers

MOST = 20
"""Trusted persons and unspent codes of a child together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationService:
    """Guardians alone. Every method raises NotEntitledError for others, and for what is not their child's."""

    storage: Storage
    clock: Clock
    school: School
    verifiers: Verifiers
    bot_username: Callable[[], str]

    async def children(self, person_id: PersonId) -> Sequence[Student]:
        """Return the children of whom this person is a guardian."""
        async with self.storage.read() as uow:
            links = await uow.people.links(person_id, now=self.clock.now())
            wards = {link.student_id for link in links if link.role is Role.GUARDIAN}
            students = await uow.addressees.students(wards, reader=person_id)
        if not students:
            raise NotEntitledError
        return list(students.values())

    async def page(self, person_id: PersonId, student_id: StudentId) -> TrustedPage:
        now = self.clock.now()
        async with self.storage.read() as uow:
            student, _ = await ward(uow, person_id, student_id, now)
            links = await uow.delegations.of_student(student_id, now=now)
            codes = await uow.delegations.codes_of(student_id, now=now)
            scopes = [*(link.scope for link in links), *(code.scope for code in codes)]
            names = await uow.delegations.named(scopes)
        return TrustedPage(student=student, links=links, codes=codes, subjects=names)

    async def card(self, person_id: PersonId, link_id: LinkId) -> TrustedCard:
        now = self.clock.now()
        async with self.storage.read() as uow:
            return await card_of(uow, person_id, link_id, now)

    async def code_card(self, person_id: PersonId, code_id: CodeId) -> CodeCard:
        now = self.clock.now()
        async with self.storage.read() as uow:
            code = await uow.delegations.code(code_id, now=now)
            if code is None:
                raise NotEntitledError
            student, _ = await ward(uow, person_id, code.student_id, now)
            names = await uow.delegations.named([code.scope])
        return CodeCard(student=student, code=code, subjects=names)

    async def offer(self, person_id: PersonId, student_id: StudentId) -> Offer:
        """Return what there is to choose from for a new code."""
        now = self.clock.now()
        today = self.school.today(now)
        async with self.storage.read() as uow:
            student, _ = await ward(uow, person_id, student_id, now)
            await _require_room(uow, student_id, now)
            subjects = await uow.delegations.subjects(student_id)
            days = last_days(await uow.readings.periods(), today)
        return Offer(student=student, subjects=subjects, days=days, today=today, latest=latest_day(today))

    async def delegate(self, person_id: PersonId, delegation: Delegation) -> IssuedCode:
        """Issue a code that gives its redeemer what was chosen, and no more than the guardian has.

        Raises NothingLeftError, DayNotOpenError and TooManyTrustedError.
        """
        now = self.clock.now()
        today = self.school.today(now)
        if not today <= delegation.last_day <= latest_day(today):
            raise DayNotOpenError
        minted = await mint(self.verifiers)
        async with self.storage.write() as uow:
            _, giver = await ward(uow, person_id, delegation.student_id, now)
            await _require_room(uow, delegation.student_id, now)
            new = await self._new_code(uow, delegation, giver, minted, now)
            code_id = await keep_code(uow, new, now=now)
            await uow.commit()
        username = self.bot_username()
        return minted.issued(code_id, new.selector, bot_username=username, expires_at=new.expires_at)

    async def _new_code(
        self, uow: UnitOfWork, delegation: Delegation, giver: Link, minted: Minted, now: datetime
    ) -> NewCode:
        scope = within(await _known(uow, delegation), giver.scope)
        if is_empty(scope):
            raise NothingLeftError
        until = last_moment(self.school, delegation.last_day)
        until = min(until, giver.valid_until or until)
        return NewCode(
            role=Role.TRUSTED,
            student_id=delegation.student_id,
            staff_id=None,
            label=read_label(delegation.label) or "",
            selector=await free_selector(uow, now=now),
            verifier_hash=minted.verifier_hash,
            token_hash=minted.token_hash,
            issued_by=giver.person_id,
            expires_at=min(now + VALID_FOR, until),
            scope=scope,
            link_until=until,
        )


async def ward(
    uow: UnitOfWork, person_id: PersonId, student_id: StudentId, now: datetime
) -> tuple[Student, Link]:
    """Return a guardian's child and their right; raises NotEntitledError for anybody else."""
    link = await guardian_link(uow, person_id, student_id, now)
    students = await uow.addressees.students([student_id], reader=person_id)
    if student_id not in students:
        raise NotEntitledError
    return students[student_id], link


async def card_of(uow: UnitOfWork, person_id: PersonId, link_id: LinkId, now: datetime) -> TrustedCard:
    link = await uow.delegations.link(link_id, now=now)
    if link is None:
        raise NotEntitledError
    student, _ = await ward(uow, person_id, link.student_id, now)
    subjects = await uow.delegations.subjects(link.student_id)
    named = await uow.delegations.named([link.scope])
    return TrustedCard(student=student, link=link, subjects={**named, **subjects})


async def _known(uow: UnitOfWork, delegation: Delegation) -> Scope:
    """Leave out subjects that were not offered: buttons can be forged."""
    scope = delegation.scope
    if scope.subjects is None:
        return scope
    offered = await uow.delegations.subjects(delegation.student_id)
    return replace(scope, subjects=scope.subjects & frozenset(offered))


async def _require_room(uow: UnitOfWork, student_id: StudentId, now: datetime) -> None:
    links = await uow.delegations.of_student(student_id, now=now)
    codes = await uow.delegations.codes_of(student_id, now=now)
    if len(links) + len(codes) >= MOST:
        raise TooManyTrustedError
