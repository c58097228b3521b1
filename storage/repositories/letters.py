"""Relayed messages and notices as their receivers see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.ids import ChatId, EntryId, PersonId, RelayId, SchoolId, StudentId, TelegramMessageId
from diary.models.notifications import STUDENT_NUMBER, EntryContent, NoticeContent, RelayContent
from diary.models.people import STAFF_ROLES, Name, Role
from diary.models.talk import RelayState
from storage.repositories.entry_facts import EntryFacts
from storage.schema import link, notice, relay, staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A relay's row, and the message that it answers: where that stands, for the chat it was written in."""

    row: Any
    recipient_id: PersonId | None
    to_office: bool
    student_id: StudentId | None
    entry_id: EntryId | None
    answers: tuple[ChatId, TelegramMessageId] | None

    @property
    def is_from_school(self) -> bool:
        return Role(self.row.sender_role) in STAFF_ROLES

    def drawn(self, facts: Mapping[int, EntryFacts]) -> RelayContent:
        row, role = self.row, Role(self.row.sender_role)
        about = facts.get(row.entry_id) if row.entry_id is not None else None
        named = role in {Role.TEACHER, Role.OFFICE} and row.family_name is not None
        return RelayContent(
            id=RelayId(row.id),
            sender_role=role,
            sender=Name(family_name=row.family_name, given_name=row.given_name, patronymic=row.patronymic)
            if named
            else None,
            label=row.label or "",
            content=row.content,
            text=row.text,
            entities=tuple(row.entities or ()),
            file_id=row.file_id,
            album=row.album,
            about=_about(about),
            answer_to=None if row.answer_to_id is None else RelayId(row.answer_to_id),
            created_at=row.created_at,
            retracted=row.state == RelayState.RETRACTED,
        )


def _about(facts: EntryFacts | None) -> EntryContent | None:
    return facts.drawn(content=facts.content, withdrawn=facts.withdrawn) if facts else None


async def load_letters(
    connection: AsyncConnection, school_id: SchoolId, ids: Collection[int]
) -> dict[int, Letter]:
    if not ids:
        return {}
    answered = relay.alias()
    # the newest link names them; a revoked one still says who wrote
    names = and_(
        link.c.person_id == relay.c.sender_id,
        link.c.student_id == relay.c.student_id,
        link.c.role == relay.c.sender_role,
    )
    query = (
        select(
            relay,
            staff.c.family_name,
            staff.c.given_name,
            staff.c.patronymic,
            link.c.label,
            answered.c.chat_id.label("answered_chat"),
            answered.c.telegram_message_id.label("answered_message"),
        )
        .outerjoin(staff, staff.c.person_id == relay.c.sender_id)
        .outerjoin(link, names)
        .outerjoin(answered, answered.c.id == relay.c.answer_to_id)
        .where(relay.c.id.in_(ids), relay.c.school_id == school_id)
        .order_by(relay.c.id, link.c.id)
    )
    found = {}
    for row in await connection.execute(query):
        answers = None
        if row.answered_chat is not None:
            answers = ChatId(row.answered_chat), TelegramMessageId(row.answered_message)
        found[row.id] = Letter(
            row=row,
            recipient_id=row.recipient_id,
            to_office=row.to_office,
            student_id=row.student_id,
            entry_id=row.entry_id,
            answers=answers,
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice, and whom it is for: anyone who hears in its chat where it names nobody.

    One about a student is for who may hear of that student.
    """

    person_id: PersonId | None
    student_id: StudentId | None
    content: NoticeContent

    @property
    def about(self) -> StudentId | None:
        """Whom it names."""
        number = self.content.data.get(STUDENT_NUMBER)
        return StudentId(number) if isinstance(number, int) else self.student_id


async def load_notices(
    connection: AsyncConnection, school_id: SchoolId, ids: Collection[int]
) -> dict[int, NoticeRow]:
    if not ids:
        return {}
    columns = (notice.c.person_id, notice.c.student_id, notice.c.what, notice.c.data, notice.c.created_at)
    query = select(notice.c.id, *columns)
    rows = await connection.execute(query.where(notice.c.id.in_(ids), notice.c.school_id == school_id))
    return {
        row[0]: NoticeRow(
            person_id=None if row[1] is None else PersonId(row[1]),
            student_id=None if row[2] is None else StudentId(row[2]),
            content=NoticeContent(what=row[3], data=row[4], created_at=row[5]),
        )
        for row in rows
    }
