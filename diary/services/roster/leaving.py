"""What is told to those whose right has ended because somebody left the school: silence is no news."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from diary.models.entries import Json
from diary.models.farewells import CHILD_LEFT, STAFF_LEFT
from diary.models.ids import PersonId, StudentId
from diary.models.notifications import STUDENT_NUMBER
from diary.models.people import Name, Role
from diary.models.privacy import EndedLink
from diary.ports import UnitOfWork
from diary.rules.timing import Timing
from diary.services.telling import Notice, name_data, tell


async def tell_of_students(
    uow: UnitOfWork,
    timing: Timing,
    ended: Sequence[EndedLink],
    names: Mapping[StudentId, Name],
    *,
    now: datetime,
) -> None:
    """Tell each person once of each student; who had no right any more on that day hears nothing."""
    roles: dict[tuple[StudentId, PersonId], set[Role]] = defaultdict(set)
    for link in ended:
        if link.in_force:
            roles[link.student_id, link.person_id].add(link.role)
    readers: dict[tuple[StudentId, bool], list[PersonId]] = defaultdict(list)
    for (student_id, person_id), held in roles.items():
        readers[student_id, held == {Role.TRUSTED}].append(person_id)
    for (student_id, trusted), persons in readers.items():
        data: dict[str, Json] = {
            "student": name_data(names[student_id]),
            STUDENT_NUMBER: student_id,
            "trusted": trusted,
        }
        await tell(uow, timing, Notice(what=CHILD_LEFT, data=data), persons, now=now)


async def tell_of_staff(
    uow: UnitOfWork, timing: Timing, ended: Collection[tuple[PersonId, Role]], *, now: datetime
) -> None:
    """Tell each employee once which roles they have lost."""
    lost: dict[PersonId, set[Role]] = defaultdict(set)
    for person_id, role in ended:
        lost[person_id].add(role)
    for person_id, roles in lost.items():
        notice = Notice(what=STAFF_LEFT, data={"roles": [role.value for role in sorted(roles)]})
        await tell(uow, timing, notice, [person_id], now=now)
