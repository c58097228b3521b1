"""With whom a person has written, and with whom they may."""

from collections.abc import Sequence

from diary.errors import NobodyToWriteToError
from diary.models.talk import Addressee, Conversation, LastLetter
from diary.services.addressing import Desk

RECENT = 8


async def conversations_of(desk: Desk) -> Sequence[Conversation]:
    """Return the last letter of each conversation that can go on."""
    letters = await desk.uow.relays.last_letters(desk.person_id, office=await desk.is_office(), limit=RECENT)
    found = []
    for letter in letters:
        addressee = await _counterpart(desk, letter)
        if addressee is not None:
            found.append(Conversation(addressee=addressee, letter=letter))
    return found


async def writable(desk: Desk) -> Sequence[Addressee]:
    """Return everyone this person may write to, whom they last wrote with first."""
    found = {one.addressee.key: one.addressee for one in await conversations_of(desk)}
    for link in (await desk.wards()).values():
        for addressee in await desk.staff_of(link):
            # what is known of a teacher here says more: what they teach
            found[addressee.key] = addressee
    return list(found.values())


async def _counterpart(desk: Desk, letter: LastLetter) -> Addressee | None:
    if letter.counterpart_is_staff and letter.student_id not in await desk.wards():
        return None
    try:
        if letter.counterpart_id is None:
            return await desk.office(letter.student_id)
        if letter.counterpart_is_staff:
            return await desk.staff_member(letter.counterpart_id, letter.student_id)
        return await desk.family_of(letter.counterpart_id, letter.student_id)
    except NobodyToWriteToError:
        return None
