"""What people write to each other through the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diary.models.entries import Json, Kind
from diary.models.ids import (
    BotId,
    ChatId,
    EntryId,
    PersonId,
    RelayId,
    StaffId,
    StudentId,
    SubjectId,
    TelegramMessageId,
)
from diary.models.people import Account, Name, Role, Student


class LetterKind(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"


class RelayState(StrEnum):
    OFFERED = "offered"
    """Written without saying to whom: waits for the choice."""

    SENT = "sent"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes, and in which chat."""

    account: Account
    bot_id: BotId
    chat_id: ChatId

    @property
    def person_id(self) -> PersonId:
        return self.account.person_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One Telegram message as it may be passed on: content only, nothing of who sent it."""

    message_id: TelegramMessageId
    kind: LetterKind
    text: str
    entities: tuple[Mapping[str, Json], ...] = ()
    file_id: str | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a letter answers: a message of the same chat, and where in it the quote begins (UTF-16)."""

    message_id: TelegramMessageId
    quote_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom one may write to about a student. Staff are known by name, families by label and child."""

    person_id: PersonId | None
    """None: the office, whoever of it answers."""

    role: Role
    student: Student
    name: Name | None = None
    label: str = ""
    subjects: tuple[str, ...] = ()
    """What a teacher teaches the student."""

    leads_class: bool = False
    entry_id: EntryId | None = None
    """The entry that a letter to them would be about."""

    @property
    def target(self) -> "Target":
        return Target(person_id=self.person_id, student_id=self.student.id, entry_id=self.entry_id)

    @property
    def key(self) -> tuple[PersonId | None, StudentId]:
        return self.person_id, self.student.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """A lesson of a student's timetable and who gives it."""

    person_id: PersonId
    name: Name
    subject_id: SubjectId
    subject: str
    weekday: int
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPlace:
    """Where in the timetable an entry belongs, as far as the school says."""

    kind: Kind
    staff_id: StaffId | None
    subject_id: SubjectId | None
    day: date | None
    lesson: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A letter on its way from person to person."""

    id: RelayId
    sender_id: PersonId
    sender_role: Role
    recipient_id: PersonId | None
    to_office: bool
    student_id: StudentId | None
    entry_id: EntryId | None
    state: RelayState
    album: str | None
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom a letter shall go to (None: the office), about whom and what, as buttons and dialogues keep it."""

    person_id: PersonId | None
    student_id: StudentId
    entry_id: EntryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """A notice that stands in a chat, and may be answered."""

    what: str
    student_id: StudentId | None
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """From whom in which role, to whom, about which student and entry."""

    sender_role: Role
    addressee: Addressee
    answer_to: RelayId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A letter was sent. `reachable`: the receiver has a chat; otherwise it waits until there is one."""

    relay_id: RelayId
    addressee: Addressee
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A letter waits for the choice of one of these; none: there is nobody to write to."""

    relay_id: RelayId | None
    addressees: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A further part of an album goes where its first part goes: nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLetter:
    """The newest letter between a person and a counterpart (None: the office) about a student."""

    counterpart_id: PersonId | None
    counterpart_is_staff: bool
    student_id: StudentId
    kind: LetterKind
    text: str
    mine: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The last letter between a person and somebody, who may be written to again."""

    addressee: Addressee
    letter: LastLetter
