"""What people ask the school for: access, a second parent's code, their access back, a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from diary.models.ids import (
    AccountId,
    BotId,
    CodeId,
    PersonId,
    RequestId,
    StaffId,
    StudentId,
    TelegramUserId,
)
from diary.models.people import Link, Name, Role, Student


class RequestKind(StrEnum):
    GUARDIAN = "guardian"
    STAFF = "staff"
    SECOND_CODE = "second_code"
    RECOVERY = "recovery"
    CORRECTION = "correction"


APPLICATIONS = frozenset({RequestKind.GUARDIAN, RequestKind.STAFF, RequestKind.RECOVERY})
"""Of those who have no right yet (or no more): approved only for who was seen in person."""


class RequestState(StrEnum):
    OPEN = "open"
    ASKED_BACK = "asked_back"
    APPROVED = "approved"
    REFUSED = "refused"
    DROPPED = "dropped"


UNDECIDED = frozenset({RequestState.OPEN, RequestState.ASKED_BACK})


class Who(StrEnum):
    """What an applicant says to be to the child."""

    MOTHER = "mother"
    FATHER = "father"
    REPRESENTATIVE = "representative"


class ClaimField(StrEnum):
    """What is claimed, asked for in this order. Birth dates stand in ISO form."""

    WHO = "who"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    CLASS_NAME = "class_name"
    POSITION = "position"
    TEXT = "text"
    QUESTION = "question"
    ANSWER = "answer"


Claims = Mapping[str, str]
"""By ClaimField. Personal: kept in requests alone, and erased with them."""


class Refusal(StrEnum):
    """Reasons that the office chooses from; any other is written.

    Whether there is such a child is said by none: what is not in the list differs from it, too.
    """

    NOT_SHOWN = "not_shown"
    DIFFERS = "differs"


class Handing(StrEnum):
    """How the second parent's code is handed on; stands as the reason of the approval."""

    AT_SCHOOL = "at_school"
    IN_CHAT = "in_chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    kind: RequestKind
    person_id: PersonId
    account_id: AccountId
    claims: Claims = field(repr=False)
    student_id: StudentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`account_is_live`: whoever asks still has the account (`user` of `bot_id`) that they asked from."""

    id: RequestId
    kind: RequestKind
    state: RequestState
    person_id: PersonId
    account_id: AccountId
    bot_id: BotId
    user: TelegramUserId
    account_is_live: bool
    student_id: StudentId | None
    claims: Claims = field(repr=False)
    reason: str | None = field(repr=False)
    seen_in_person: bool
    code_id: CodeId | None
    sent_at: datetime
    decided_at: datetime | None
    decided_by: PersonId | None

    @property
    def undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def claimed_name(self) -> Name:
        return Name(
            family_name=self.claims.get(ClaimField.FAMILY_NAME, ""),
            given_name=self.claims.get(ClaimField.GIVEN_NAME, ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """An approved application lacks nothing but the consent to this version of the document."""

    code_id: CodeId
    consent_version: str


class Likeness(StrEnum):
    SAME = "same"
    NEAR = "near"
    HEARD = "heard"
    """The same or nearly so to the ear, but written in the other alphabet."""
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    """The roster does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A student whom the claims may mean, and how well they fit."""

    student: Student
    name: Likeness
    birth_date: Likeness
    class_name: Likeness

    @property
    def fits_wholly(self) -> bool:
        return self.name is self.birth_date is self.class_name is Likeness.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """A staff member of the roster. `reachable`: they have a live account, which an approval ends."""

    id: StaffId
    person_id: PersonId
    name: Name
    roles: frozenset[Role]
    reachable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCandidate:
    employee: Employee
    name: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody with a right on a student. `reachable`: they have a live account."""

    link: Link
    reachable: bool

    @property
    def person_id(self) -> PersonId:
        return self.link.person_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A request as the office decides on it.

    `student`: the child that the asker has a right on; applicants only claim one, among `candidates`.
    `chosen`: the candidate that the office means. `holders`: who has a right on `student` or `chosen`.
    `barred`: how many persons an order keeps from them.
    """

    request: Request
    student: Student | None = None
    asker: Link | None = None
    candidates: Sequence[Candidate] = ()
    chosen: StudentId | None = None
    employees: Sequence[StaffCandidate] = ()
    holders: Sequence[Holder] = ()
    barred: int = 0
    decided_by: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """Oldest first. `total` counts all that are undecided."""

    requests: Sequence[Request]
    page: int
    pages: int
    total: int
