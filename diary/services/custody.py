"""The office looks at who has access to a child, ends it, and keeps out whom an order keeps out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import BasisRefusedError, NotEntitledError
from diary.models.custody import Access, Bar, ChildFile, ClassLine
from diary.models.deliveries import Topic
from diary.models.farewells import ACCESS_REVOKED
from diary.models.ids import BarId, ClassId, LinkId, StudentId
from diary.models.people import Account, Link, Role, Student
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.delegation.ending import end_rights
from diary.services.entitlement import require_role
from diary.services.telling import Notice, student_data, tell

BY_ORDER, BY_OFFICE = "an order", "the office"
SHORTEST_BASIS, LONGEST_BASIS = 5, 500


def read_basis(text: str) -> str:
    """Return the basis in one line; raises BasisRefusedError where it says nothing, or too much."""
    basis = " ".join(text.split())
    if not SHORTEST_BASIS <= len(basis) <= LONGEST_BASIS:
        raise BasisRefusedError
    return basis


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyService:
    """For the office alone: raises NotEntitledError for anybody else."""

    storage: Storage
    clock: Clock
    timing: Timing

    async def classes(self, office: Account) -> Sequence[ClassLine]:
        async with self.storage.read() as uow:
            await self._require(uow, office)
            return await uow.custody.classes()

    async def students(self, office: Account, class_id: ClassId | None) -> Sequence[Student]:
        async with self.storage.read() as uow:
            await self._require(uow, office)
            return sorted(await uow.custody.students(class_id), key=lambda one: one.name.in_order)

    async def file(self, office: Account, student_id: StudentId) -> ChildFile:
        """Return a child's card; who looked is in the audit."""
        async with self.storage.write() as uow:
            await self._require(uow, office)
            found = await self._file(uow, student_id)
            record = AuditRecord(
                action="read", actor_id=office.person_id, student_id=student_id, detail={"page": "accesses"}
            )
            await uow.audit.add(record, now=self.clock.now())
            await uow.commit()
        return found

    async def access(self, office: Account, link_id: LinkId) -> tuple[Student, Access]:
        """Return a right in force and whose it is on."""
        async with self.storage.read() as uow:
            await self._require(uow, office)
            link = await self._link(uow, link_id)
            found = await self._file(uow, link.student_id)
        access = next((one for one in found.accesses if one.link.id == link_id), None)
        if access is None:
            raise NotEntitledError
        return found.student, access

    async def revoke(self, office: Account, link_id: LinkId) -> ChildFile:
        """End one right; the person may be linked again. They are told, without a reason."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            await self._require(uow, office)
            await uow.custody.lock(link_id)
            link = await self._link(uow, link_id)
            await self._end(uow, office, [link], BY_OFFICE, now)
            found = await self._file(uow, link.student_id)
            await uow.commit()
        return found

    async def keep_out(self, office: Account, link_id: LinkId, basis: str) -> ChildFile:
        """End every right of the person on the student, and let no code bring them back.

        Raises BasisRefusedError without a basis.
        """
        now, basis = self.clock.now(), read_basis(basis)
        async with self.storage.write() as uow:
            await self._require(uow, office)
            await uow.custody.lock(link_id)
            link = await self._link(uow, link_id)
            person_id, student_id = link.person_id, link.student_id
            links = [
                one for one in await uow.people.links(person_id, now=now) if one.student_id == student_id
            ]
            bar_id = await uow.custody.bar(student_id, person_id, basis, by=office.person_id, now=now)
            for label in {one.label for one in links if one.role is Role.GUARDIAN and one.label}:
                dead = await uow.code_ends.of_label(student_id, label, now=now)
                await log_revoked(uow, dead, by=office.person_id, now=now)
            await self._end(uow, office, links, BY_ORDER, now)
            record = AuditRecord(
                action="barred",
                actor_id=office.person_id,
                person_id=person_id,
                student_id=student_id,
                subject_id=bar_id,
            )
            await uow.audit.add(record, now=now)
            found = await self._file(uow, student_id)
            await uow.commit()
        return found

    async def bar(self, office: Account, bar_id: BarId) -> tuple[Student, Bar]:
        """Return an order in force and from whom it keeps somebody."""
        async with self.storage.read() as uow:
            await self._require(uow, office)
            bar = await uow.custody.get(bar_id)
            if bar is None:
                raise NotEntitledError
            found = await self._file(uow, bar.student_id)
        return found.student, bar

    async def lift(self, office: Account, bar_id: BarId) -> ChildFile:
        """Let codes link the person to the student again; it gives no right by itself."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            await self._require(uow, office)
            lifted = await uow.custody.lift(bar_id, now=now)
            if lifted is None:
                raise NotEntitledError
            student_id, person_id = lifted
            record = AuditRecord(
                action="bar_lifted",
                actor_id=office.person_id,
                person_id=person_id,
                student_id=student_id,
                subject_id=bar_id,
            )
            await uow.audit.add(record, now=now)
            found = await self._file(uow, student_id)
            await uow.commit()
        return found

    async def _require(self, uow: UnitOfWork, office: Account) -> None:
        await require_role(uow, office.person_id, Role.OFFICE, now=self.clock.now())

    async def _link(self, uow: UnitOfWork, link_id: LinkId) -> Link:
        link = await uow.delegations.right(link_id, now=self.clock.now())
        if link is None:
            raise NotEntitledError
        return link

    async def _end(
        self, uow: UnitOfWork, office: Account, links: Sequence[Link], why: str, now: datetime
    ) -> None:
        """End them, drop what is on its way to the person about the student, and say that it has ended."""
        await end_rights(uow, self.timing, links, why=why, by=office.person_id, now=now)
        link = links[0]
        if not await uow.delegations.has_right(link.person_id, link.student_id, now=now):
            told = await uow.notices.about(link.person_id, link.student_id)
            await uow.outbox.cancel_queued(Topic.NOTICE, told)
        students = await uow.addressees.students([link.student_id])
        if link.student_id in students:
            notice = Notice(what=ACCESS_REVOKED, data=student_data(students[link.student_id]))
            await tell(uow, self.timing, notice, [link.person_id], now=now)

    async def _file(self, uow: UnitOfWork, student_id: StudentId) -> ChildFile:
        students = await uow.addressees.students([student_id])
        if student_id not in students:
            raise NotEntitledError
        accesses = await uow.custody.accesses(student_id, now=self.clock.now())
        bars = await uow.custody.bars(student_id)
        return ChildFile(student=students[student_id], accesses=accesses, bars=bars)
