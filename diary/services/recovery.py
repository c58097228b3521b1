"""A new phone, a lost one, a stolen one: accounts change, rights stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.codes import IssuedCode
from diary.models.farewells import ACCOUNT_CUT_OFF
from diary.models.ids import PersonId, StudentId
from diary.models.people import Account, Role, Student
from diary.models.requests import Holder
from diary.ports import Storage, UnitOfWork
from diary.rules.resemblance import found_by
from diary.rules.timing import Timing
from diary.services.entitlement import require_role
from diary.services.requests.granting import Grant, Granting
from diary.services.succession import end_access
from diary.services.telling import Notice, student_data, tell

HANDOVER_FOR = timedelta(hours=24)
CUT_OFF_TOLD = "cut_off_told"
STRONGEST_FIRST = (Role.GUARDIAN, Role.OFFICE, Role.TEACHER, Role.TRUSTED, Role.STUDENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryService:
    storage: Storage
    clock: Clock
    timing: Timing
    granting: Granting

    async def hand_over(self, account: Account) -> IssuedCode:
        """Return a code that makes whoever redeems it this person, in place of this account.

        An earlier one dies. Raises NotEntitledError for who has nothing to hand over.
        """
        now, minted = self.clock.now(), await self.granting.mint()
        async with self.storage.write() as uow:
            roles = await uow.people.roles(account.person_id, now=now)
            role = next((one for one in STRONGEST_FIRST if one in roles), None)
            if role is None:
                raise NotEntitledError
            grant = Grant(role=role, person_id=account.person_id, issued_by=account.person_id)
            code = await self.granting.give(uow, minted, grant, now=now, valid_for=HANDOVER_FOR)
            await uow.commit()
        return code

    async def find(self, office: Account, name: str) -> Sequence[Student]:
        """Return the students whom the office means by this name."""
        async with self.storage.read() as uow:
            await require_role(uow, office.person_id, Role.OFFICE, now=self.clock.now())
            return found_by(name, await uow.requests.students())

    async def holders(self, actor: Account, student_id: StudentId) -> tuple[Student, Sequence[Holder]]:
        """Return whose accounts the actor may cut off: of their own child, or as the office."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            return await self._holders(uow, actor, student_id, now)

    async def cut_off(self, actor: Account, student_id: StudentId, person_id: PersonId) -> bool:
        """End a person's accounts at once; links stay, until the office gives them back.

        False where there was none to end. Raises NotEntitledError.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            student, holders = await self._holders(uow, actor, student_id, now)
            holder = next((one for one in holders if one.person_id == person_id), None)
            if holder is None:
                raise NotEntitledError
            if not holder.reachable:
                return False
            by = actor.person_id
            await end_access(uow, person_id, ACCOUNT_CUT_OFF, by=by, student_id=student_id, now=now)
            data = {**student_data(student), "label": holder.link.label, "role": holder.link.role.value}
            office = set(await uow.people.office()) - {actor.person_id, person_id}
            await tell(uow, self.timing, Notice(what=CUT_OFF_TOLD, data=data), office, now=now)
            await uow.commit()
        return True

    async def _holders(
        self, uow: UnitOfWork, actor: Account, student_id: StudentId, now: datetime
    ) -> tuple[Student, Sequence[Holder]]:
        holders = await uow.requests.holders(student_id, now=now)
        mine = {one.link.role for one in holders if one.person_id == actor.person_id}
        is_office = Role.OFFICE in await uow.people.roles(actor.person_id, now=now)
        reader = None if is_office else actor.person_id
        students = await uow.addressees.students([student_id], reader=reader)
        if student_id not in students or not (is_office or Role.GUARDIAN in mine):
            raise NotEntitledError
        return students[student_id], [one for one in holders if one.person_id != actor.person_id]
