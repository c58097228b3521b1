"""Drafts to draw, as delivery hands them over: Пётр Иванов of 7Б and his teachers on 14 September."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from diary.models.deliveries import Delivery, DeliveryState, Lane, Topic
from diary.models.entries import Json, Kind
from diary.models.ids import (
    ClassId,
    DeliveryId,
    EntryId,
    MailboxId,
    MessageId,
    PersonId,
    SchoolId,
    StaffId,
    StudentId,
    SubjectId,
)
from diary.models.notifications import Averages, Draft, EntryContent, Item, Layout, Signature
from diary.models.people import Name, Student
from diary.models.school import School
from views.notifications.render import render
from views.rendered import Rendered
from views.texts import load_texts

SCHOOL = School(
    id=SchoolId(1),
    name="Школа № 7",
    timezone=ZoneInfo("Europe/Moscow"),
    default_locale="ru",
    grade_scale="5",
)
PETR = Student(
    id=StudentId(1),
    external_id="s1",
    name=Name(family_name="Иванов", given_name="Пётр"),
    class_id=ClassId(1),
    class_name="7Б",
)
MASHA = replace(PETR, id=StudentId(2), external_id="s2", name=Name(family_name="Иванова", given_name="Маша"))
PYOTR = replace(PETR, name=Name(family_name="Ivanov", given_name="Pyotr"), class_name="7B")
SMIRNOVA = Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна")
A_SMIRNOVA = Name(family_name="Smirnova", given_name="Anna", patronymic="Viktorovna")
ORLOV = Name(family_name="Орлов", given_name="Иван", patronymic="Петрович")
MONDAY = date(2026, 9, 14)
MARKED_AT = datetime(2026, 9, 14, 6, 32, tzinfo=UTC)
MESSAGE = MessageId(77)
_numbers = count(1)


def entry(kind: Kind, details: Mapping[str, Json], **changes: Any) -> EntryContent:
    content = EntryContent(
        id=EntryId(next(_numbers)),
        kind=kind,
        revision=1,
        told_revision=1,
        withdrawn=False,
        subject_id=SubjectId(1),
        subject="Алгебра",
        staff_id=StaffId(1),
        teacher=SMIRNOVA,
        day=MONDAY,
        lesson=2,
        marked_at=MARKED_AT,
        details=details,
        received_at=MARKED_AT,
    )
    return replace(content, **changes)


def grade(value: str, work: str = "", comment: str = "", **changes: Any) -> EntryContent:
    given = {"value": value, "work": work, "comment": comment, "weight": changes.pop("weight", None)}
    return entry(
        Kind.GRADE, {key: value for key, value in given.items() if value not in {"", None}}, **changes
    )


def attendance(presence: str = "absent", *, justification: str = "unexcused", **changes: Any) -> EntryContent:
    details: dict[str, Json] = {"presence": presence, "justification": justification or None}
    details |= {"minutes": changes.pop("minutes", None)}
    return entry(Kind.ATTENDANCE, **{"details": details} | changes)


def averages(before: str | None, after: str | None, *, since: int = 0, until: int = 0) -> Averages:
    return Averages(
        before=None if before is None else Decimal(before),
        after=None if after is None else Decimal(after),
        since=since,
        until=until,
    )


def signature(revision: int = 1, *, value: str = "", answer: str | None = None) -> Signature:
    return Signature(
        person_id=PersonId(1), revision=revision, signed_at=MARKED_AT, value=value, answer=answer
    )


def item(
    content: EntryContent | None = None,
    student: Student | None = PETR,
    *,
    lane: Lane = Lane.GRADES,
    **parts: Any,
) -> Item:
    delivery = Delivery(
        id=DeliveryId(next(_numbers)),
        mailbox_id=MailboxId(1),
        topic=Topic.ENTRY,
        subject_id=content.id if content else 1,
        version=1,
        student_id=student.id if student else StudentId(0),
        lane=lane,
        not_before=MARKED_AT,
        state=DeliveryState.SENDING,
        attempts=1,
    )
    return Item(delivery=delivery, student=student, entry=content, **parts)


def draft(*items: Item, layout: Layout = Layout.FRESH, again: bool = False) -> Draft:
    return Draft(message_id=MESSAGE, layout=layout, items=items, again=again)


def drawn(*items: Item, layout: Layout = Layout.FRESH, again: bool = False, locale: str = "ru") -> Rendered:
    return render(draft(*items, layout=layout, again=again), texts=load_texts(locale), school=SCHOOL)


def buttons(rendered: Rendered) -> list[list[str]]:
    if rendered.keyboard is None:
        return []
    return [[button.text for button in row] for row in rendered.keyboard.inline_keyboard]


def pieces(rendered: Rendered) -> list[tuple[str, str]]:
    """Return the styled pieces of the text: what an entity covers, and how."""
    units = rendered.text.encode("utf-16-le")
    return [
        (entity.type, units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le"))
        for entity in rendered.entities
    ]
