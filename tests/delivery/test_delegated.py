"""What is queued for a trusted person goes out only while it is theirs: the send asks again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from diary.models.entries import Area
from diary.models.ids import BotId, ChatId, LinkId, TelegramMessageId
from diary.models.people import Role
from diary.models.talk import Author, Letter, LetterKind, Reply
from diary.services.delegation import DelegationChanges, DelegationExpiry
from diary.services.delegation.ending import end_rights
from diary.services.talk import TalkService
from diary.services.telling import Notice, tell
from storage import schema
from tests.delivery.support import BOT, Engine, Telegram
from tests.delivery.test_letters import write as post
from tests.support.journal import grade, homework
from tests.support.sample import Sample
from tests.support.shown import account_of

SCOPE = ("narrowed", "other subject", "expired", "revoked")


async def tutors_link(running: Engine, sample: Sample) -> LinkId:
    async with running.storage.read() as uow:
        (link,) = await uow.people.links(sample.tutor.person, now=running.clock.now())
    return link.id


async def change(running: Engine, sample: Sample, **values: Any) -> None:
    """Change the tutor's right behind the services' back."""
    async with running.storage.write() as uow:
        theirs = schema.link.c.person_id == sample.tutor.person
        await uow._connection.execute(update(schema.link).where(theirs).values(**values))
        await uow.commit()


def changed(how: str, running: Engine, sample: Sample) -> Mapping[str, Any]:
    values: dict[str, Mapping[str, Any]] = {
        "narrowed": {"kinds": ["homework"]},
        "other subject": {"subjects": [sample.english]},
        "expired": {"valid_until": running.clock.now() + timedelta(seconds=5)},
        "revoked": {"revoked_at": running.clock.now()},
    }
    return values[how]


@pytest.mark.parametrize("how", SCOPE)
async def test_what_is_queued_is_not_sent_where_the_right_was_lost_meanwhile(
    running: Engine, telegram: Telegram, sample: Sample, how: str
) -> None:
    await running.push(grade("g1", "5"))
    await change(running, sample, **changed(how, running, sample))

    await running.later(seconds=25)
    await running.settled()

    assert await telegram.texts(sample.tutor) == []
    assert len(await telegram.texts(sample.mother)) == 1


@pytest.mark.parametrize("how", SCOPE)
async def test_what_was_sent_is_not_mended_where_the_right_was_lost(
    running: Engine, telegram: Telegram, sample: Sample, how: str
) -> None:
    await running.push(grade("g1", "2"))
    await running.later(seconds=25)
    await running.settled()
    (before,) = await telegram.texts(sample.tutor)
    await change(running, sample, **changed(how, running, sample))
    running.clock.advance(seconds=10)

    await running.push(grade("g1", "5"))
    await running.later(seconds=25)
    await running.settled()

    assert await telegram.texts(sample.tutor) == [before]
    assert "Было 2 → стало 5" in (await telegram.texts(sample.mother))[-1]


async def test_narrowing_and_revoking_reach_what_is_queued(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    changes = DelegationChanges(storage=running.storage, clock=running.clock, timing=running.timing)
    link = await tutors_link(running, sample)
    await running.push(grade("g1"), homework("h1"))
    await changes.open_area(sample.mother.person, link, Area.GRADES, wanted=False)
    await running.later(seconds=25)
    await running.settled()
    texts = await telegram.texts(sample.tutor)
    assert [one for one in texts if "§ 12" in one]
    assert [one for one in texts if "изменилось" in one]
    assert len(texts) == 2

    await running.push(homework("h2", "§ 13"))
    await changes.revoke(sample.father.person, link)
    await running.later(seconds=25)
    await running.settled()

    texts = await telegram.texts(sample.tutor)
    assert not any("§ 13" in one for one in texts)
    assert texts[-1].startswith("Пётр Иванов, 7Б: ваш доступ отозван")


async def test_with_the_guardians_right_goes_the_tutors(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g1"))
    now = running.clock.now()
    async with running.storage.write() as uow:
        links = await uow.people.links(sample.mother.person, now=now)
        await end_rights(uow, running.timing, links, why="order", by=sample.office.person, now=now)
        await uow.commit()

    await running.later(seconds=25)
    await running.settled()

    assert [text.splitlines()[0] for text in await telegram.texts(sample.tutor)] == [
        "Пётр Иванов, 7Б: ваш доступ отозван"
    ]
    assert await telegram.texts(sample.mother) == []
    assert len(await telegram.texts(sample.father)) == 1


async def test_the_end_is_told_ahead_and_when_it_has_come(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    expiry = DelegationExpiry(storage=running.storage, clock=running.clock, timing=running.timing)
    await change(running, sample, valid_until=running.clock.now() + timedelta(days=3))

    assert await expiry.tell_of_ends() == 1
    await running.settled()
    assert (await telegram.texts(sample.tutor))[-1].startswith(
        "Пётр Иванов, 7Б: ваш доступ заканчивается 17 сентября"
    )
    soon = (await telegram.messages(sample.mother))[-1]
    assert soon["text"] == "Пётр Иванов, 7Б: 17 сентября заканчивается доступ — репетитор"
    labels = [one["text"] for row in soon["reply_markup"]["inline_keyboard"] for one in row]
    assert labels == ["Ещё неделя", "Ещё месяц", "Посмотреть и изменить"]

    running.clock.advance(days=4)
    assert await expiry.end_what_is_over() == 1
    await running.settled()
    assert "срок вашего доступа закончился" in (await telegram.texts(sample.tutor))[-1]


async def test_a_notice_about_a_child_is_not_sent_to_who_may_not_hear_of_them_any_more(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    now = running.clock.now()
    async with running.storage.write() as uow:
        fathers = schema.link.c.person_id == sample.father.person
        await uow._connection.execute(update(schema.link).where(fathers).values(revoked_at=now))
        about = Notice(
            what="linked",
            data={
                "student": {"family_name": "Иванов", "given_name": "Пётр"},
                "class": "7Б",
                "role": Role.STUDENT.value,
                "label": "",
            },
            student_id=sample.petr,
        )
        await tell(uow, running.timing, about, [sample.father.person, sample.mother.person], now=now)
        await uow.commit()

    await running.later(seconds=25)
    await running.settled()

    assert await telegram.texts(sample.father) == []
    assert len(await telegram.texts(sample.mother)) == 1


async def entrusted(running: Engine, sample: Sample) -> LinkId:
    """Have the mother trust Маша's teacher, who hears later than what is done now."""
    values = {"student_id": sample.masha, "role": "trusted", "label": "тётя", "may_write": True}
    async with running.storage.write() as uow:
        theirs = {"person_id": sample.teacher.person, "granted_by_id": sample.mother.person}
        query = insert(schema.link).values(**values, **theirs, created_at=running.clock.now())
        key = await uow._connection.scalar(query.returning(schema.link.c.id))
        later = {"next_ok_at": running.clock.now() + timedelta(seconds=20)}
        box = schema.mailbox.c.id == sample.teacher.mailbox
        await uow._connection.execute(update(schema.mailbox).where(box).values(**later))
        await uow.commit()
    return LinkId(int(key or 0))


