"""Notices of the bot itself, put on their way to persons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from diary.models.deliveries import Lane, MailboxState, NewDelivery, Topic
from diary.models.entries import Json
from diary.models.ids import PersonId, StudentId
from diary.models.notifications import STUDENT_NUMBER
from diary.models.people import Name, Student
from diary.ports import UnitOfWork
from diary.rules.timing import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    what: str
    data: Mapping[str, Json]
    lane: Lane = Lane.TALK
    student_id: StudentId | None = None


async def tell(
    uow: UnitOfWork, timing: Timing, notice: Notice, person_ids: Collection[PersonId], *, now: datetime
) -> frozenset[PersonId]:
    """Tell each of them in their private chats; return whom it can reach now."""
    places = [place for place in await uow.people.destinations(person_ids) if place.private]
    persons = sorted({place.person_id for place in places})
    ids = await uow.notices.add_for(persons, notice.what, notice.data, now=now, student_id=notice.student_id)
    subjects = dict(zip(persons, ids, strict=True))
    deliveries = []
    for place in places:
        not_before = timing.not_before(place.mailbox, now=now, lane=notice.lane)
        deliveries.append(
            NewDelivery(
                mailbox_id=place.mailbox_id,
                topic=Topic.NOTICE,
                subject_id=subjects[place.person_id],
                version=1,
                lane=notice.lane,
                not_before=not_before,
                due_at=timing.due_at(not_before, notice.lane),
            )
        )
    await uow.outbox.put(deliveries, now=now)
    return frozenset(place.person_id for place in places if place.mailbox.state is MailboxState.OPEN)


def name_data(name: Name) -> dict[str, Json]:
    return {
        "family_name": name.family_name,
        "given_name": name.given_name,
        "patronymic": name.patronymic,
    }


def student_data(student: Student) -> dict[str, Json]:
    """Say who it is: also under their number, by which a reader's own name for them is found."""
    return {"student": name_data(student.name), "class": student.class_name, STUDENT_NUMBER: student.id}
