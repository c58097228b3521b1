"""The roster from a file: looked at first, taken over with a yes."""

from dataclasses import dataclass
from datetime import date

from diary.clock import Clock
from diary.models.ids import ClassId, PersonId, StaffId, StudentId
from diary.models.people import Name, Role, StaffMember, Student
from diary.models.roster import Record, RosterOutcome, Section, Value
from diary.models.roster_files import Decision, Examined
from diary.models.school import School
from diary.models.school_lists import SchoolLists
from diary.ports import Storage, UnitOfWork
from diary.ports.roster_files import RosterFiles
from diary.services.entitlement import require_role
from diary.services.roster import RosterService


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFilesService:
    """`person_id` is who of the office asks; None is the operator, at the command line."""

    storage: Storage
    clock: Clock
    school: School
    files: RosterFiles
    rosters: RosterService

    @property
    def most_bytes(self) -> int:
        return self.files.most_bytes

    def template(self, locale: str) -> bytes:
        """Return an empty list to fill in, as XLSX; blocks for a moment."""
        return self.files.template(locale)

    async def is_empty(self) -> bool:
        """Whether the school has no children yet."""
        async with self.storage.read() as uow:
            records = await uow.roster.records(Section.STUDENTS)
        return all(record.removed for record in records.values())

    async def examine(self, name: str, data: bytes, *, person_id: PersonId | None) -> Examined:
        """Read a file and say what it would change; nothing is stored.

        Raises RosterFileError, and NotEntitledError for who is not of the office.
        """
        now = self.clock.now()
        async with self.storage.read() as uow:
            await self._check(uow, person_id)
            version = await uow.roster.version()
            known = await _known(uow)
        preview, difference = await self.files.examine(name, data, today=self.school.today(now), known=known)
        return Examined(preview=preview, difference=difference, version=version)

    async def apply(
        self, examined: Examined, decision: Decision, *, person_id: PersonId | None
    ) -> RosterOutcome:
        """Take the file over, once: raises RosterChangedError where the roster is not what it was."""
        async with self.storage.read() as uow:
            await self._check(uow, person_id)
        patch, refused = self.files.patch(examined.difference, decision)
        outcome = await self.rosters.put(patch, only_at=examined.version, actor_id=person_id)
        return RosterOutcome(counts=outcome.counts, rejected=[*refused, *outcome.rejected])

    async def _check(self, uow: UnitOfWork, person_id: PersonId | None) -> None:
        if person_id is not None:
            await require_role(uow, person_id, Role.OFFICE, now=self.clock.now())


async def _known(uow: UnitOfWork) -> SchoolLists:
    classes = await uow.roster.records(Section.CLASSES)
    students = await uow.roster.records(Section.STUDENTS)
    staff = await uow.roster.records(Section.STAFF)
    subjects = await uow.roster.records(Section.SUBJECTS)
    names = {record.id: str(record.values["name"]) for record in classes.values()}
    external = {record.id: key for key, record in staff.items() if not record.removed}
    leaders = {key: one.values["class_teacher"] for key, one in classes.items() if not one.removed}
    return SchoolLists(
        students=tuple(_student(key, one, names) for key, one in students.items() if not one.removed),
        staff=tuple(_member(key, one) for key, one in staff.items() if not one.removed),
        classes={key: str(one.values["name"]) for key, one in classes.items() if not one.removed},
        leaders={
            key: external[row] for key, row in leaders.items() if isinstance(row, int) and row in external
        },
        subjects={key: str(one.values["name"]) for key, one in subjects.items() if not one.removed},
        once_used_ids=frozenset([*students, *staff]),
    )


def _student(external_id: str, record: Record, classes: dict[int, str]) -> Student:
    birth_date, row = record.values["birth_date"], record.values["class"]
    return Student(
        id=StudentId(record.id),
        external_id=external_id,
        name=_name(record),
        class_id=ClassId(row) if isinstance(row, int) else None,
        class_name=classes.get(row, "") if isinstance(row, int) else "",
        birth_date=birth_date if isinstance(birth_date, date) else None,
    )


def _member(external_id: str, record: Record) -> StaffMember:
    roles: Value = record.values["roles"]
    return StaffMember(
        id=StaffId(record.id),
        # a list names nobody's account
        person_id=PersonId(0),
        external_id=external_id,
        name=_name(record),
        roles=frozenset(Role(str(role)) for role in roles) if isinstance(roles, tuple) else frozenset(),
    )


def _name(record: Record) -> Name:
    values = record.values
    return Name(
        family_name=str(values["family_name"]),
        given_name=str(values["given_name"]),
        patronymic=str(values["patronymic"] or ""),
    )
