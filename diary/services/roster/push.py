"""One push of a roster: what is new and changed is stored, then what is removed goes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.models.entries import Json
from diary.models.ids import ClassId, GroupId, PersonId, StaffId, StudentId
from diary.models.people import STAFF_ROLES, Name, Role
from diary.models.roster import Record, RosterPatch, Section
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.code_log import log_revoked
from diary.services.farewells import part_with_groups
from diary.services.roster.leaving import tell_of_staff, tell_of_students
from diary.services.roster.merging import Book
from diary.services.roster.pages import Page

YEAR = timedelta(days=365)
LEFT = "left the school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """The work of one push, within its transaction."""

    uow: UnitOfWork
    pages: dict[Section, Page]
    now: datetime
    timing: Timing
    actor_id: PersonId | None = None
    """Who of the school decided it; None for its systems."""

    @property
    def today(self) -> date:
        return self.timing.school.today(self.now)

    @property
    def book(self) -> Book:
        return {section: page.records for section, page in self.pages.items()}

    async def store(self, patch: RosterPatch) -> None:
        """Go by the order in which sections lean on each other."""
        for section in Section:
            page, book = self.pages[section], self.book
            for item in patch.get(section, ()):
                if not item.removed:
                    page.take(item, book)
            new = {external: record.values for external, record in page.created.items()}
            page.save_ids(await self.uow.roster.add(section, new, now=self.now))
            await self.uow.roster.change(section, [after for _, after in page.changed.values()])
        await self._enrol()
        await self._regroup()
        await self._end_lost_roles()

    async def _enrol(self) -> None:
        page = self.pages[Section.STUDENTS]
        newcomers = {
            StudentId(page.records[external].id): _class(page.records[external]) for external in page.created
        }
        movers = {
            StudentId(after.id): _class(after)
            for before, after in page.changed.values()
            if before.removed or _class(before) != _class(after)
        }
        await self.uow.roster.enrol(newcomers, since=self._first_day(), today=self.today)
        await self.uow.roster.enrol(movers, since=self.today, today=self.today)

    async def _regroup(self) -> None:
        page = self.pages[Section.GROUPS]
        fresh = {
            (GroupId(page.records[external].id), student)
            for external in page.created
            for student in _students(page.records[external])
        }
        joined: set[tuple[GroupId, StudentId]] = set()
        left: set[tuple[GroupId, StudentId]] = set()
        for before, after in page.changed.values():
            group, old, new = GroupId(after.id), _students(before), _students(after)
            joined |= {(group, student) for student in new - old}
            left |= {(group, student) for student in old - new}
        await self.uow.roster.leave(left, today=self.today)
        await self.uow.roster.join(joined, since=self.today)
        await self.uow.roster.join(fresh, since=self._first_day())

    async def _end_lost_roles(self) -> None:
        for before, after in self.pages[Section.STAFF].changed.values():
            if lost := _roles(before) - _roles(after):
                await self._end_roles([StaffId(after.id)], lost)

    async def _end_roles(self, members: Sequence[StaffId], roles: Collection[Role]) -> None:
        ended = await self.uow.roster.end_staff_roles(members, roles=roles, now=self.now)
        dead = await self.uow.code_ends.of_staff(members, roles, now=self.now)
        await log_revoked(self.uow, dead, by=self.actor_id, now=self.now)
        records = [
            AuditRecord(action="role_revoked", actor_id=self.actor_id, person_id=one, detail={"role": role})
            for one, role in ended
        ]
        await self.uow.audit.add(*records, now=self.now)
        await tell_of_staff(self.uow, self.timing, ended, now=self.now)

    async def _unlink(self, students: Sequence[StudentId]) -> None:
        ended = await self.uow.roster.end_student_links(students, now=self.now)
        dead = await self.uow.code_ends.of_students(students, now=self.now)
        await log_revoked(self.uow, dead, by=self.actor_id, now=self.now)
        records = [
            AuditRecord(
                action="link_revoked",
                actor_id=self.actor_id,
                person_id=one.person_id,
                student_id=one.student_id,
                detail={"role": one.role, "why": LEFT},
            )
            for one in ended
        ]
        await self.uow.audit.add(*records, now=self.now)
        pupils = self.pages[Section.STUDENTS].records.values()
        names = {StudentId(one.id): _name(one) for one in pupils if one.removed}
        await tell_of_students(self.uow, self.timing, ended, names, now=self.now)

    def _first_day(self) -> date:
        """Return since when newcomers count: the start of the school year, that its past may be read."""
        today = self.today
        terms = [record for record in self.pages[Section.TERMS].records.values() if not record.removed]
        starts = [start for term in terms if isinstance(start := term.values["start"], date)]
        return min((start for start in starts if today - YEAR < start <= today), default=today)

    async def remove(self, patch: RosterPatch) -> None:
        """Go backwards, so that a class can go with its last student."""
        for section in reversed(Section):
            page, gone = self.pages[section], list[int]()
            for item in patch.get(section, ()):
                if not item.removed:
                    continue
                if section is Section.CLASSES and self._has_students(page.records.get(item.id)):
                    page.refuse(item, "removed", "the class still has students: move or remove them first")
                elif record := page.drop(item):
                    gone.append(record.id)
            if gone:
                await self.uow.roster.remove(section, gone, now=self.now)
                await self._farewell(section, gone)

    def _has_students(self, klass: Record | None) -> bool:
        students = self.pages[Section.STUDENTS].records.values()
        return klass is not None and any(not one.removed and _class(one) == klass.id for one in students)

    async def _farewell(self, section: Section, rows: Sequence[int]) -> None:
        roster = self.uow.roster
        if section is Section.STUDENTS:
            students = [StudentId(row) for row in rows]
            await roster.enrol(dict.fromkeys(students), since=self.today, today=self.today)
            await roster.leave_groups(students=rows, today=self.today)
            await self._unlink(students)
        elif section is Section.STAFF:
            await self._end_roles([StaffId(row) for row in rows], STAFF_ROLES)
        elif section is Section.CLASSES:
            await roster.end_lessons(classes=rows, now=self.now)
        elif section is Section.GROUPS:
            await roster.leave_groups(groups=rows, today=self.today)
            await roster.end_lessons(groups=rows, now=self.now)

    async def conclude(self) -> None:
        """Raise the roster's number, and write down what happened, if anything did."""
        detail: dict[str, Json] = {
            str(section): [page.counts.created, page.counts.updated, page.counts.removed]
            for section, page in self.pages.items()
            if page.counts.created or page.counts.updated or page.counts.removed
        }
        if detail:
            await part_with_groups(self.uow, now=self.now)
            await self.uow.roster.raise_version()
            record = AuditRecord(action="roster_changed", actor_id=self.actor_id, detail=detail)
            await self.uow.audit.add(record, now=self.now)


def _class(record: Record) -> ClassId | None:
    row = record.values["class"]
    return ClassId(row) if isinstance(row, int) else None


def _name(record: Record) -> Name:
    family, given, patronymic = (
        str(record.values[one] or "") for one in ("family_name", "given_name", "patronymic")
    )
    return Name(family_name=family, given_name=given, patronymic=patronymic)


def _students(record: Record) -> set[StudentId]:
    rows = record.values["students"]
    return {StudentId(row) for row in rows if isinstance(row, int)} if isinstance(rows, frozenset) else set()


def _roles(record: Record) -> set[Role]:
    roles = record.values["roles"]
    return {Role(str(role)) for role in roles} if isinstance(roles, tuple) else set()
