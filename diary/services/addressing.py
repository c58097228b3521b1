"""Whom a person may write to about a student: families to the student's teachers and office, staff back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from diary.errors import NobodyToWriteToError
from diary.models.ids import EntryId, PersonId, StudentId
from diary.models.people import STAFF_ROLES, Link, Name, Role, Student
from diary.models.talk import Addressee, EntryPlace, Teaching
from diary.ports import UnitOfWork

RANK = {Role.GUARDIAN: 0, Role.TRUSTED: 1, Role.STUDENT: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One person writing, in one transaction, on one school day."""

    uow: UnitOfWork
    person_id: PersonId
    now: datetime
    today: date

    async def wards(self) -> Mapping[StudentId, Link]:
        """Return the students about whom they may write as family, by their strongest right."""
        links = await self.uow.people.links(self.person_id, now=self.now)
        by_rank = sorted((link for link in links if link.scope.may_write), key=lambda link: -RANK[link.role])
        return {link.student_id: link for link in by_rank}

    async def staff_role(self) -> Role | None:
        """Return the role in which they write as staff; a teacher of the office writes as a teacher."""
        roles = await self.uow.people.roles(self.person_id, now=self.now)
        return next((role for role in (Role.TEACHER, Role.OFFICE) if role in roles), None)

    async def is_office(self) -> bool:
        return Role.OFFICE in await self.uow.people.roles(self.person_id, now=self.now)

    async def student(self, student_id: StudentId, *, reader: PersonId | None = None) -> Student:
        """Return the student as `reader` calls them, else as the roster does."""
        students = await self.uow.addressees.students([student_id], reader=reader)
        if student_id not in students:
            raise NobodyToWriteToError
        return students[student_id]

    async def ward(self, student_id: StudentId) -> Student:
        """Return the student as whoever writes calls them: families write to the school about their own."""
        return await self.student(student_id, reader=self.person_id)

    async def office(self, student_id: StudentId | None) -> Addressee:
        if student_id is None:
            raise NobodyToWriteToError
        return _office(await self.ward(student_id))

    async def staff_of(self, link: Link) -> Sequence[Addressee]:
        """Return the class teacher, the teachers by name and the office: as far as the link reaches."""
        student = await self.ward(link.student_id)
        teachings = await self.uow.addressees.teachings(student.id, day=self.today)
        subjects = link.scope.subjects
        found = _teachers(
            student, [one for one in teachings if subjects is None or one.subject_id in subjects]
        )
        if subjects is None:
            leader = await self.uow.addressees.class_teacher(student.id)
            found = _with_class_teacher(found, student, leader)
        if link.role is Role.GUARDIAN:
            found.append(_office(student))
        return [addressee for addressee in found if addressee.person_id != self.person_id]

    async def teacher_of(self, entry_id: EntryId, student: Student) -> Addressee:
        """Return who answers for an entry: its teacher, the lesson's, the class teacher, or the office."""
        place = await self.uow.addressees.entry_place(entry_id)
        if place is not None:
            teacher = await self._teacher_at(place, student)
            if teacher is not None:
                return teacher
        leader = await self.uow.addressees.class_teacher(student.id)
        return _teacher(student, leader, leads_class=True) if leader else _office(student)

    async def _teacher_at(self, place: EntryPlace, student: Student) -> Addressee | None:
        if place.staff_id is not None:
            member = await self.uow.addressees.staff(place.staff_id)
            if member is not None:
                return _teacher(student, member)
        teachings = await self.uow.addressees.teachings(student.id, day=place.day or self.today)
        fitting = [teaching for teaching in teachings if _fits(teaching, place)]
        exact = [teaching for teaching in fitting if _is_at(teaching, place)]
        for teaching in exact or fitting:
            return _teacher(student, (teaching.person_id, teaching.name))
        return None

    async def family_of(self, person_id: PersonId, student_id: StudentId) -> Addressee:
        """Return someone with a right on the student; raises NobodyToWriteToError where it has ended."""
        student = await self.student(student_id)
        links = await self.uow.people.links(person_id, now=self.now)
        mine = [link for link in links if link.student_id == student_id]
        if not mine:
            raise NobodyToWriteToError
        link = min(mine, key=lambda link: RANK[link.role])
        return Addressee(person_id=person_id, role=link.role, student=student, label=link.label)

    async def staff_member(self, person_id: PersonId, student_id: StudentId) -> Addressee:
        """Return someone of the school; raises NobodyToWriteToError where they left it."""
        student = await self.ward(student_id)
        name = await self.uow.addressees.employee(person_id)
        roles = await self.uow.people.roles(person_id, now=self.now)
        role = Role.OFFICE if roles & STAFF_ROLES == {Role.OFFICE} else Role.TEACHER
        if name is None and role is not Role.OFFICE:
            raise NobodyToWriteToError
        return Addressee(person_id=person_id, role=role, student=student, name=name)


def _teachers(student: Student, teachings: Sequence[Teaching]) -> list[Addressee]:
    names: dict[PersonId, Name] = {}
    subjects: dict[PersonId, dict[str, None]] = {}
    for teaching in teachings:
        names[teaching.person_id] = teaching.name
        subjects.setdefault(teaching.person_id, {})[teaching.subject] = None
    return [
        _teacher(student, (person_id, name), subjects=tuple(subjects[person_id]))
        for person_id, name in names.items()
    ]


def _with_class_teacher(
    teachers: Sequence[Addressee], student: Student, leader: tuple[PersonId, Name] | None
) -> list[Addressee]:
    if leader is None:
        return list(teachers)
    subjects = next((one.subjects for one in teachers if one.person_id == leader[0]), ())
    others = [one for one in teachers if one.person_id != leader[0]]
    return [_teacher(student, leader, subjects=subjects, leads_class=True), *others]


def _teacher(
    student: Student,
    member: tuple[PersonId, Name],
    *,
    subjects: tuple[str, ...] = (),
    leads_class: bool = False,
) -> Addressee:
    return Addressee(
        person_id=member[0],
        role=Role.TEACHER,
        student=student,
        name=member[1],
        subjects=subjects,
        leads_class=leads_class,
    )


def _office(student: Student) -> Addressee:
    return Addressee(person_id=None, role=Role.OFFICE, student=student)


def _fits(teaching: Teaching, place: EntryPlace) -> bool:
    if place.subject_id is not None:
        return teaching.subject_id == place.subject_id
    return _is_at(teaching, place)


def _is_at(teaching: Teaching, place: EntryPlace) -> bool:
    return place.day is not None and (teaching.weekday, teaching.slot) == (
        place.day.isoweekday(),
        place.lesson,
    )
