"""What a message is drawn from: values loaded for one mailbox at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from diary.models.deliveries import Delivery
from diary.models.entries import Details, Json, Kind
from diary.models.ids import EntryId, MessageId, PersonId, RelayId, StaffId, SubjectId
from diary.models.people import ChildView, Name, Role, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Averages:
    """Weighted means of a student's grades in a subject and term, around one revision; None: none counts."""

    before: Decimal | None
    after: Decimal | None
    since: int = field(default=0, compare=False)
    """The diary's moment that `before` ends at; moments grow with time over all grades."""

    until: int = field(default=0, compare=False)
    """The diary's moment that `after` speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Someone of this mailbox signed `revision`, when the entry said `value` (a grade's, else empty)."""

    person_id: PersonId
    revision: int
    signed_at: datetime
    value: str = ""
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """An entry for one student as one mailbox sees it: what it says now, and what was told there before."""

    id: EntryId
    kind: Kind
    revision: int
    told_revision: int
    withdrawn: bool
    subject_id: SubjectId | None
    subject: str
    staff_id: StaffId | None
    teacher: Name | None
    day: date | None
    lesson: int | None
    marked_at: datetime
    """When the school published it, else when it was received."""

    details: Details
    audience: str = ""
    """The class's or group's name where it is not for one student; the school's name for all."""

    term: str = ""
    """A term grade's term."""

    was: Details | None = None
    """What this chat was told before `told_revision`, where that differs; else None."""

    was_day: date | None = None
    """The day told with `was`: a test's may change."""

    averages: Averages | None = None
    signatures: tuple[Signature, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Names behind ids in `details`: "new.subject" of a timetable change."""

    new_teacher: Name | None = None
    """Who teaches instead after a timetable change."""

    received_at: datetime | None = None
    """When it first came from the school; a day far from it is shown with its year."""

    @property
    def signers(self) -> frozenset[PersonId]:
        """Who of this chat signed what it says now."""
        return frozenset(one.person_id for one in self.signatures if one.revision >= self.told_revision)

    @property
    def signed(self) -> bool:
        return bool(self.signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayContent:
    """A relayed message as its receiver sees it."""

    id: RelayId
    sender_role: Role
    sender: Name | None
    """Staff by name; a guardian has no name in the roster and is called by `label` and the child."""

    label: str
    content: str
    """text, photo or document."""

    text: str
    entities: tuple[Mapping[str, Json], ...]
    file_id: str | None
    album: str | None
    about: EntryContent | None
    answer_to: RelayId | None
    created_at: datetime
    retracted: bool


STUDENT_NUMBER = "number"
"""Where a notice's data has its student's id, also where whoever hears it has no right on them any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeContent:
    what: str
    data: Mapping[str, Json]
    created_at: datetime
    view: ChildView | None = None
    """How its one reader wants the student shown whom it is about."""

    last: bool = False
    """Whether its reader has no right on any child any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One delivery and what it is about; exactly one of entry, relay and notice is set.

    `can_sign` and `can_write` say whether anyone of this chat may: no button is drawn that would be refused.
    """

    delivery: Delivery
    student: Student | None = None
    entry: EntryContent | None = None
    relay: RelayContent | None = None
    notice: NoticeContent | None = None
    can_sign: bool = True
    can_write: bool = True
    guardians: Mapping[PersonId, str] = field(default_factory=dict)
    """In a family's group: the student's guardians, each of whom signs, by what they are called."""

    @property
    def waiting(self) -> frozenset[PersonId]:
        """Who of a group's guardians has not signed, as far as the group sees."""
        return frozenset(self.guardians) - (self.entry.signers if self.entry else frozenset())

    @property
    def to_sign(self) -> bool:
        """Whether someone of the chat may sign it and has not."""
        if self.entry is None or self.entry.withdrawn or not self.can_sign:
            return False
        return bool(self.waiting) if self.guardians else not self.entry.signed


class Layout(StrEnum):
    FRESH = "fresh"
    CORRECTION = "correction"
    """The short notice that follows an edited message, as an answer to it."""

    WITHDRAWAL = "withdrawal"
    """Of a lane-0 entry that was told."""

    ABSENCE_DAY = "absence_day"
    """One child's absences of one day, together."""

    RELAY = "relay"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One message to draw: its items share a layout, a student and (entries) kind, subject and teacher."""

    message_id: MessageId
    layout: Layout
    items: tuple[Item, ...]
    again: bool = False
    """An earlier attempt may have arrived: say so visibly."""

    album: tuple[Item, ...] = ()
    """All that goes out together with it, this message's own item among them; empty for what goes alone."""

    @property
    def leads(self) -> bool:
        """Whether it is the first, or the only one."""
        return not self.album or self.album[0].delivery.id == self.items[0].delivery.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """UTF-16 span of one item in the text."""

    start: int
    end: int
