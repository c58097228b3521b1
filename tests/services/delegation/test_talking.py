"""Trusted persons and letters: only where they may write, and only about what is open to them now."""

import pytest

from diary.errors import NobodyToWriteToError
from diary.models.delegation import Preset
from diary.models.entries import Area
from diary.models.ids import BotId, ChatId, LinkId, TelegramMessageId
from diary.models.talk import Author, Letter, LetterKind, Reply, Sent, Target
from diary.services.delegation import DelegationChanges
from diary.services.journal import JournalService
from diary.services.talk import TalkService
from tests.services.delegation.conftest import Trust
from tests.support.journal import deliveries, grade
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of, show, tap_of


async def author(trust: Trust, chat: Chat) -> Author:
    account = await account_of(trust.storage, chat)
    return Author(account=account, bot_id=BotId(BOT), chat_id=ChatId(chat.user))


def letter(number: int, text: str = "Здравствуйте") -> Letter:
    return Letter(message_id=TelegramMessageId(number), kind=LetterKind.TEXT, text=text, entities=())


@pytest.fixture
async def tutors_link(trust: Trust, changes: DelegationChanges, sample: Sample) -> LinkId:
    """Let the sample's tutor write."""
    (link,) = await trust.links()
    await changes.let_write(sample.mother.person, link.id, wanted=True)
    return link.id


async def test_a_button_on_an_old_message_writes_only_about_what_is_open_now(
    trust: Trust,
    talk: TalkService,
    changes: DelegationChanges,
    journal: JournalService,
    sample: Sample,
    tutors_link: LinkId,
) -> None:
    await journal.record("journal", [grade()])
    message = await show(trust.storage, sample.tutor, number=900)
    tutor, tap = await author(trust, sample.tutor), await tap_of(trust.storage, sample.tutor, message)
    (direction,) = await talk.answerable(tutor, tap)
    target = direction.addressee.target
    assert target.entry_id is not None

    await changes.open_area(sample.father.person, tutors_link, Area.GRADES, wanted=False)

    with pytest.raises(NobodyToWriteToError):
        await talk.answerable(tutor, tap)
    # the teacher of the subject may still be written to, but not about the grade
    assert (await talk.direction(tutor, target)).addressee.entry_id is None


async def test_a_reply_to_what_is_closed_by_now_goes_nowhere_by_itself(
    trust: Trust,
    talk: TalkService,
    changes: DelegationChanges,
    journal: JournalService,
    sample: Sample,
    tutors_link: LinkId,
) -> None:
    await journal.record("journal", [grade()])
    await show(trust.storage, sample.tutor, number=900)
    await changes.open_area(sample.mother.person, tutors_link, Area.GRADES, wanted=False)

    tutor = await author(trust, sample.tutor)
    outcome = await talk.receive(tutor, letter(1), Reply(message_id=TelegramMessageId(900)))

    assert not isinstance(outcome, Sent)


@pytest.mark.parametrize("how", ["forbidden", "revoked"])
async def test_who_may_not_write_any_more_reaches_nobody(
    trust: Trust, talk: TalkService, changes: DelegationChanges, sample: Sample, tutors_link: LinkId, how: str
) -> None:
    tutor = await author(trust, sample.tutor)
    (addressee,) = await talk.addressees(tutor)
    if how == "forbidden":
        await changes.let_write(sample.mother.person, tutors_link, wanted=False)
    else:
        await changes.revoke(sample.mother.person, tutors_link)

    assert await talk.addressees(tutor) == []
    with pytest.raises(NobodyToWriteToError):
        await talk.direction(tutor, addressee.target)
    with pytest.raises(NobodyToWriteToError):
        await talk.write(tutor, letter(2), addressee.target)


async def test_what_guardians_and_teachers_write_is_not_for_trusted_persons(
    trust: Trust, talk: TalkService, journal: JournalService, sample: Sample, tutors_link: LinkId
) -> None:
    await trust.nanny(preset=Preset.EVERYTHING, may_write=True)
    before = [one for one in await deliveries(trust.storage) if one.chat != sample.teacher.user]
    mother, teacher = await author(trust, sample.mother), await author(trust, sample.teacher)
    target = Target(person_id=sample.smirnova_person, student_id=sample.petr)
    await talk.write(mother, letter(1, "Между нами"), target)
    await show(trust.storage, sample.teacher, number=50)
    await talk.receive(teacher, letter(2, "Поняла"), Reply(message_id=TelegramMessageId(50)))

    after = [one for one in await deliveries(trust.storage) if one.chat != sample.teacher.user]

    new = [one.chat for one in after if one not in before]
    assert new == [sample.mother.user]
    assert await talk.conversations(await author(trust, sample.tutor)) == []


async def test_a_trusted_person_writes_about_no_other_child(
    trust: Trust, talk: TalkService, sample: Sample, tutors_link: LinkId
) -> None:
    target = Target(person_id=sample.smirnova_person, student_id=sample.masha)

    with pytest.raises(NobodyToWriteToError):
        await talk.direction(await author(trust, sample.tutor), target)
