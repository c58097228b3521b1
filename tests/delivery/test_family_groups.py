"""A family's group on its way through delivery: what comes there, whose signature shows, where it moves."""

import pytest
from sqlalchemy import insert, select

from diary.models.ids import BotId, ChatId, MessageId, StudentId
from diary.models.people import Account
from diary.services.acknowledgement import AcknowledgementService
from diary.services.groups import GroupsService
from diary.services.mailboxes import MailboxesService
from diary.services.signing import Tap
from simulator.client import buttons
from storage import schema
from tests.delivery.support import BOT, Engine, Json, Telegram
from tests.support.clock import FrozenClock
from tests.support.journal import grade, rows
from tests.support.sample import Sample
from tests.support.shown import account_of


@pytest.fixture
async def group(running: Engine, telegram: Telegram, sample: Sample) -> int:
    """The mother has linked a group."""
    members = [sample.mother.user, sample.father.user]
    made = await telegram.client.make_group(BOT, "Семья", members, by=sample.mother.user)
    service = GroupsService(storage=running.storage, clock=running.clock, timing=running.timing)
    account = await account_of(running.storage, sample.mother)
    await service.link(account, BotId(BOT), ChatId(made["id"]))
    return int(made["id"])


async def told(running: Engine, telegram: Telegram, chat: int) -> list[Json]:
    await running.later(seconds=25)
    await running.settled()
    said = await telegram.client.messages(BOT, chat)
    return [one for one in said if one["from"]["is_bot"] and not one["sim"]["deleted"]]


async def tap(running: Engine, account: Account, chat: int) -> Tap:
    message, box = schema.message, schema.mailbox
    in_chat = select(message.c.id).join(box, box.c.id == message.c.mailbox_id).where(box.c.chat_id == chat)
    query = in_chat.order_by(message.c.id.desc()).limit(1)
    async with running.storage.read() as uow:
        number = await uow._connection.scalar(query)
    return Tap(
        account=account, message_id=MessageId(int(number or 0)), bot_id=BotId(BOT), chat_id=ChatId(chat)
    )


async def test_an_entry_comes_to_the_group_and_to_every_own_chat(
    running: Engine, telegram: Telegram, sample: Sample, group: int
) -> None:
    await running.push(grade("g1", "5"))

    (message,) = await told(running, telegram, group)
    assert message["text"].startswith("Пётр Иванов, 7Б · Алгебра")
    for chat in (sample.mother, sample.father, sample.tutor):
        assert any("Алгебра" in text for text in await telegram.texts(chat))


async def test_what_the_linker_sees_as_a_trusted_person_stays_out_of_the_group(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, group: int
) -> None:
    async with running.storage.write() as uow:
        connection = uow._connection
        values = {"external_id": "s3", "family_name": "Сидоров", "given_name": "Олег", "school_id": 1}
        added = await connection.execute(insert(schema.student).values(**values))
        assert added.inserted_primary_key is not None
        oleg = StudentId(added.inserted_primary_key[0])
        right = {"person_id": sample.mother.person, "student_id": oleg, "role": "trusted", "may_write": False}
        await connection.execute(insert(schema.link).values(**right, created_at=clock.now()))
        await uow.commit()

    await running.push(grade("g1", "5", student="s3"))

    assert await told(running, telegram, group) == []
    assert any("Олег Сидоров" in text for text in await telegram.texts(sample.mother))


async def test_a_parent_who_did_not_link_the_group_signs_there_and_it_shows(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, group: int
) -> None:
    await running.push(grade("g1", "5"))
    await told(running, telegram, group)
    father = await account_of(running.storage, sample.father)
    signing = AcknowledgementService(storage=running.storage, clock=clock)

    await signing.sign(await tap(running, father, group))

    (message,) = await told(running, telegram, group)
    assert "подписано: папа" in message["text"]
    own = [text for text in await telegram.texts(sample.father) if "Алгебра" in text]
    assert "подписано" in own[0]
    hers = [text for text in await telegram.texts(sample.mother) if "Алгебра" in text]
    assert "подписано" not in hers[0]


