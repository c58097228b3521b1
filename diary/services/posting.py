"""Keeping a letter and sending it on, once for each message that came in."""

from collections.abc import Sequence
from dataclasses import replace

from diary.models.ids import RelayId
from diary.models.people import STAFF_ROLES
from diary.models.talk import (
    Addressee,
    Author,
    Direction,
    Joined,
    Letter,
    Offer,
    Relay,
    RelayState,
    Sent,
)
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.addressing import Desk
from diary.services.correspondence import writable
from diary.services.relaying import pass_on


async def post(desk: Desk, timing: Timing, author: Author, letter: Letter, direction: Direction) -> Sent:
    relay = await desk.uow.relays.add(author, letter, direction, now=desk.now)
    reachable = await pass_on(desk.uow, timing, [relay], now=desk.now)
    await desk.uow.audit.add(wrote(author, direction, relay.id), now=desk.now)
    return Sent(relay_id=relay.id, addressee=direction.addressee, reachable=reachable)


def wrote(author: Author, direction: Direction, relay_id: RelayId) -> AuditRecord:
    return AuditRecord(
        action="wrote",
        actor_id=author.person_id,
        person_id=direction.addressee.person_id,
        student_id=direction.addressee.student.id,
        subject_id=relay_id,
    )


async def posted(desk: Desk, author: Author, letter: Letter) -> Sent | Offer | Joined | None:
    """Return what became of this message if it came in before: an update may be handled twice."""
    relay = await desk.uow.relays.at(author.bot_id, author.chat_id, letter.message_id)
    if relay is None:
        return None
    if relay.state is RelayState.OFFERED:
        return Offer(relay_id=relay.id, addressees=tuple(await writable(desk)))
    if relay.state is RelayState.RETRACTED or relay.student_id is None:
        return Joined()
    addressee = await _addressee(desk, relay)
    places = await desk.uow.people.destinations(
        [relay.recipient_id] if relay.recipient_id else await desk.uow.people.office()
    )
    return Sent(relay_id=relay.id, addressee=addressee, reachable=any(place.private for place in places))


async def join_album(desk: Desk, timing: Timing, author: Author, letter: Letter) -> Joined | None:
    """Have a further part of an album go where its first part goes."""
    if letter.album is None:
        return None
    parts = await desk.uow.relays.album(author.bot_id, author.chat_id, letter.album)
    if not parts:
        return None
    first = parts[0]
    if first.state is RelayState.OFFERED:
        await desk.uow.relays.add(author, letter, None, now=desk.now)
    elif first.state is RelayState.SENT:
        direction = Direction(
            sender_role=first.sender_role,
            addressee=replace(await _addressee(desk, first), entry_id=first.entry_id),
        )
        await post(desk, timing, author, letter, direction)
    return Joined()


async def parts_of(uow: UnitOfWork, author: Author, relay: Relay) -> Sequence[Relay]:
    """Return all of its album, or the letter alone."""
    if relay.album is None:
        return [relay]
    return await uow.relays.album(author.bot_id, author.chat_id, relay.album)


async def _addressee(desk: Desk, relay: Relay) -> Addressee:
    if relay.student_id is None or relay.recipient_id is None:
        return await desk.office(relay.student_id)
    if relay.sender_role in STAFF_ROLES:
        return await desk.family_of(relay.recipient_id, relay.student_id)
    return await desk.staff_member(relay.recipient_id, relay.student_id)
