"""How letters are read from and written to their rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from diary.models.ids import PersonId
from diary.models.people import STAFF_ROLES, Role
from diary.models.talk import Direction, LastLetter, Letter, LetterKind, Relay, RelayState
from storage.schema import relay

RELAY_COLUMNS = (
    relay.c.id,
    relay.c.sender_id,
    relay.c.sender_role,
    relay.c.recipient_id,
    relay.c.to_office,
    relay.c.student_id,
    relay.c.entry_id,
    relay.c.state,
    relay.c.album,
    relay.c.created_at,
    relay.c.sent_at,
)
LETTER_COLUMNS = (
    relay.c.sender_id,
    relay.c.sender_role,
    relay.c.recipient_id,
    relay.c.student_id,
    relay.c.content,
    relay.c.text,
    relay.c.created_at,
)


def relay_of(row: Sequence[Any]) -> Relay:
    """Read what was selected as RELAY_COLUMNS."""
    key, sender, role, recipient, to_office, student, entry, state, album, created_at, sent_at = row
    return Relay(
        id=key,
        sender_id=sender,
        sender_role=Role(role),
        recipient_id=recipient,
        to_office=to_office,
        student_id=student,
        entry_id=entry,
        state=RelayState(state),
        album=album,
        created_at=created_at,
        sent_at=sent_at,
    )


def values_of_letter(letter: Letter) -> dict[str, Any]:
    return {
        "telegram_message_id": letter.message_id,
        "content": letter.kind,
        "text": letter.text,
        "entities": [dict(entity) for entity in letter.entities] or None,
        "file_id": letter.file_id,
        "album": letter.album,
    }


def values_of_direction(direction: Direction | None, now: datetime) -> dict[str, Any]:
    """Return what stands in a letter sent in this direction, or in one that is only offered."""
    if direction is None:
        return {"state": RelayState.OFFERED, "sender_role": Role.GUARDIAN, "to_office": False}
    addressee = direction.addressee
    return {
        "state": RelayState.SENT,
        "sent_at": now,
        "sender_role": direction.sender_role,
        "recipient_id": addressee.person_id,
        "to_office": addressee.person_id is None,
        "student_id": addressee.student.id,
        "entry_id": addressee.entry_id,
        "answer_to_id": direction.answer_to,
    }


def last_letters(rows: Iterable[Sequence[Any]], person_id: PersonId) -> list[LastLetter]:
    """Keep the newest of each conversation; rows come newest first."""
    newest: dict[tuple[int | None, int], LastLetter] = {}
    for sender, role, recipient, student, kind, text, at in rows:
        mine = sender == person_id
        counterpart = recipient if mine else sender
        letter = LastLetter(
            counterpart_id=counterpart,
            counterpart_is_staff=(role in STAFF_ROLES) is not mine,
            student_id=student,
            kind=LetterKind(kind),
            text=text,
            mine=mine,
            at=at,
        )
        newest.setdefault((counterpart, student), letter)
    return list(newest.values())
