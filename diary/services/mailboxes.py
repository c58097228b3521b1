"""Chats that block the bot, come back or move, and what the office hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from diary.clock import Clock
from diary.models.deliveries import Lane, Topic
from diary.models.entries import Json, Kind
from diary.models.ids import BotId, ChatId, MailboxId, PersonId, StudentId
from diary.models.notifications import Item
from diary.models.people import Role, Student
from diary.ports import Storage, UnitOfWork
from diary.rules.timing import Timing
from diary.services.telling import Notice, student_data, tell

CHAT_BLOCKED = "chat_blocked"
"""To the office: `who` is a list of {label, role, student, class}."""

UNDELIVERED = "undelivered"
"""To the office: `things` is a list of {topic, kind, student, class}."""

GROUP_LOST = "group_lost"
"""To who linked a group that has no bot any more; `title` may be empty."""

GROUP_BACK = "group_back"
"""To who linked a group that the bot is in again."""

MISSED_SUMMARY = "missed_summary"
"""To a chat that is back: how many of each topic it missed, such as {"entry": 3, "relay": 1}."""

AWAY = "away"
"""Set in a summary for who had no account meanwhile, and blocked nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """What will not arrive: of which topic and kind, about whom."""

    topic: Topic
    kind: Kind | None
    student: Student | None

    @classmethod
    def of(cls, item: Item) -> Self:
        kind = item.entry.kind if item.entry else None
        return cls(topic=item.delivery.topic, kind=kind, student=item.student)

    def data(self) -> dict[str, Json]:
        about = student_data(self.student) if self.student else {}
        return {"topic": self.topic.value, "kind": self.kind.value if self.kind else None, **about}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxesService:
    storage: Storage
    clock: Clock
    timing: Timing

    async def blocked(self, bot_id: BotId, chat_id: ChatId, *, title: str = "") -> None:
        """Miss what is queued where the bot was blocked or removed; tell the office, or a group's family."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            mailbox_id = await uow.dispatch.mailbox(bot_id, chat_id)
            if mailbox_id is not None:
                await report_blocked(uow, self.timing, mailbox_id, title=title, now=now)
            await uow.commit()

    async def returned(self, bot_id: BotId, chat_id: ChatId) -> None:
        """Open a chat that let the bot in again; one summary of what it missed, if anything."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            mailbox_id = await uow.dispatch.mailbox(bot_id, chat_id)
            missed = await uow.dispatch.unblock(mailbox_id, now=now) if mailbox_id is not None else None
            if missed:
                people = await uow.dispatch.hearing(mailbox_id) if mailbox_id is not None else ()
                counts: dict[str, Json] = {topic.value: count for topic, count in missed.items()}
                await tell(uow, self.timing, Notice(what=MISSED_SUMMARY, data=counts), people, now=now)
            await uow.commit()

    async def group_returned(
        self, bot_id: BotId, chat_id: ChatId, *, by: PersonId | None, title: str = ""
    ) -> bool:
        """Open a group that has the bot again; whether it hears of children now.

        Only who is a guardian of theirs brings it back: it may have been removed because of somebody there.
        What it missed has reached the family in their own chats, so there is no summary.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            mailbox_id = await uow.dispatch.mailbox(bot_id, chat_id)
            people = await uow.dispatch.hearing(mailbox_id) if mailbox_id is not None else ()
            if mailbox_id is None or not await _is_family(uow, by, people, now):
                return False
            if await uow.dispatch.unblock(mailbox_id, now=now) is not None:
                await tell(uow, self.timing, Notice(what=GROUP_BACK, data={"title": title}), people, now=now)
            await uow.commit()
        return True

    async def moved(self, bot_id: BotId, chat_id: ChatId, new_chat_id: ChatId) -> None:
        """Follow a group that has become a supergroup."""
        async with self.storage.write() as uow:
            mailbox_id = await uow.dispatch.mailbox(bot_id, chat_id)
            if mailbox_id is not None:
                await uow.dispatch.move(mailbox_id, new_chat_id, now=self.clock.now())
            await uow.commit()


async def _is_family(
    uow: UnitOfWork, person_id: PersonId | None, people: Sequence[PersonId], now: datetime
) -> bool:
    """Whether somebody is a guardian of a child whom one of these people is a guardian of."""
    own = await _guarded(uow, person_id, now) if person_id is not None else frozenset()
    theirs = [await _guarded(uow, one, now) for one in people]
    return not own.isdisjoint(frozenset().union(*theirs))


async def _guarded(uow: UnitOfWork, person_id: PersonId, now: datetime) -> frozenset[StudentId]:
    links = await uow.people.links(person_id, now=now)
    return frozenset(link.student_id for link in links if link.role is Role.GUARDIAN)


async def report_blocked(
    uow: UnitOfWork, timing: Timing, mailbox_id: MailboxId, *, title: str = "", now: datetime
) -> None:
    """Stop sending there and tell the office, once; who linked a group hears of that themselves."""
    if not await uow.dispatch.block(mailbox_id, now=now):
        return
    if await uow.dispatch.is_group(mailbox_id):
        people = await uow.dispatch.hearing(mailbox_id)
        await tell(uow, timing, Notice(what=GROUP_LOST, data={"title": title}), people, now=now)
        return
    who: list[Json] = [
        {"label": link.label, "role": link.role.value, **student_data(student)}
        for link, student in await uow.dispatch.families(mailbox_id, now=now)
    ]
    if who:
        notice = Notice(what=CHAT_BLOCKED, data={"who": who})
        await tell(uow, timing, notice, await uow.people.office(), now=now)


async def report_undelivered(
    uow: UnitOfWork, timing: Timing, lost: Sequence[Undelivered], *, now: datetime
) -> None:
    """Tell the office; that a notice did not arrive is no news."""
    things: list[Json] = [one.data() for one in lost if one.topic is not Topic.NOTICE]
    if things:
        notice = Notice(what=UNDELIVERED, data={"things": things}, lane=Lane.TALK)
        await tell(uow, timing, notice, await uow.people.office(), now=now)
