"""Bodies of `/sim`, as docs/simulator.md gives them."""

from pydantic import BaseModel, ConfigDict, Field

from simulator.phones.writing import Draft, File
from simulator.state.faults import Fault, FaultKind
from simulator.state.rates import DEFAULT_BURST, Rates


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BotBody(Body):
    token: str = Field(pattern=r"^\d+:[\w-]+$")
    first_name: str
    username: str


class UserBody(Body):
    id: int = Field(gt=0)
    first_name: str = Field(min_length=1)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    note: str | None = None
    start: str | None = Field(default=None, pattern=r"^[\w-]{1,64}$")


class FileBody(Body):
    name: str
    mime: str | None = None
    base64: str

    def file(self) -> File:
        return File(self.name, self.base64, self.mime or "")


class MediaBody(Body):
    type: str = Field(pattern="^(photo|document)$")
    file: FileBody


class QuoteBody(Body):
    text: str
    position: int = 0


class SendBody(Body):
    sender: int = Field(alias="from")
    text: str | None = None
    photo: FileBody | None = None
    document: FileBody | None = None
    media: list[MediaBody] = Field(default_factory=list, max_length=10)
    caption: str | None = None
    contact: bool = False
    reply_to_message_id: int | None = None
    quote: QuoteBody | None = None

    def draft(self) -> Draft:
        files = [(item.type, item.file.file()) for item in self.media]
        if self.photo:
            files.append(("photo", self.photo.file()))
        if self.document:
            files.append(("document", self.document.file()))
        quote = (self.quote.text, self.quote.position) if self.quote else None
        return Draft(
            self.text or "", files, self.caption or "", self.contact, self.reply_to_message_id, quote
        )


class EditBody(Body):
    sender: int = Field(alias="from")
    message_id: int
    text: str


class PressBody(Body):
    sender: int = Field(alias="from")
    message_id: int
    data: str
    forged: bool = False


class GroupBody(Body):
    title: str = Field(min_length=1, max_length=128)
    members: list[int]
    by: int


class ByBody(Body):
    by: int | None = None


class ClockBody(Body):
    advance: float = Field(ge=0)


class FaultBody(Body):
    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = Field(default=None, ge=0)
    probability: float = Field(default=1.0, ge=0, le=1)
    seconds: float = Field(default=1.0, ge=0)
    description: str | None = None

    def fault(self) -> Fault:
        return Fault(**self.model_dump())


class RatesBody(Body):
    per_second: float | None = Field(default=None, gt=0)
    per_chat: float | None = Field(default=None, gt=0)
    per_group_minute: int | None = Field(default=None, gt=0)
    burst: int = Field(default=DEFAULT_BURST, ge=1)

    def rates(self) -> Rates:
        return Rates(**self.model_dump())
