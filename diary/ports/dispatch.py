"""What the delivery engine takes, sends and settles."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from diary.models.deliveries import Delivery, Topic
from diary.models.dispatch import Claim, DueMailbox, MailboxQueue, Rest, Settlement, StandingMessage
from diary.models.ids import (
    BotId,
    ChatId,
    DeliveryId,
    MailboxId,
    MessageId,
    PersonId,
    StudentId,
    TelegramMessageId,
)
from diary.models.people import Link, Student


class Dispatch(Protocol):
    async def due(
        self, bot_id: BotId, *, now: datetime, urgent: int, bulk: int, busy: Collection[MailboxId]
    ) -> Sequence[DueMailbox]:
        """Return open mailboxes that have something due, the most urgent first.

        At most `urgent` of them, and of lanes other than 0 and 1 at most `bulk`; none that are `busy`.
        """
        ...

    async def queues(self, mailboxes: Sequence[DueMailbox], *, now: datetime) -> Sequence[MailboxQueue]:
        """Return what waits in them and may go out now. Mailboxes left out were too many: ask again."""
        ...

    async def absence_days(
        self, days: Collection[tuple[MailboxId, StudentId, date]]
    ) -> dict[tuple[MailboxId, StudentId, date], StandingMessage]:
        """Return each child's absence message of that day, where a chat has one."""
        ...

    async def new_message_ids(self, count: int, *, after: int) -> Sequence[MessageId]:
        """Return unused ids. `after` is the last one its owner was given, used or not."""
        ...

    async def claim(self, claims: Sequence[Claim], *, now: datetime) -> frozenset[MessageId]:
        """Mark the deliveries as being sent, and keep what their messages will show.

        Return which claims hold: not those of which anything was cancelled, or whose entry has changed since.
        """
        ...

    async def settle(
        self, settlements: Sequence[Settlement], rests: Sequence[Rest], *, now: datetime
    ) -> None: ...

    async def cancel(self, delivery_ids: Collection[DeliveryId]) -> None:
        """Cancel what waits and nobody has a right to any more."""
        ...

    async def start_over(self, message_id: MessageId, *, now: datetime) -> None:
        """Queue again what a message shows that can be edited no more."""
        ...

    async def abandon(self, bot_id: BotId, *, limit: int, now: datetime) -> Sequence[Delivery]:
        """Take over from a dead process: what it was sending may have arrived or not.

        Return what came to that for the `limit`th time and is dead.
        """
        ...

    async def settle_by_tap(
        self,
        message_id: MessageId,
        bot_id: BotId,
        chat_id: ChatId,
        *,
        now: datetime,
        telegram_message_id: TelegramMessageId | None = None,
    ) -> bool:
        """Someone has tapped on or answered it there: so it arrived, whatever became of the answer.

        False where no such message is that chat's: buttons can be forged.
        """
        ...

    async def mailbox(self, bot_id: BotId, chat_id: ChatId) -> MailboxId | None: ...

    async def hearing(self, mailbox_id: MailboxId) -> Sequence[PersonId]:
        """Return whose mailbox it is."""
        ...

    async def is_group(self, mailbox_id: MailboxId) -> bool: ...

    async def families(self, mailbox_id: MailboxId, *, now: datetime) -> Sequence[tuple[Link, Student]]:
        """Return by which live links what students are heard of there."""
        ...

    async def block(self, mailbox_id: MailboxId, *, now: datetime) -> bool:
        """Stop sending there; what was queued is missed. False where it was blocked already."""
        ...

    async def unblock(self, mailbox_id: MailboxId, *, now: datetime) -> dict[Topic, int] | None:
        """Open it again; return how much was missed meanwhile, by topic. None where it was open."""
        ...

    async def move(self, mailbox_id: MailboxId, chat_id: ChatId, *, now: datetime) -> None:
        """Follow a group that has become a supergroup: the same chat under another id."""
        ...
