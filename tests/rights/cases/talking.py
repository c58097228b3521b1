"""Who may write to whom, and touch whose letters."""

from collections.abc import Sequence

from diary.errors import NobodyToWriteToError
from diary.models.talk import Offer, Sent
from tests.rights.cases.case import FATHER, GUARDIANS, Case
from tests.rights.cast import Cast, Who, letter


async def choose(cast: Cast, who: Who) -> None:
    """Be offered whom a letter may go to, and choose Пётр's teacher."""
    talk, author = cast.services.talk, cast.author(who)
    offer = await talk.receive(author, letter(901), None)
    assert isinstance(offer, Offer)
    if offer.relay_id is None:
        raise NobodyToWriteToError
    await talk.choose(author, offer.relay_id, cast.to_teacher())


async def retract(cast: Cast, who: Who) -> None:
    """Take back what the father has just written."""
    talk = cast.services.talk
    sent = await talk.write(cast.author(Who.FATHER), letter(902 + len(who)), cast.to_teacher())
    assert isinstance(sent, Sent)
    await talk.retract(cast.author(who), sent.relay_id)


async def offered(cast: Cast, who: Who) -> None:
    """Look at whom the father's letter may go to."""
    talk = cast.services.talk
    offer = await talk.receive(cast.author(Who.FATHER), letter(950), None)
    assert isinstance(offer, Offer)
    assert offer.relay_id is not None
    await talk.offered(cast.author(who), offer.relay_id)


CASES: Sequence[Case] = (
    Case(
        "talk.write",
        GUARDIANS,
        lambda cast, who: cast.services.talk.write(cast.author(who), letter(900), cast.to_teacher()),
    ),
    Case(
        "talk.direction",
        GUARDIANS,
        lambda cast, who: cast.services.talk.direction(cast.author(who), cast.to_teacher()),
    ),
    Case(
        "talk.answerable",
        GUARDIANS,
        lambda cast, who: cast.services.talk.answerable(cast.author(who), cast.tap(who)),
    ),
    Case("talk.choose", GUARDIANS, choose),
    Case("talk.retract", FATHER, retract),
    Case("talk.offered", FATHER, offered),
)
