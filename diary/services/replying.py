"""What a Telegram reply answers, and so where it goes."""

from collections.abc import Sequence
from dataclasses import replace

from diary.errors import NobodyToWriteToError
from diary.models.acknowledgements import ShownEntry
from diary.models.ids import MessageId, PersonId
from diary.models.people import STAFF_ROLES, Role
from diary.models.talk import Author, Direction, Relay, RelayState, Reply, Target
from diary.services.addressing import Desk
from diary.services.permission import towards

ANSWERED_NOTICE = "absence_answer"
"""The one notice of the bot that stands for a person: a guardian's word on an absence."""


async def directions_of(desk: Desk, author: Author, reply: Reply) -> Sequence[Direction]:
    """Return where a reply may go: one way, several to choose from, or none where it answers nothing."""
    message_id = await desk.uow.relays.message_at(author.bot_id, author.chat_id, reply.message_id)
    if message_id is None:
        return await _again(desk, author, reply)
    await desk.uow.dispatch.settle_by_tap(
        message_id, author.bot_id, author.chat_id, now=desk.now, telegram_message_id=reply.message_id
    )
    relay = await desk.uow.relays.shown(message_id)
    if relay is not None:
        return [await _back(desk, relay)]
    return await _to_absent_child(desk, message_id) or await _to_teachers(desk, message_id, reply.quote_at)


async def entry_directions(desk: Desk, message_id: MessageId) -> Sequence[Direction]:
    """Return the directions to the teachers of what a message shows."""
    return await _to_teachers(desk, message_id, None)


async def _again(desk: Desk, author: Author, reply: Reply) -> Sequence[Direction]:
    """Return the way of the person's own earlier letter, if that is what they answer."""
    own = await desk.uow.relays.at(author.bot_id, author.chat_id, reply.message_id)
    if own is None or own.state is not RelayState.SENT or own.student_id is None:
        return []
    target = Target(person_id=own.recipient_id, student_id=own.student_id, entry_id=own.entry_id)
    return [await towards(desk, target)]


async def _back(desk: Desk, relay: Relay) -> Direction:
    """Return the way back to a letter's sender."""
    is_office = await desk.is_office()
    if relay.student_id is None or not (
        relay.recipient_id == desk.person_id or (relay.to_office and is_office)
    ):
        raise NobodyToWriteToError
    if relay.sender_role in STAFF_ROLES:
        link = (await desk.wards()).get(relay.student_id)
        if link is None:
            raise NobodyToWriteToError
        addressee = await desk.staff_member(relay.sender_id, relay.student_id)
        role: Role | None = link.role
    else:
        addressee = await desk.family_of(relay.sender_id, relay.student_id)
        role = Role.OFFICE if relay.to_office else await desk.staff_role()
    if role is None:
        raise NobodyToWriteToError
    addressee = replace(addressee, entry_id=relay.entry_id)
    return Direction(sender_role=role, addressee=addressee, answer_to=relay.id)


async def _to_absent_child(desk: Desk, message_id: MessageId) -> Sequence[Direction]:
    """Return the way to the guardian who answered an absence."""
    notice = await desk.uow.notices.shown(message_id)
    role = await desk.staff_role()
    if notice is None or notice.what != ANSWERED_NOTICE or notice.student_id is None or role is None:
        return []
    guardian = PersonId(int(str(notice.data["guardian"])))
    return [Direction(sender_role=role, addressee=await desk.family_of(guardian, notice.student_id))]


async def _to_teachers(desk: Desk, message_id: MessageId, quote_at: int | None) -> Sequence[Direction]:
    shown = await desk.uow.acknowledgements.shown(message_id)
    wards = await desk.wards()
    found: dict[object, Direction] = {}
    for entry in _quoted(shown, quote_at):
        link = wards.get(entry.student_id)
        if link is None or not link.scope.covers(entry.kind, entry.subject_id):
            continue
        student = await desk.ward(entry.student_id)
        teacher = await desk.teacher_of(entry.entry_id, student)
        # of several entries none is the one that the letter is about
        about = None if teacher.key in found else entry.entry_id
        teacher = replace(teacher, entry_id=about)
        found[teacher.key] = Direction(sender_role=link.role, addressee=teacher)
    return [one for one in found.values() if one.addressee.person_id != desk.person_id]


def _quoted(shown: Sequence[ShownEntry], quote_at: int | None) -> Sequence[ShownEntry]:
    if quote_at is None:
        return shown
    return [entry for entry in shown if entry.start <= quote_at < entry.end] or shown
