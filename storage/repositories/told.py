"""What a chat was told of entries before, and who signed there."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import Delivery, DeliveryState, Topic
from diary.models.ids import PersonId, TelegramMessageId
from diary.models.notifications import Signature
from storage.repositories.entry_facts import EntryFacts
from storage.schema import acknowledgement, delivery, destination, message, message_item

HANDED_OVER = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)

_SIGNATURES = (
    select(
        destination.c.mailbox_id,
        acknowledgement.c.entry_id,
        acknowledgement.c.student_id,
        acknowledgement.c.person_id,
        acknowledgement.c.revision,
        acknowledgement.c.signed_at,
        acknowledgement.c.answer,
    )
    .join(destination, destination.c.person_id == acknowledgement.c.person_id)
    .where(
        acknowledgement.c.entry_id.in_(bindparam("entries", expanding=True)),
        destination.c.mailbox_id.in_(bindparam("mailboxes", expanding=True)),
        destination.c.ended_at.is_(None),
    )
    .order_by(acknowledgement.c.id)
)
_TAPPED = (
    select(
        message.c.mailbox_id,
        acknowledgement.c.entry_id,
        acknowledgement.c.student_id,
        acknowledgement.c.person_id,
        acknowledgement.c.revision,
        acknowledgement.c.signed_at,
        acknowledgement.c.answer,
    )
    .join(message, message.c.id == acknowledgement.c.message_id)
    .where(
        acknowledgement.c.entry_id.in_(bindparam("entries", expanding=True)),
        message.c.mailbox_id.in_(bindparam("mailboxes", expanding=True)),
    )
    .order_by(acknowledgement.c.id)
)
"""What was signed in a chat, whoever it was that did: in a family's group a parent who did not link it."""

Place = tuple[int, int, int]
"""A mailbox, an entry and a student."""


@dataclass(slots=True)
class Told:
    """`versions` handed over to a place, with the newest message that shows each there."""

    versions: dict[Place, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    signatures: dict[Place, list[Signature]] = field(default_factory=lambda: defaultdict(list))

    def before(self, one: Delivery, facts: EntryFacts) -> int | None:
        """Return the last version told there that what is told now replaces; None where that is void."""
        earlier = [version for version in self.versions.get(place(one), ()) if version < _told(one, facts)]
        last = max(earlier, default=None)
        return None if last is None or facts.void_since(last) else last

    def message(self, one: Delivery) -> TelegramMessageId | None:
        """Return the newest message there that shows an earlier version."""
        shown = self.versions.get(place(one), {})
        ids = [found for version, found in shown.items() if version < one.version and found is not None]
        return TelegramMessageId(max(ids)) if ids else None


def place(one: Delivery) -> Place:
    return one.mailbox_id, one.subject_id, one.student_id


def _told(one: Delivery, facts: EntryFacts) -> int:
    """Return the version told now; a withdrawal is told by its own, which asks for no new signature."""
    return facts.revision if facts.withdrawn and one.version == facts.revision else facts.told_revision


class SqlTold:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(
        self, mailbox_ids: Collection[int], facts: dict[int, EntryFacts], *, groups: Collection[int] = ()
    ) -> Told:
        """Load for these mailboxes, of which some may be groups."""
        told = Told()
        revised = [one.id for one in facts.values() if one.revision > 1]
        if revised:
            await self._load_versions(told, mailbox_ids, revised)
        if facts:
            await self._load_signatures(told, _SIGNATURES, mailbox_ids, facts)
        if facts and groups:
            await self._load_signatures(told, _TAPPED, groups, facts)
        return told

    async def _load_versions(
        self, told: Told, mailbox_ids: Collection[int], entry_ids: Sequence[int]
    ) -> None:
        columns = (
            delivery.c.mailbox_id,
            delivery.c.subject_id,
            delivery.c.student_id,
            delivery.c.version,
        )
        standing = and_(message.c.id == message_item.c.message_id, message.c.deleted_at.is_(None))
        query = (
            select(*columns, func.max(message.c.telegram_message_id))
            .outerjoin(message_item, message_item.c.delivery_id == delivery.c.id)
            .outerjoin(message, standing)
            .where(
                delivery.c.topic == Topic.ENTRY,
                delivery.c.subject_id.in_(entry_ids),
                delivery.c.mailbox_id.in_(mailbox_ids),
                delivery.c.state.in_(HANDED_OVER),
            )
            .group_by(*columns)
        )
        for box, entry_id, student, version, telegram in await self._connection.execute(query):
            told.versions[box, entry_id, student][version] = telegram

    async def _load_signatures(
        self, told: Told, query: Select[Any], mailbox_ids: Collection[int], facts: dict[int, EntryFacts]
    ) -> None:
        parameters = {"entries": list(facts), "mailboxes": list(mailbox_ids)}
        rows = await self._connection.execute(query, parameters)
        for box, entry_id, student, person, revision, signed_at, answer in rows:
            value = facts[entry_id].at(revision).details.get("value")
            signature = Signature(
                person_id=PersonId(person),
                revision=revision,
                signed_at=signed_at,
                value="" if value is None else str(value),
                answer=answer,
            )
            signatures = told.signatures[box, entry_id, student]
            if signature not in signatures:
                signatures.append(signature)
