"""How use cases put things on their way into chats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.deliveries import Delivery, NewDelivery, Topic
from diary.models.ids import MailboxId, MessageId, PersonId, StudentId


class Outbox(Protocol):
    async def put(self, deliveries: Sequence[NewDelivery], *, now: datetime) -> None:
        """Queue and wake the mailboxes. One that exists under its unique key is left as it is.

        Mailboxes are locked in chat order, so that writers never wait for each other in a circle.
        """
        ...

    async def of(self, topic: Topic, subject_ids: Collection[int]) -> Sequence[Delivery]:
        """Every delivery of these subjects, whatever its state, by id."""
        ...

    async def cancel_queued(
        self,
        topic: Topic,
        subject_ids: Collection[int],
        *,
        mailbox_ids: Collection[MailboxId] | None = None,
        student_ids: Collection[StudentId] | None = None,
    ) -> Sequence[Delivery]:
        """Cancel what is queued and was never handed over, and return it."""
        ...

    async def cancel_for(self, person_id: PersonId, student_ids: Collection[StudentId]) -> int:
        """Cancel what is queued about these students in chats where nobody but this person hears of them."""
        ...

    async def cancel_queue(self, mailbox_id: MailboxId) -> None:
        """Cancel all that is queued for a chat in which nobody hears any more."""
        ...

    async def redraw(self, topic: Topic, subject_ids: Collection[int], *, now: datetime) -> None:
        """Have every sent message that shows these subjects drawn again, at once and silently."""
        ...

    async def redraw_message(self, message_id: MessageId, *, now: datetime) -> None: ...
