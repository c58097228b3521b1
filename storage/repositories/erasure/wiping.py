"""Takes everything that tells who a person was out of every table, as the plan says."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, false, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.deliveries import DeliveryState, MailboxState
from diary.models.ids import PersonId
from diary.models.people import Role
from diary.models.talk import RelayState
from storage.repositories.chunks import chunks
from storage.repositories.delivery_rows import live
from storage.repositories.erasure.mentions import blank_mentions, names_of
from storage.schema import (
    access_code,
    account,
    child_view,
    code_attempt,
    conversation,
    delivery,
    link,
    mailbox,
    message,
    notice,
    person,
    relay,
    request,
)
from storage.schema.types import Instant

TOMBSTONE = 2**60
"""Telegram's ids have at most 52 significant bits: below minus this stands nobody."""


async def wipe(
    connection: AsyncConnection, person_id: PersonId, chats: Collection[int], *, now: datetime
) -> bool:
    """Wipe one person. `chats`: the mailboxes that are nobody else's. False where they were wiped before."""
    gone = update(person).where(person.c.id == person_id, person.c.erased_at.is_(None))
    if (await connection.execute(gone.values(erased_at=now))).rowcount == 0:
        return False
    names = await names_of(connection, person_id)
    # what is found by the numbers of Telegram's goes before them
    await _forget_dialogues(connection, person_id, chats)
    await _blank_codes(connection, person_id, names.labels, names.students, now)
    await _blank_words(connection, person_id)
    await blank_mentions(connection, names)
    await _bury_chats(connection, chats, now)
    await connection.execute(
        update(account)
        .where(account.c.person_id == person_id)
        .values(
            telegram_user_id=-(account.c.id + TOMBSTONE),
            acting_role=None,
            ended_at=func.coalesce(account.c.ended_at, literal(now, Instant)),
        )
    )
    return True


async def _forget_dialogues(connection: AsyncConnection, person_id: PersonId, chats: Collection[int]) -> None:
    users = select(account.c.telegram_user_id).where(account.c.person_id == person_id).scalar_subquery()
    await connection.execute(delete(code_attempt).where(code_attempt.c.telegram_user_id.in_(users)))
    await connection.execute(delete(conversation).where(conversation.c.telegram_user_id.in_(users)))
    for portion in chunks(chats):
        spoken = select(mailbox.c.chat_id).where(mailbox.c.id.in_(portion)).scalar_subquery()
        await connection.execute(delete(conversation).where(conversation.c.chat_id.in_(spoken)))


async def _blank_codes(
    connection: AsyncConnection,
    person_id: PersonId,
    labels: Collection[str],
    students: Collection[int],
    now: datetime,
) -> None:
    """Blank the labels of their codes, and those of codes that were meant for them and are dead by now."""
    users = select(account.c.telegram_user_id).where(account.c.person_id == person_id).scalar_subquery()
    held = access_code.c.reserved_by.in_(users)
    theirs = or_(
        access_code.c.spent_by_id == person_id,
        access_code.c.person_id == person_id,
        and_(access_code.c.issued_by_id == person_id, access_code.c.role == Role.TRUSTED),
        held,
    )
    dead = or_(
        access_code.c.revoked_at.is_not(None),
        access_code.c.burned_at.is_not(None),
        access_code.c.expires_at <= now,
    )
    meant = and_(
        access_code.c.student_id.in_(sorted(students)),
        access_code.c.label.in_(sorted(labels)),
        access_code.c.spent_at.is_(None),
        dead,
    )
    await connection.execute(update(access_code).where(or_(theirs, meant)).values(label=""))
    await connection.execute(update(access_code).where(held).values(reserved_by=None, reserved_until=None))


async def _blank_words(connection: AsyncConnection, person_id: PersonId) -> None:
    """Blank what they are called, and what was written by them and to them."""
    await connection.execute(delete(child_view).where(child_view.c.person_id == person_id))
    labelled = or_(link.c.person_id == person_id, link.c.granted_by_id == person_id)
    await connection.execute(update(link).where(labelled).values(label=""))
    asked = request.c.person_id == person_id
    await connection.execute(update(request).where(asked).values(claims={}, reason=None))
    await connection.execute(update(notice).where(notice.c.person_id == person_id).values(data={}))
    await _stop(connection, delivery.c.subject_id.in_(_letters(person_id)) & (delivery.c.topic == "relay"))
    empty = {"text": "", "entities": None, "file_id": None, "album": None, "state": RelayState.RETRACTED}
    either = or_(relay.c.sender_id == person_id, relay.c.recipient_id == person_id)
    await connection.execute(update(relay).where(either).values(**empty))
    nowhere = {"chat_id": -(relay.c.id + TOMBSTONE), "telegram_message_id": 0}
    await connection.execute(update(relay).where(relay.c.sender_id == person_id).values(**nowhere))


def _letters(person_id: PersonId) -> ColumnElement[int]:
    return select(relay.c.id).where(relay.c.sender_id == person_id).scalar_subquery()


async def _bury_chats(connection: AsyncConnection, chats: Collection[int], now: datetime) -> None:
    for portion in chunks(chats):
        await _stop(connection, delivery.c.mailbox_id.in_(portion))
        shown = update(message).where(message.c.mailbox_id.in_(portion))
        gone_at = func.coalesce(message.c.deleted_at, literal(now, Instant))
        await connection.execute(shown.values(telegram_message_id=None, dirty=false(), deleted_at=gone_at))
        closed = {"state": MailboxState.CLOSED, "lane": None, "due_at": None, "held_from": None}
        buried = -(mailbox.c.id + TOMBSTONE)
        await connection.execute(
            update(mailbox).where(mailbox.c.id.in_(portion)).values(chat_id=buried, **closed)
        )


async def _stop(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Cancel what is queued, and what is being handed over: its outcome is not written any more."""
    await connection.execute(update(delivery).where(which, live()).values(state=DeliveryState.CANCELLED))
