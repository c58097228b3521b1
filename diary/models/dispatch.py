"""What the delivery engine takes from the queue, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from diary.models.deliveries import Delivery, DeliveryState, SentMessage
from diary.models.ids import (
    BotId,
    ChatId,
    DeliveryId,
    EntryId,
    MailboxId,
    MessageId,
    PersonId,
    TelegramMessageId,
)
from diary.models.notifications import Item, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to send for a bot. `fence` grows with every new owner."""

    bot_id: BotId
    owner: str
    fence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMailbox:
    """`wake_seq` is what was seen when it was taken: whoever queues more raises it."""

    id: MailboxId
    chat_id: ChatId
    private: bool
    locale: str
    due_at: datetime
    wake_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingMessage:
    """A message that a chat has. `dirty_seq` is what was seen: whoever makes it dirty raises it."""

    message: SentMessage
    layout: Layout
    dirty_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxQueue:
    """`waiting` in the order in which it goes out; `dirty` by age."""

    mailbox: DueMailbox
    waiting: tuple[Delivery, ...]
    dirty: tuple[StandingMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A delivery's item, and what decides whether and how it goes out.

    Nobody among `people`: no one of this chat has a right to it any more. `told`: an earlier version of it
    was handed over to this chat, and not withdrawn since. `reply_to`: the chat's message it belongs under.
    """

    item: Item
    people: tuple[PersonId, ...]
    told: bool = False
    reply_to: TelegramMessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """`entry_id` where the delivery is an entry's; the span is in UTF-16 units."""

    delivery_id: DeliveryId
    entry_id: EntryId | None
    revision: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is about to be handed over in one message. `fresh`: the deliveries that it settles.

    `standing`: an existing message that is edited; else its row is made.
    """

    message_id: MessageId
    mailbox_id: MailboxId
    layout: Layout
    items: tuple[ShownItem, ...]
    fresh: frozenset[DeliveryId]
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The outcome of one claim. `attempts` counts those whose outcome stayed unknown.

    `telegram_message_id` is set where the message exists now; `gone` where it does not, as far as is known.
    """

    claim: Claim
    state: DeliveryState
    attempts: int
    retry_at: datetime | None = None
    telegram_message_id: TelegramMessageId | None = None
    gone: bool = False
    seen_dirty_seq: int | None = 0
    """None keeps it dirty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A mailbox that nothing is in flight for: when it is due next is counted anew."""

    mailbox: DueMailbox
    retry_at: datetime | None = None
