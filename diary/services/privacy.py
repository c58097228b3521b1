"""A person's own data: what is kept and who sees it, taken along, withdrawn and erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId
from diary.models.people import Account, Link, Role, Student
from diary.models.privacy import ChildData, Ended, Overview, PersonalData, Watched
from diary.ports import ErasingStorage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.delegation.ending import end_rights
from diary.services.entitlement import guardians_of, require_role
from diary.services.farewells import speak_again
from diary.services.telling import Notice, student_data, tell

WITHDRAWN = "consent withdrawn"
"""Why links ended, in their rows."""

CHAT_UNLINKED = "chat_unlinked"
"""To the class teacher and the office: {student, class, role, label}; never why.

To the guardians too where it was a trusted person's or the student's: they were told of its beginning.
"""

ORDER_BLINDED = "order_blinded"
"""To the office: {student, class}."""

STAFF_UNLINKED = "staff_unlinked"
"""To the office: {"roles"}; the roster has the names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyService:
    storage: ErasingStorage
    clock: Clock
    timing: Timing

    async def overview(self, account: Account) -> Overview:
        """Return the consent, and for each child who else holds a link: a guardian sees all of them."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            links = await uow.people.links(account.person_id, now=now)
            wards = {link.student_id for link in links}
            students = await uow.addressees.students(wards, reader=account.person_id)
            holders = await uow.personal_data.holders(students, now=now)
            groups = await uow.personal_data.groups(students, now=now)
            return Overview(
                subjects=await uow.delegations.named([one.scope for one in holders]),
                consent=await uow.consents.given(account.person_id),
                children=[
                    Watched(
                        student=students[one.student_id],
                        link=one,
                        others=_others(one, holders),
                        groups=() if one.role is Role.TRUSTED else groups.get(one.student_id, ()),
                    )
                    for one in links
                    if one.student_id in students
                ],
                roles=await uow.people.roles(account.person_id, now=now),
                last_of_office=list(await uow.people.office()) == [account.person_id],
            )

    async def export(self, account: Account) -> PersonalData:
        """Return all that is stored about the person, and of those whom they are a guardian of, the diary.

        Each time is written down.
        """
        now, person_id = self.clock.now(), account.person_id
        async with self.storage.read() as uow:
            rows = await uow.personal_data.about(person_id)
            links = await uow.people.links(person_id, now=now)
            own = {one.student_id for one in links if one.role in {Role.GUARDIAN, Role.STUDENT}}
            students = await uow.addressees.students(own)
            children = [
                ChildData(student=students[key], rows=await uow.personal_data.diary(key))
                for key in sorted(students)
            ]
        async with self.storage.write() as uow:
            records = [
                _record("data_exported", person_id, student_id=key) for key in [*sorted(students), None]
            ]
            await uow.audit.add(*records, now=now)
            await uow.commit()
        return PersonalData(rows=rows, children=children)

    async def withdraw(self, account: Account) -> Ended:
        """Take the consent back: every link and role ends, also what they delegated; twice is once."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            await uow.consents.withdraw(account.person_id, now=now)
            await uow.audit.add(_record("consent_withdrawn", account.person_id), now=now)
            ended = await self._cut_off(uow, account.person_id, account.person_id, now, named=True)
            await uow.commit()
        return ended

    async def erase(self, account: Account) -> None:
        """Withdraw, and leave nothing that tells who it was; what stays stands under a bare number."""
        await self._erase(account.person_id, account.person_id)

    async def erase_for(self, office: Account, person_id: PersonId) -> None:
        """Do it for somebody who asked the office; raises NotEntitledError for everyone else."""
        async with self.storage.read() as uow:
            await require_role(uow, office.person_id, Role.OFFICE, now=self.clock.now())
        await self._erase(person_id, office.person_id)

    async def _erase(self, person_id: PersonId, by: PersonId) -> None:
        now = self.clock.now()
        async with self.storage.write() as uow:
            await uow.consents.withdraw(person_id, now=now)
            ended = await self._cut_off(uow, person_id, by, now, named=False)
            await self._warn_of_orders(uow, person_id, now)
            if not await uow.personal_data.erase(person_id, now=now):
                raise NotEntitledError
            await speak_again(uow, ended.groups, now=now)
            await uow.audit.add(_record("person_erased", person_id, by=by), now=now)
            await uow.commit()
        await self.storage.clear_traces()

    async def _warn_of_orders(self, uow: UnitOfWork, person_id: PersonId, now: datetime) -> None:
        """Tell the office that an order will not know its person by their account any more."""
        barred = await uow.personal_data.barred_from(person_id)
        students = await uow.addressees.students(barred)
        for student in students.values():
            notice = Notice(what=ORDER_BLINDED, data=student_data(student), student_id=student.id)
            await tell(uow, self.timing, notice, await uow.people.office(), now=now)

    async def _cut_off(
        self, uow: UnitOfWork, person_id: PersonId, by: PersonId, now: datetime, *, named: bool
    ) -> Ended:
        """End their access, and tell whom it concerns; `named`: with what the school calls them."""
        links = await uow.people.links(person_id, now=now)
        groups = await end_rights(uow, self.timing, links, why=WITHDRAWN, by=by, now=now)
        students = await uow.addressees.students({one.student_id for one in links})
        roles = await uow.personal_data.end_access(person_id, why=WITHDRAWN, now=now)
        for end in (uow.code_ends.given_out, uow.code_ends.granted_to):
            await log_revoked(uow, await end(person_id, now=now), by=by, now=now)
        for one in links:
            if one.student_id in students:
                await self._tell_of_link(uow, students[one.student_id], one, now, named=named)
        if roles:
            await self._tell_of_staff(uow, person_id, by, roles, now)
        return Ended(links=links, staff_roles=roles, groups=groups)

    async def _tell_of_link(
        self, uow: UnitOfWork, student: Student, link: Link, now: datetime, *, named: bool
    ) -> None:
        called: dict[str, Json] = {"role": link.role.value, "label": link.label if named else ""}
        notice = Notice(what=CHAT_UNLINKED, data={**student_data(student), **called}, student_id=student.id)
        told = await _school(uow, student.id)
        if link.role is not Role.GUARDIAN:
            told |= await guardians_of(uow, student.id, now)
        await tell(uow, self.timing, notice, told, now=now)

    async def _tell_of_staff(
        self, uow: UnitOfWork, person_id: PersonId, by: PersonId, roles: Sequence[Role], now: datetime
    ) -> None:
        records = [_record("role_revoked", person_id, by=by, detail={"role": role.value}) for role in roles]
        await uow.audit.add(*records, now=now)
        notice = Notice(what=STAFF_UNLINKED, data={"roles": [role.value for role in roles]})
        await tell(uow, self.timing, notice, await uow.people.office(), now=now)


def _others(link: Link, holders: Sequence[Link]) -> list[Link]:
    """Return who else holds a link: all for a guardian and the student, nobody for a trusted person."""
    if link.role is Role.TRUSTED:
        return []
    return [one for one in holders if one.student_id == link.student_id and one.person_id != link.person_id]


async def _school(uow: UnitOfWork, student_id: StudentId) -> set[PersonId]:
    teacher = await uow.addressees.class_teacher(student_id)
    return {*await uow.people.office(), *([teacher[0]] if teacher else [])}


def _record(
    action: str,
    person_id: PersonId,
    *,
    by: PersonId | None = None,
    student_id: StudentId | None = None,
    detail: Mapping[str, Json] | None = None,
) -> AuditRecord:
    return AuditRecord(
        action=action,
        actor_id=by or person_id,
        person_id=person_id,
        student_id=student_id,
        detail=detail or {},
    )
