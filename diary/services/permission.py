"""Which way a letter may go: checked at every sending, whatever was offered before."""

from dataclasses import replace

from diary.errors import NobodyToWriteToError
from diary.models.people import Link
from diary.models.talk import Addressee, Direction, Target
from diary.services.addressing import Desk


async def towards(desk: Desk, target: Target) -> Direction:
    """Return the direction to this target, which the person may write to.

    Families write to the student's staff, and to staff who wrote to them; staff to families who wrote to
    them. Raises NobodyToWriteToError.
    """
    link = (await desk.wards()).get(target.student_id)
    target = await _with_seen_entry(desk, target, link)
    if link is not None:
        addressee = await _staff_for(desk, link, target)
        if addressee is not None:
            return Direction(sender_role=link.role, addressee=replace(addressee, entry_id=target.entry_id))
    role = await desk.staff_role()
    if role is None or target.person_id is None or not await _was_written_to(desk, target):
        raise NobodyToWriteToError
    family = await desk.family_of(target.person_id, target.student_id)
    return Direction(sender_role=role, addressee=family)


async def _with_seen_entry(desk: Desk, target: Target, link: Link | None) -> Target:
    """Leave out an entry never shown to this person, or not open to them any more: buttons can be forged."""
    if target.entry_id is None:
        return target
    place = await desk.uow.addressees.entry_place(target.entry_id)
    if place is None or (link is not None and not link.scope.covers(place.kind, place.subject_id)):
        return replace(target, entry_id=None)
    seen = await desk.uow.acknowledgements.messages(desk.person_id, [target.entry_id])
    return target if seen else replace(target, entry_id=None)


async def _staff_for(desk: Desk, link: Link, target: Target) -> Addressee | None:
    for addressee in await desk.staff_of(link):
        if addressee.person_id == target.person_id:
            return addressee
    if target.entry_id is not None:
        teacher = await desk.teacher_of(target.entry_id, await desk.ward(target.student_id))
        if teacher.person_id == target.person_id:
            return teacher
    if target.person_id is not None and await _was_written_to(desk, target):
        return await desk.staff_member(target.person_id, target.student_id)
    return None


async def _was_written_to(desk: Desk, target: Target) -> bool:
    if target.person_id is None:
        return False
    return await desk.uow.relays.wrote(
        target.person_id, desk.person_id, target.student_id, office=await desk.is_office()
    )
