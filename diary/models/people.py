"""Who there is: persons, their accounts, links on students and roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from diary.models.deliveries import Mailbox
from diary.models.entries import Kind
from diary.models.ids import (
    AccountId,
    BotId,
    ChatId,
    ClassId,
    CodeId,
    LinkId,
    MailboxId,
    PersonId,
    SchoolId,
    StaffId,
    StudentId,
    SubjectId,
    TelegramUserId,
)


class Role(StrEnum):
    """What a person may be; one person may be several. A class teacher is a teacher whom a class names."""

    GUARDIAN = "guardian"
    TRUSTED = "trusted"
    STUDENT = "student"
    TEACHER = "teacher"
    OFFICE = "office"


LINK_ROLES = frozenset({Role.GUARDIAN, Role.TRUSTED, Role.STUDENT})
STAFF_ROLES = frozenset({Role.TEACHER, Role.OFFICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    family_name: str
    given_name: str
    patronymic: str = ""

    @property
    def in_order(self) -> tuple[str, ...]:
        """Sort as people look names up: ё beside е, not before а."""
        parts = (self.family_name, self.given_name, self.patronymic)
        return tuple(part.casefold().replace("ё", "е") for part in parts)


class Colour(StrEnum):
    """By which a family tells its children apart at a glance."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    BROWN = "brown"
    BLACK = "black"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """How one person wants one child shown to themselves; empty: as the roster says."""

    short_name: str = ""
    colour: Colour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    id: StudentId
    external_id: str
    name: Name
    class_id: ClassId | None
    class_name: str
    birth_date: date | None = None
    view: ChildView | None = None
    """How the one person who looks wants them shown; None: as the roster says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    id: StaffId
    person_id: PersonId
    external_id: str
    name: Name
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One Telegram account of a person, as this bot knows it."""

    id: AccountId
    person_id: PersonId
    school_id: SchoolId
    telegram_user_id: TelegramUserId
    locale: str
    acting_role: Role | None = None
    """What a person of several roles is here for; asked once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a link lets its holder see. None means everything of that dimension."""

    kinds: frozenset[Kind] | None = None
    subjects: frozenset[SubjectId] | None = None
    may_write: bool = True

    def covers(self, kind: Kind, subject_id: SubjectId | None) -> bool:
        """Whether an entry of this kind and subject is within the scope.

        An entry without a subject is outside a scope that names subjects, unless its kind has none to name.
        """
        if self.kinds is not None and kind not in self.kinds:
            return False
        return self.subjects is None or subject_id in self.subjects


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A person's right on a student; revoked, never deleted."""

    id: LinkId
    person_id: PersonId
    student_id: StudentId
    role: Role
    label: str
    scope: Scope
    valid_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A student as one person sees them."""

    student: Student
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is at the other end of a chat, and what they may act as now."""

    account: Account
    roles: frozenset[Role]
    leads_class: bool = False
    """Whether a class names them as its teacher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A right on a student to give."""

    person_id: PersonId
    student_id: StudentId
    role: Role
    label: str
    scope: Scope
    code_id: CodeId
    consent_id: int
    valid_until: datetime | None = None
    granted_by: PersonId | None = None
    end_told_for: datetime | None = None
    """Its end, where it is so near that it goes without saying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLinks:
    """How many rights on students of a class were given, by role."""

    teacher_id: PersonId
    class_name: str
    counts: Mapping[Role, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStaffRole:
    """A role at school to give."""

    person_id: PersonId
    staff_id: StaffId | None
    """None for the office's first person, whom no roster names yet."""

    role: Role
    code_id: CodeId
    consent_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Whose a mailbox is: this person hears in that chat."""

    person_id: PersonId
    mailbox: Mailbox

    @property
    def mailbox_id(self) -> MailboxId:
        return self.mailbox.id

    @property
    def bot_id(self) -> BotId:
        return self.mailbox.bot_id

    @property
    def chat_id(self) -> ChatId:
        return self.mailbox.chat_id

    @property
    def private(self) -> bool:
        return self.mailbox.private


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person who may hear of a student in one chat. Whether of a given entry, `scope` says."""

    person_id: PersonId
    student_id: StudentId
    role: Role
    scope: Scope
    mailbox: Mailbox
