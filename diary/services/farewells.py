"""The last word to a chat that hears nothing more: silence would be taken for no news."""

from collections.abc import Sequence
from datetime import datetime

from diary.models.deliveries import Lane, NewDelivery, Topic
from diary.models.farewells import GROUP_LEFT
from diary.models.ids import MailboxId, PersonId
from diary.models.people import Destination
from diary.ports import UnitOfWork


async def say_farewell(
    uow: UnitOfWork, person_id: PersonId, mailbox_id: MailboxId, what: str, now: datetime
) -> None:
    """Say it at once, whatever the hour: there is no later."""
    notice_id = await uow.notices.add(what, {}, person_id=person_id, now=now)
    last = NewDelivery(
        mailbox_id=mailbox_id,
        topic=Topic.NOTICE,
        subject_id=notice_id,
        version=1,
        lane=Lane.TALK,
        not_before=now,
        due_at=now,
    )
    await uow.outbox.put([last], now=now)


async def part_with_groups(uow: UnitOfWork, *, now: datetime) -> Sequence[Destination]:
    """Unlink groups whose linkers are nobody's guardian any more; return those that hear nothing now.

    A child of whom such a person is made a guardian later is not the group's to know without being asked.
    """
    silent = await uow.accounts.end_idle_groups(now=now)
    for place in silent:
        await uow.outbox.cancel_queue(place.mailbox_id)
        await say_farewell(uow, place.person_id, place.mailbox_id, GROUP_LEFT, now)
    return silent


async def speak_again(uow: UnitOfWork, silent: Sequence[Destination], *, now: datetime) -> None:
    """Say it where the chat was erased with its linker: in a mailbox that is tied to nobody."""
    for place in silent:
        mailbox_id = await uow.accounts.open_mailbox(
            place.bot_id, place.mailbox.chat_id, private=False, locale=place.mailbox.locale
        )
        await say_farewell(uow, place.person_id, mailbox_id, GROUP_LEFT, now)
