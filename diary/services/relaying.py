"""Letters put on their way into the chats of those they are for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from diary.models.deliveries import Lane, MailboxState, NewDelivery, Topic
from diary.models.ids import NO_STUDENT, PersonId
from diary.models.people import Destination
from diary.models.talk import Relay
from diary.ports import UnitOfWork
from diary.rules.timing import Timing

ALBUM_WAIT = timedelta(seconds=1)
"""The parts of an album come as single updates; they go on together."""


async def pass_on(uow: UnitOfWork, timing: Timing, relays: Sequence[Relay], *, now: datetime) -> bool:
    """Queue sent letters for their receivers' private chats; whether that reaches anyone now."""
    reachable = False
    for relay in relays:
        places = await _places(uow, relay)
        deliveries = [_delivery(timing, relay, place, now) for place in places]
        await uow.outbox.put(deliveries, now=now)
        reachable = reachable or any(place.mailbox.state is MailboxState.OPEN for place in places)
    return reachable


async def _places(uow: UnitOfWork, relay: Relay) -> list[Destination]:
    persons: Sequence[PersonId]
    if relay.to_office:
        persons = [person for person in await uow.people.office() if person != relay.sender_id]
    else:
        persons = [] if relay.recipient_id is None else [relay.recipient_id]
    return [place for place in await uow.people.destinations(persons) if place.private]


def _delivery(timing: Timing, relay: Relay, place: Destination, now: datetime) -> NewDelivery:
    not_before = timing.not_before(place.mailbox, now=now, lane=Lane.TALK)
    wait = ALBUM_WAIT if relay.album else timedelta()
    return NewDelivery(
        mailbox_id=place.mailbox_id,
        topic=Topic.RELAY,
        subject_id=relay.id,
        version=1,
        student_id=relay.student_id or NO_STUDENT,
        lane=Lane.TALK,
        not_before=not_before,
        due_at=timing.due_at(not_before, Lane.TALK) + wait,
    )
