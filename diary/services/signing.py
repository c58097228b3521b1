"""What signing and answering an absence share: who may, what is left to sign, what is drawn again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.errors import AlreadySignedError, GuardiansOnlyError, NotEntitledError, StaleRevisionError
from diary.models.acknowledgements import AbsenceAnswer, ShownEntry
from diary.models.ids import BotId, ChatId, MessageId, StudentId, TelegramMessageId
from diary.models.people import Account, Role
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """Who tapped on which of our messages, in which chat, and under which number Telegram knows it there."""

    account: Account
    message_id: MessageId
    bot_id: BotId
    chat_id: ChatId
    telegram_message_id: TelegramMessageId | None = None


async def settle(uow: UnitOfWork, tap: Tap, now: datetime) -> None:
    """Whoever taps on it has got it, whatever became of Telegram's answer.

    Raises NotEntitledError where the button belongs to a message of another chat.
    """
    number = tap.telegram_message_id
    if not await uow.dispatch.settle_by_tap(
        tap.message_id, tap.bot_id, tap.chat_id, now=now, telegram_message_id=number
    ):
        raise NotEntitledError


async def signable(uow: UnitOfWork, tap: Tap, now: datetime) -> Sequence[ShownEntry]:
    """Return what the message shows of students whom this person is a guardian of.

    Raises GuardiansOnlyError where that is nothing, and NotEntitledError for who has no right on any of them
    (any more) and taps in their own chat.
    """
    links = await uow.people.links(tap.account.person_id, now=now)
    wards: set[StudentId] = {link.student_id for link in links if link.role is Role.GUARDIAN}
    shown = await uow.acknowledgements.shown(tap.message_id)
    own = [entry for entry in shown if entry.student_id in wards]
    if not own:
        seen = {link.student_id for link in links}
        private = tap.chat_id == ChatId(tap.account.telegram_user_id)
        closed = private and seen.isdisjoint(entry.student_id for entry in shown)
        raise NotEntitledError if closed else GuardiansOnlyError
    return own


async def sign(
    uow: UnitOfWork,
    tap: Tap,
    wanted: Sequence[ShownEntry],
    *,
    answer: AbsenceAnswer | None = None,
    now: datetime,
) -> Sequence[ShownEntry]:
    """Sign what of it still says what is shown, and have it drawn so in the person's chats.

    Raises StaleRevisionError or AlreadySignedError where nothing was left to sign.
    """
    person_id = tap.account.person_id
    signed = await uow.acknowledgements.signed(person_id, {entry.entry_id for entry in wanted})
    fresh = [
        entry
        for entry in wanted
        if not entry.stale and not entry.withdrawn and (entry.entry_id, entry.student_id) not in signed
    ]
    added = await uow.acknowledgements.add(
        fresh,
        person_id=person_id,
        account_id=tap.account.id,
        message_id=tap.message_id,
        answer=answer,
        now=now,
    )
    if not added:
        stale = any(entry.stale or entry.withdrawn for entry in wanted)
        raise StaleRevisionError if stale else AlreadySignedError
    await redraw(uow, tap, added, now)
    await uow.audit.add(*(_record(tap, entry) for entry in added), now=now)
    return added


async def redraw(uow: UnitOfWork, tap: Tap, entries: Sequence[ShownEntry], now: datetime) -> None:
    """Have every message that shows these in the person's chats drawn again, the one tapped on included."""
    found = await uow.acknowledgements.messages(tap.account.person_id, {entry.entry_id for entry in entries})
    for message_id in sorted({*found, tap.message_id}):
        await uow.outbox.redraw_message(message_id, now=now)


def _record(tap: Tap, entry: ShownEntry) -> AuditRecord:
    return AuditRecord(
        action="signed",
        actor_id=tap.account.person_id,
        student_id=entry.student_id,
        subject_id=entry.entry_id,
        detail={"revision": entry.revision},
    )
