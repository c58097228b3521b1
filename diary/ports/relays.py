"""What people write to each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from diary.models.ids import BotId, ChatId, MessageId, PersonId, RelayId, StudentId, TelegramMessageId
from diary.models.talk import Author, Direction, LastLetter, Letter, Relay


class Relays(Protocol):
    async def at(self, bot_id: BotId, chat_id: ChatId, message_id: TelegramMessageId) -> Relay | None:
        """Return what was made of this message when it came in."""
        ...

    async def get(self, relay_id: RelayId) -> Relay | None: ...

    async def album(self, bot_id: BotId, chat_id: ChatId, album: str) -> Sequence[Relay]:
        """Return the parts of an album that came in, oldest first."""
        ...

    async def add(
        self, author: Author, letter: Letter, direction: Direction | None, *, now: datetime
    ) -> Relay:
        """Keep a letter: sent in this direction, or offered where there is none yet."""
        ...

    async def direct(
        self, relay_ids: Sequence[RelayId], direction: Direction, *, now: datetime
    ) -> Sequence[RelayId]:
        """Send what is still only offered."""
        ...

    async def retract(
        self, relay_ids: Sequence[RelayId], sender_id: PersonId, *, sent_after: datetime
    ) -> Sequence[RelayId]:
        """Take back what this person sent after that instant."""
        ...

    async def message_at(
        self, bot_id: BotId, chat_id: ChatId, message_id: TelegramMessageId
    ) -> MessageId | None:
        """Return our number of a message that delivery sent into this chat."""
        ...

    async def shown(self, message_id: MessageId) -> Relay | None:
        """Return the relay that a sent message shows."""
        ...

    async def waiting(self, person_ids: Sequence[PersonId], *, office: bool) -> Sequence[Relay]:
        """Return what was sent to them (or to the office) and is on its way into no chat."""
        ...

    async def wrote(
        self, sender_id: PersonId, recipient_id: PersonId, student_id: StudentId, *, office: bool
    ) -> bool:
        """Whether one has written to the other (or, where `office`, to the office) about this student."""
        ...

    async def last_letters(self, person_id: PersonId, *, office: bool, limit: int) -> Sequence[LastLetter]:
        """Return the newest letter of each conversation of this person, newest first."""
        ...
