"""The office reads the audit: by class and child, by person, page by page or as a file."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.auditing import AuditLine, AuditPage, Holders
from diary.models.custody import ClassLine
from diary.models.found_roster import class_order
from diary.models.ids import ClassId, PersonId, StudentId
from diary.models.people import Account, Role, StaffMember, Student
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.ports.auditing import Stored
from diary.services.entitlement import require_role

ON_A_PAGE = 6
AT_ONCE = 2_000
"""Lines that are read, and held, at a time for a file."""

Take = Callable[[Sequence[AuditLine]], Awaitable[None]]

ABOUT_ENTRIES = frozenset({"disclosed", "signed"})
"""What names an entry by `subject_id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditService:
    """All of it is the office's alone: everyone else gets NotEntitledError."""

    storage: Storage
    clock: Clock

    async def classes(self, office: Account) -> Sequence[ClassLine]:
        async with self.storage.read() as uow:
            await self._check(uow, office)
            return sorted(await uow.custody.classes(), key=lambda one: class_order(one.name))

    async def students(self, office: Account, class_id: ClassId | None) -> Sequence[Student]:
        """None: who is in no class."""
        async with self.storage.read() as uow:
            await self._check(uow, office)
            return sorted(await uow.custody.students(class_id), key=lambda one: one.name.in_order)

    async def left(self, office: Account) -> Sequence[Student]:
        """Return who has left the school, by name."""
        async with self.storage.read() as uow:
            await self._check(uow, office)
            return sorted(await uow.auditing.left(), key=lambda one: one.name.in_order)

    async def staff(self, office: Account) -> Sequence[StaffMember]:
        async with self.storage.read() as uow:
            await self._check(uow, office)
            return sorted(await uow.handouts.staff(), key=lambda one: one.name.in_order)

    async def holders(self, office: Account, student_id: StudentId) -> Holders:
        """Return who holds or held a link on the student: those of now first."""
        async with self.storage.read() as uow:
            await self._check(uow, office)
            student = await _student(uow, student_id)
            persons = await uow.auditing.holders(student_id)
            called = await uow.auditing.called(persons, student_id, now=self.clock.now())
        known = [called[one] for one in persons if one in called]
        return Holders(student=student, persons=sorted(known, key=lambda one: not one.live))

    async def of_student(self, office: Account, student_id: StudentId, page: int) -> AuditPage:
        async with self.storage.read() as uow:
            await self._check(uow, office)
            student = await _student(uow, student_id)
            stored = await uow.auditing.of_student(student_id, offset=page * ON_A_PAGE, limit=ON_A_PAGE + 1)
            lines = await _lines(uow, stored[:ON_A_PAGE], student_id, self.clock.now())
            left = student.class_id is None and student_id in {one.id for one in await uow.auditing.left()}
        more = len(stored) > ON_A_PAGE
        return AuditPage(student=student, person=None, lines=lines, page=page, more=more, left=left)

    async def of_person(self, office: Account, person_id: PersonId, page: int) -> AuditPage:
        now = self.clock.now()
        async with self.storage.read() as uow:
            await self._check(uow, office)
            called = await uow.auditing.called([person_id], None, now=now)
            if person_id not in called:
                raise NotEntitledError
            stored = await uow.auditing.of_person(person_id, offset=page * ON_A_PAGE, limit=ON_A_PAGE + 1)
            lines = await _lines(uow, stored[:ON_A_PAGE], None, now)
        more = len(stored) > ON_A_PAGE
        return AuditPage(student=None, person=called[person_id], lines=lines, page=page, more=more)

    async def export(
        self,
        office: Account | None,
        take: Take,
        *,
        student_id: StudentId | None = None,
        person_id: PersonId | None = None,
    ) -> int:
        """Hand the whole log of the one or the other over for a file, part by part, and write that down.

        `office` is None for whoever runs the bot, who has the database anyway. Returns how many lines it has.
        """
        count, stored, lines = 0, *await self._portion(office, student_id, person_id, None)
        while stored:
            await take(lines)
            count += len(lines)
            stored, lines = await self._portion(office, student_id, person_id, stored[-1])
        record = AuditRecord(
            action="audit_exported",
            actor_id=office.person_id if office else None,
            person_id=person_id,
            student_id=student_id,
            detail={"lines": count, **({} if office else {"by": "command line"})},
        )
        async with self.storage.write() as uow:
            await uow.audit.add(record, now=self.clock.now())
            await uow.commit()
        return count

    async def _portion(
        self,
        office: Account | None,
        student_id: StudentId | None,
        person_id: PersonId | None,
        before: Stored | None,
    ) -> tuple[Sequence[Stored], Sequence[AuditLine]]:
        """Read what comes next in a transaction of its own: none is held open while a file is written."""
        async with self.storage.read() as uow:
            if office is not None:
                await self._check(uow, office)
            if student_id is not None:
                stored = await uow.auditing.of_student(student_id, limit=AT_ONCE, before=before)
            else:
                stored = await uow.auditing.of_person(person_id or PersonId(0), limit=AT_ONCE, before=before)
            return stored, await _lines(uow, stored, student_id, self.clock.now())

    async def student_named(self, external_id: str) -> StudentId | None:
        async with self.storage.read() as uow:
            return await uow.auditing.student_named(external_id)

    async def knows(self, person_id: PersonId) -> bool:
        """Whether there is anything to tell of this number: a person, or lines of one who was erased."""
        async with self.storage.read() as uow:
            if person_id in await uow.auditing.called([person_id], None, now=self.clock.now()):
                return True
            return bool(await uow.auditing.of_person(person_id, limit=1))

    async def _check(self, uow: UnitOfWork, office: Account) -> None:
        await require_role(uow, office.person_id, Role.OFFICE, now=self.clock.now())


async def _student(uow: UnitOfWork, student_id: StudentId) -> Student:
    students = await uow.auditing.students([student_id])
    if student_id not in students:
        raise NotEntitledError
    return students[student_id]


async def _lines(
    uow: UnitOfWork, stored: Sequence[Stored], student_id: StudentId | None, now: datetime
) -> Sequence[AuditLine]:
    records = [record for _, _, record in stored]
    persons = {one for each in records for one in (each.actor_id, each.person_id) if one is not None}
    called = await uow.auditing.called(persons, student_id, now=now)
    students = await uow.auditing.students({each.student_id for each in records if each.student_id})
    entries = await uow.auditing.entries(
        {each.subject_id for each in records if each.subject_id and each.action in ABOUT_ENTRIES}
    )
    return [
        AuditLine(
            id=key,
            at=at,
            action=record.action,
            actor=called.get(record.actor_id) if record.actor_id else None,
            person=called.get(record.person_id) if record.person_id else None,
            student=students.get(record.student_id) if record.student_id else None,
            entry=entries.get(record.subject_id or 0) if record.action in ABOUT_ENTRIES else None,
            subject_id=record.subject_id,
            detail=record.detail,
        )
        for key, at, record in stored
    ]
