"""People, bots, chats and messages, as plain records that can be written down and read back."""

from dataclasses import dataclass, field
from typing import Any

from simulator.state.updates import UpdateQueue

Json = dict[str, Any]


@dataclass(slots=True)
class Person:
    """`user` is the Bot API's User; the note and the offered deep link are the page's."""

    user: Json
    note: str | None = None
    start: str | None = None

    def dump(self) -> Json:
        return {"user": self.user, "note": self.note, "start": self.start}

    def shown(self) -> Json:
        return {**self.user, "note": self.note, "start": self.start}


@dataclass(slots=True)
class Post:
    """A message in a chat; `keyboard` is its reply keyboard, which a Message object does not carry."""

    message: Json
    outgoing: bool
    deleted: bool = False
    keyboard: Json | None = None
    protected: bool = False
    reactions: list[Json] = field(default_factory=list)
    received: bool = False
    """Of a person's message: whether the bot has confirmed it."""

    def dump(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Chat:
    """One of a bot's chats; `status` is the bot's membership (in a private chat kicked means blocked)."""

    id: int
    type: str
    title: str = ""
    members: list[int] = field(default_factory=list)
    creator: int | None = None
    status: str = "member"
    migrated_to: int | None = None
    unread: int = 0
    pinned: int | None = None
    keyboard: Json | None = None
    menu_button: Json | None = None
    last_id: int = 0
    posts: dict[int, Post] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def dump(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__ if name not in {"posts", "last_id"}}


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str | None = None
    last_error_at: int | None = None
    last_error: str | None = None


@dataclass(slots=True)
class Bot:
    """A bot account; private chats and basic groups share one sequence of message ids, as at Telegram."""

    token: str
    user: Json
    names: Json = field(default_factory=dict)
    commands: Json = field(default_factory=dict)
    menu_button: Json | None = None
    allowed_updates: list[str] | None = None
    webhook: Webhook = field(default_factory=Webhook)
    offset: int = 0
    last_id: int = 0
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    polls: int = 0

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def dump(self) -> Json:
        written = ("token", "user", "names", "commands", "menu_button", "allowed_updates", "offset")
        webhook = {name: getattr(self.webhook, name) for name in self.webhook.__slots__}
        return {name: getattr(self, name) for name in written} | {"webhook": webhook}


@dataclass(slots=True)
class Callback:
    """A tap on an inline button, from the press to the bot's answer."""

    id: str
    bot: int
    chat: int
    message: int
    user: int
    data: str
    at: float
    answered: bool = False
    answers: int = 0
    text: str | None = None
    show_alert: bool = False
    url: str | None = None

    def dump(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class StoredFile:
    """A file as one bot knows it; `kind` is photo or document."""

    id: str
    unique_id: str
    bot: int
    kind: str
    path: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0

    def dump(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}