async def test_of_a_teacher_who_is_trusted_too_letters_to_the_teacher_stay(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    link = await entrusted(running, sample)
    await post(running, sample.mother, sample.teacher, student_id=sample.masha, sender_role="guardian")
    changes = DelegationChanges(storage=running.storage, clock=running.clock, timing=running.timing)

    await changes.revoke(sample.mother.person, link)
    await running.later(seconds=25)
    await running.settled()

    assert [one for one in await telegram.texts(sample.teacher) if "Здравствуйте!" in one]


async def test_of_a_teacher_who_was_trusted_nothing_of_the_family_stays(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    link = await entrusted(running, sample)
    changes = DelegationChanges(storage=running.storage, clock=running.clock, timing=running.timing)
    await changes.let_write(sample.mother.person, link, wanted=False)
    await post(running, sample.office, sample.teacher, student_id=sample.masha, sender_role="office")

    async with running.storage.write() as uow:
        theirs = schema.link.c.id == link
        ended = update(schema.link).where(theirs).values(revoked_at=running.clock.now())
        await uow._connection.execute(ended)
        await uow.commit()
    await running.later(seconds=25)
    await running.settled()

    assert await telegram.texts(sample.teacher) == []


async def test_an_answer_does_not_quote_an_entry_that_is_not_open_any_more(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await change(running, sample, may_write=True)
    await running.push(grade("g1", "5"))
    await running.later(seconds=25)
    await running.settled()
    talk = TalkService(
        storage=running.storage, clock=running.clock, school=running.timing.school, timing=running.timing
    )
    mine = (await telegram.messages(sample.tutor))[-1]
    await write(talk, running, sample, "Какая тема?", to=mine["message_id"], chat="tutor", number=9001)
    await running.later(seconds=25)
    await running.settled()
    await change(running, sample, kinds=["homework"])

    letter = (await telegram.messages(sample.teacher))[-1]
    await write(talk, running, sample, "Дроби.", to=letter["message_id"], chat="teacher", number=9002)
    await running.later(seconds=25)
    await running.settled()

    answer = (await telegram.texts(sample.tutor))[-1]
    assert answer.endswith("Дроби.")
    assert "Алгебра" not in answer


async def write(
    talk: TalkService, running: Engine, sample: Sample, text: str, *, to: int, chat: str, number: int
) -> object:
    """Reply to a message of the bot."""
    who = getattr(sample, chat)
    author = Author(
        account=await account_of(running.storage, who), bot_id=BotId(BOT), chat_id=ChatId(who.user)
    )
    letter = Letter(message_id=TelegramMessageId(number), kind=LetterKind.TEXT, text=text, entities=())
    return await talk.receive(author, letter, Reply(message_id=TelegramMessageId(to)))