async def test_the_button_stays_until_every_parent_has_signed(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, group: int
) -> None:
    await running.push(grade("g1", "5"))
    await told(running, telegram, group)
    signing = AcknowledgementService(storage=running.storage, clock=clock)
    mother, father = [await account_of(running.storage, one) for one in (sample.mother, sample.father)]

    await signing.sign(await tap(running, mother, group))
    (message,) = await told(running, telegram, group)
    assert "подписано: мама" in message["text"]
    assert [one["text"] for one in buttons(message)] == ["✍️ Подписать"]

    await signing.sign(await tap(running, father, group))
    (message,) = await told(running, telegram, group)
    assert "подписано: мама, папа" in message["text"]
    assert "reply_markup" not in message


async def test_a_parents_signature_in_their_own_chat_is_not_shown_to_the_group(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, group: int
) -> None:
    await running.push(grade("g1", "5"))
    await told(running, telegram, group)
    signing = AcknowledgementService(storage=running.storage, clock=clock)
    mother, father = [await account_of(running.storage, one) for one in (sample.mother, sample.father)]
    await signing.sign(await tap(running, father, sample.father.user))

    await signing.sign(await tap(running, mother, group))

    (message,) = await told(running, telegram, group)
    assert "подписано: мама" in message["text"]
    assert "папа" not in message["text"]


async def test_an_only_parents_signature_takes_the_button_away(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock, group: int
) -> None:
    await running.push(grade("g1", "5", student="s2"))
    await told(running, telegram, group)
    signing = AcknowledgementService(storage=running.storage, clock=clock)

    await signing.sign(await tap(running, await account_of(running.storage, sample.mother), group))

    (message,) = await told(running, telegram, group)
    assert "· подписано\n" in message["text"]
    assert "reply_markup" not in message


async def test_a_correction_is_told_in_the_group_too(
    running: Engine, telegram: Telegram, sample: Sample, group: int
) -> None:
    await running.push(grade("g1", "2"))
    await told(running, telegram, group)

    await running.push(grade("g1", "5"))

    old, correction = await told(running, telegram, group)
    assert "5" in old["text"]
    assert correction["text"].startswith("Оценка исправлена · Пётр Иванов, 7Б")


async def test_what_waited_when_the_group_became_a_supergroup_arrives_there(
    running: Engine, telegram: Telegram, sample: Sample, group: int
) -> None:
    await running.push(grade("g1", "5"))
    new = await telegram.client.migrate(BOT, group)

    (message,) = await told(running, telegram, new)

    assert message["text"].startswith("Пётр Иванов, 7Б")
    boxes = [one.chat_id for one in await rows(running.storage, schema.mailbox) if not one.private]
    assert boxes == [new]


async def test_an_unlinked_groups_queue_is_dropped(
    running: Engine, telegram: Telegram, sample: Sample, group: int
) -> None:
    await running.push(grade("g1", "5"))
    service = GroupsService(storage=running.storage, clock=running.clock, timing=running.timing)
    account = await account_of(running.storage, sample.mother)
    (mailbox,) = await service.linked(account)

    await service.unlink(account, mailbox.id)

    (last,) = await told(running, telegram, group)
    assert last["text"].startswith("Дневник сюда больше не приходит.")
    states = {
        one.topic: one.state
        for one in await rows(running.storage, schema.delivery)
        if one.mailbox_id == mailbox.id
    }
    assert states == {"entry": "cancelled", "notice": "sent"}


async def test_a_group_without_the_bot_tells_its_family_and_not_the_office(
    running: Engine, telegram: Telegram, sample: Sample, group: int
) -> None:
    await telegram.client.kick(BOT, group)
    await running.push(grade("g1", "5"))
    await told(running, telegram, group)
    await running.later(seconds=25)
    await running.settled()

    assert any("Меня удалили из семейной группы" in text for text in await telegram.texts(sample.mother))
    assert await telegram.texts(sample.office) == []

    await telegram.client.add_again(BOT, group)
    mailboxes = MailboxesService(storage=running.storage, clock=running.clock, timing=running.timing)
    assert await mailboxes.group_returned(BotId(BOT), ChatId(group), by=sample.mother.person, title="Семья")
    await running.push(grade("g2", "4"))
    assert any(one["text"].splitlines()[1].startswith("4") for one in await told(running, telegram, group))


async def test_a_group_that_nobody_linked_is_nobodys(running: Engine, sample: Sample) -> None:
    mailboxes = MailboxesService(storage=running.storage, clock=running.clock, timing=running.timing)

    assert not await mailboxes.group_returned(BotId(BOT), ChatId(-77), by=sample.mother.person)
