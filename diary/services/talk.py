"""Letters between families and the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from diary.clock import Clock
from diary.errors import AlreadySentError, NobodyToWriteToError, NotEntitledError, TooLateToRetractError
from diary.models.deliveries import Topic
from diary.models.ids import RelayId, TelegramMessageId
from diary.models.school import School
from diary.models.talk import (
    Addressee,
    Author,
    Conversation,
    Direction,
    Joined,
    Letter,
    Offer,
    Relay,
    RelayState,
    Reply,
    Sent,
    Target,
)
from diary.ports import Storage, UnitOfWork
from diary.rules.timing import Timing
from diary.services.addressing import Desk
from diary.services.correspondence import conversations_of, writable
from diary.services.permission import towards
from diary.services.posting import join_album, parts_of, post, posted, wrote
from diary.services.relaying import pass_on
from diary.services.replying import directions_of, entry_directions
from diary.services.signing import Tap, settle

RETRACT_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkService:
    storage: Storage
    clock: Clock
    school: School
    timing: Timing

    async def receive(self, author: Author, letter: Letter, reply: Reply | None) -> Sent | Offer | Joined:
        """Take a letter: a reply that answers one thing is sent; anything else waits for a choice.

        The same message taken twice is passed on once. Raises NobodyToWriteToError for a reply that may not
        (or no longer) go where it belongs.
        """
        async with self.storage.write() as uow:
            desk = self._desk(uow, author)
            known = await posted(desk, author, letter) or await join_album(desk, self.timing, author, letter)
            if known is not None:
                outcome = known
            else:
                directions = await directions_of(desk, author, reply) if reply else []
                outcome = await self._take(desk, author, letter, directions)
            await uow.commit()
        return outcome

    async def write(self, author: Author, letter: Letter, target: Target) -> Sent | Offer | Joined:
        """Send a letter to whom was chosen before it was written."""
        async with self.storage.write() as uow:
            desk = self._desk(uow, author)
            outcome = await posted(desk, author, letter) or await join_album(
                desk, self.timing, author, letter
            )
            if outcome is None:
                outcome = await post(desk, self.timing, author, letter, await towards(desk, target))
            await uow.commit()
        return outcome

    async def choose(self, author: Author, relay_id: RelayId, target: Target) -> Sent:
        """Send an offered letter, all parts of an album; raises AlreadySentError where it has gone."""
        async with self.storage.write() as uow:
            desk = self._desk(uow, author)
            relay = await _own(uow, author, relay_id)
            direction = await towards(desk, target)
            parts = [part.id for part in await parts_of(uow, author, relay)]
            sent = await uow.relays.direct(parts, direction, now=desk.now)
            if not sent:
                raise AlreadySentError
            letters = [one for part in sent if (one := await uow.relays.get(part)) is not None]
            reachable = await pass_on(uow, self.timing, letters, now=desk.now)
            await uow.audit.add(*(wrote(author, direction, part) for part in sent), now=desk.now)
            await uow.commit()
        return Sent(relay_id=relay_id, addressee=direction.addressee, reachable=reachable)

    async def offered(self, author: Author, relay_id: RelayId) -> Offer:
        """Return the offer again, to turn its pages."""
        async with self.storage.read() as uow:
            relay = await _own(uow, author, relay_id)
            if relay.state is not RelayState.OFFERED:
                raise AlreadySentError
            addressees = await writable(self._desk(uow, author))
        return Offer(relay_id=relay_id, addressees=tuple(addressees))

    async def answerable(self, author: Author, tap: Tap) -> Sequence[Direction]:
        """Return whom the button under a message lets its reader write to: the teachers of what it shows."""
        async with self.storage.write() as uow:
            desk = self._desk(uow, author)
            await settle(uow, tap, desk.now)
            directions = await entry_directions(desk, tap.message_id)
            await uow.commit()
        if not directions:
            raise NobodyToWriteToError
        return directions

    async def addressees(self, author: Author) -> Sequence[Addressee]:
        """Return everyone this person may write to, whom they last wrote with first."""
        async with self.storage.read() as uow:
            return await writable(self._desk(uow, author))

    async def conversations(self, author: Author) -> Sequence[Conversation]:
        """Return the last letter of each conversation that can go on, newest first."""
        async with self.storage.read() as uow:
            return await conversations_of(self._desk(uow, author))

    async def direction(self, author: Author, target: Target) -> Direction:
        """Raise NobodyToWriteToError where the person may not write there."""
        async with self.storage.read() as uow:
            return await towards(self._desk(uow, author), target)

    async def retract(self, author: Author, relay_id: RelayId) -> None:
        """Take a letter back within a minute: what was not delivered is not, what was is deleted."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            relay = await _own(uow, author, relay_id)
            parts = [part.id for part in await parts_of(uow, author, relay)]
            taken = await uow.relays.retract(parts, author.person_id, sent_after=now - RETRACT_WITHIN)
            if not taken:
                raise TooLateToRetractError
            await uow.outbox.cancel_queued(Topic.RELAY, taken)
            await uow.outbox.redraw(Topic.RELAY, taken, now=now)
            await uow.commit()

    async def was_passed_on(self, author: Author, message_id: TelegramMessageId) -> bool:
        async with self.storage.read() as uow:
            relay = await uow.relays.at(author.bot_id, author.chat_id, message_id)
        return relay is not None and relay.state is RelayState.SENT

    async def _take(
        self, desk: Desk, author: Author, letter: Letter, directions: Sequence[Direction]
    ) -> Sent | Offer:
        if len(directions) == 1:
            return await post(desk, self.timing, author, letter, directions[0])
        addressees = [one.addressee for one in directions] or await writable(desk)
        if not addressees:
            return Offer(relay_id=None, addressees=())
        relay = await desk.uow.relays.add(author, letter, None, now=desk.now)
        return Offer(relay_id=relay.id, addressees=tuple(addressees))

    def _desk(self, uow: UnitOfWork, author: Author) -> Desk:
        now = self.clock.now()
        return Desk(uow=uow, person_id=author.person_id, now=now, today=self.school.today(now))


async def _own(uow: UnitOfWork, author: Author, relay_id: RelayId) -> Relay:
    relay = await uow.relays.get(relay_id)
    if relay is None or relay.sender_id != author.person_id:
        raise NotEntitledError
    return relay
