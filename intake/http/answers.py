"""What the push API answers, for its documentation; answers are written without checking them again."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic_core import to_json
from starlette.responses import Response

from diary.models.deliveries import DeliveryState
from diary.models.entries import Kind, Outcome
from diary.models.people import Role
from diary.models.roster import Section
from intake.push.types import ExternalId, Label


class Refusal(BaseModel):
    code: str
    message: str
    field: str | None = None


class ErrorAnswer(BaseModel):
    """Every refusal looks like this."""

    error: Refusal


class EntryResult(BaseModel):
    """`error` begins with the wrong field's name and says how to mend it; null where nothing is wrong."""

    id: str
    outcome: Outcome
    revision: int | None
    error: str | None
    field: str | None = Field(default=None, description="only of a rejected entry")


class EntriesAnswer(BaseModel):
    """One result for each entry, in the order pushed."""

    results: list[EntryResult]


class SectionCounts(BaseModel):
    created: int
    updated: int
    unchanged: int
    removed: int


class RosterRejection(BaseModel):
    section: Section
    id: str
    field: str
    error: str


class RosterAnswer(BaseModel):
    """What became of each section that was given, and the records that were refused."""

    counts: dict[Section, SectionCounts]
    rejected: list[RosterRejection]


class CodeRequest(BaseModel):
    """Guardians and students get codes for a `student`, teachers and the office for a `staff` member."""

    model_config = {"extra": "forbid", "hide_input_in_errors": True}
    role: Literal[Role.GUARDIAN, Role.STUDENT, Role.TEACHER, Role.OFFICE]
    student: ExternalId | None = None
    staff: ExternalId | None = None
    label: Label = Field(default="", description='tells guardians apart: "мама"')


class CodeAnswer(BaseModel):
    """Shown this once. `link` is empty while the bot's name is not known."""

    code: str
    link: str
    expires_at: datetime


class RecipientAnswer(BaseModel):
    role: Role
    label: str
    state: DeliveryState
    revision: int = Field(description="the revision that was last told here")
    sent_at: datetime | None
    acknowledged_at: datetime | None = Field(description="null while what is told now is not signed")


class StatusAnswer(BaseModel):
    source: str
    id: str
    kind: Kind
    revision: int
    withdrawn: bool
    received_at: datetime
    changed_at: datetime
    entry: dict[str, Any] = Field(description="as it would be pushed again")
    recipients: list[RecipientAnswer]


class Ready(BaseModel):
    ready: bool
    checks: dict[str, bool]


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


def answer(content: object, *, status: int = 200) -> Response:
    return Response(to_json(content), status_code=status, media_type="application/json")


REFUSALS: dict[int, str] = {
    401: "The key is missing or wrong.",
    404: "Nothing of this name is known.",
    408: "The body did not arrive in time.",
    409: "Entries of several kinds share this id: name the kind.",
    413: "More than 4 MiB or 1,000 entries.",
    422: "The body or a parameter is malformed; `field` names what.",
    429: "More than four pushes are in flight: wait as long as Retry-After says.",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe refusals in OpenAPI."""
    return {status: {"model": ErrorAnswer, "description": REFUSALS[status]} for status in statuses}
