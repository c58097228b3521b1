"""The children and staff whom somebody may hand codes to, and what those have."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from diary.errors import NotEntitledError
from diary.models.found_roster import class_order
from diary.models.handing_out import Employee, LinkedAs, LiveCode, Pupil, Register, SchoolClass
from diary.models.ids import PersonId, StudentId
from diary.models.people import Role
from diary.ports import UnitOfWork

SCHOOLS_OWN = frozenset({Role.GUARDIAN, Role.STUDENT})
"""Whom the school itself links to a child; whom guardians trust is their affair."""


async def open_register(uow: UnitOfWork, person_id: PersonId | None, *, now: datetime) -> Register:
    """Raise NotEntitledError for who is neither of the office nor leads a class; None is the operator."""
    classes = sorted(await uow.handouts.classes(), key=lambda one: class_order(one.name))
    roles = await uow.people.roles(person_id, now=now) if person_id is not None else {Role.OFFICE}
    whole = Role.OFFICE in roles
    if not whole:
        classes = [one for one in classes if Role.TEACHER in roles and one.teacher == person_id]
        if not classes:
            raise NotEntitledError
    live = await uow.handouts.live_codes(now=now)
    return Register(
        classes=classes,
        pupils=await _pupils(uow, None if whole else classes, live, now),
        employees=await _employees(uow, live) if whole else (),
    )


async def _pupils(
    uow: UnitOfWork, classes: Sequence[SchoolClass] | None, live: Sequence[LiveCode], now: datetime
) -> list[Pupil]:
    links: dict[StudentId, list[LinkedAs]] = defaultdict(list)
    codes: dict[StudentId | None, list[LiveCode]] = defaultdict(list)
    for link in await uow.handouts.links(now=now):
        if link.role in SCHOOLS_OWN:
            links[link.student_id].append(link)
    for code in live:
        if code.role in SCHOOLS_OWN:
            codes[code.student_id].append(code)
    students = await uow.handouts.students(None if classes is None else [one.id for one in classes])
    pupils = [Pupil(student=one, links=links[one.id], codes=codes[one.id]) for one in students]
    return sorted(pupils, key=_by_class_and_name)


def _by_class_and_name(pupil: Pupil) -> tuple[tuple[int, str], tuple[str, ...], int]:
    student = pupil.student
    return class_order(student.class_name), student.name.in_order, student.id


async def _employees(uow: UnitOfWork, live: Sequence[LiveCode]) -> list[Employee]:
    linked = await uow.handouts.staff_roles()
    members = sorted(await uow.handouts.staff(), key=lambda one: (one.name.in_order, one.id))
    return [
        Employee(
            member=member,
            linked=frozenset(role for person, role in linked if person == member.person_id),
            codes=[code for code in live if code.staff_id == member.id],
        )
        for member in members
    ]
