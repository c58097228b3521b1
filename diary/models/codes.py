"""Codes that give rights, from issue to redeeming."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diary.models.delegation import Grant
from diary.models.ids import BotId, ChatId, CodeId, PersonId, StaffId, StudentId, TelegramUserId
from diary.models.people import Name, Role, Scope, Student


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A code to keep: of its secrets only what cannot be read back."""

    role: Role
    student_id: StudentId | None
    staff_id: StaffId | None
    label: str
    selector: int
    verifier_hash: str
    token_hash: bytes
    issued_by: PersonId | None
    expires_at: datetime
    person_id: PersonId | None = None
    """Whose account the redeemer's becomes."""

    reserved_by: TelegramUserId | None = None
    """The only account that may spend it: held for it until it expires."""

    scope: Scope | None = None
    """Of a delegated code: what it gives, until `link_until`."""

    link_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """The only time that a code is readable."""

    id: CodeId
    code: str
    link: str
    """A deep link; empty while the bot's name is unknown."""

    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedCode:
    id: CodeId
    student_id: StudentId | None
    """None for a code of staff, and of a whole account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCode:
    """A code as a redeemer meets it."""

    id: CodeId
    role: Role
    student_id: StudentId | None
    staff_id: StaffId | None
    label: str
    verifier_hash: str
    person_id: PersonId | None = None
    issued_by: PersonId | None = None
    scope: Scope | None = None
    link_until: datetime | None = None


class CodeState(StrEnum):
    OPEN = "open"
    RESERVED = "reserved"
    SPENT = "spent"
    REVOKED = "revoked"
    BURNED = "burned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSummary:
    """A line of the list of codes; the code itself is not known any more."""

    id: CodeId
    role: Role
    label: str
    owner: str
    """The student's or staff member's id in the journal; empty for an office code of nobody's."""

    name: Name | None
    state: CodeState
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A code held for one account until consent is given. Says nothing of the child."""

    code_id: CodeId
    role: Role
    until: datetime
    consent_version: str
    """Of the document to be consented to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """The account that redeems a code, in its private chat."""

    bot_id: BotId
    chat_id: ChatId
    user: TelegramUserId
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a spent code has given: a right on a student, or a staff member's role.

    `moved`: the account has become that of someone known, with all that is theirs.
    """

    role: Role
    student: Student | None = None
    staff: Name | None = None
    grant: Grant | None = None
    """What a delegated code has given."""
    moved: bool = False
