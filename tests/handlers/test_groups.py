"""A family's group: linked by a guardian, signed in by guardians, mending itself, otherwise silent."""

from datetime import time

import pytest
from sqlalchemy import select, update

from diary.models.farewells import ACCOUNT_CUT_OFF
from diary.services.custody import CustodyService
from diary.services.privacy import PrivacyService
from diary.services.succession import end_access
from simulator.client import buttons
from storage import schema
from tests.handlers.conftest import House, somebody
from tests.support.conversing import Json
from tests.support.journal import absence, grade, rows
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of

OFFER = (
    "Присылать сюда новости школьного дневника? Их будут читать все в этом чате. "
    "Решить это может только родитель."
)
SILENT = "Дневник сюда больше не приходит. Подключить его снова может родитель: /start"
PARENTS_DECIDE = "Решить это может только родитель, у которого уже есть дневник: попросите его нажать здесь."


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def add(house: House, sample: Sample, *, by: Chat) -> Chat:
    """Make a family's group with the bot in it."""
    members = [sample.mother.user, sample.father.user, sample.tutor.user, sample.stranger_user]
    made = await house.talk.client.make_group(BOT, "Семья", members, by=by.user)
    await house.talk.handle()
    return somebody(made["id"])


async def link(house: House, group: Chat, *, by: Chat) -> Json:
    offer = await house.newest(group)
    await house.press(group.user, offer, "Подключить", by=by)
    await house.press(group.user, await house.newest(group), "✅", by=by)
    return await house.newest(group)


@pytest.fixture
async def group(house: House, sample: Sample) -> Chat:
    """The mother has linked the family's group."""
    made = await add(house, sample, by=sample.mother)
    await link(house, made, by=sample.mother)
    return made


async def test_a_guardian_links_a_group_with_a_confirmation_that_names_the_children(
    house: House, sample: Sample
) -> None:
    group = await add(house, sample, by=sample.mother)
    offer = await house.newest(group)
    assert offer["text"] == OFFER
    assert "Иванов" not in offer["text"]

    await house.press(group.user, offer, "Подключить", by=sample.mother)
    screen = await house.newest(group)
    assert screen["message_id"] == offer["message_id"]
    assert screen["text"].splitlines() == [
        "Сюда будет приходить дневник:",
        "• Пётр Иванов, 7Б",
        "• Маша Иванова, 7Б",
        "Сейчас в этом чате 4 человека.",
        "Его будут читать все в этом чате, и те, кого добавят позже. Подписывать смогут только родители.",
        "Отключить: /settings в личном чате со мной.",
    ]

    await house.press(group.user, screen, "✅", by=sample.mother)
    done = await house.newest(group)
    assert done["text"].startswith("Готово: дневник приходит и сюда.")
    await house.push(grade("g1", "5"))
    told = await house.newest(group)
    assert told["text"].startswith("Пётр Иванов, 7Б · Алгебра")
    assert labels(told) == ["✍️ Подписать"]


async def test_only_the_parent_who_began_confirms_and_strangers_cannot_begin(
    house: House, sample: Sample
) -> None:
    group = await add(house, sample, by=sample.mother)
    offer = await house.newest(group)
    for somebody_else in (sample.tutor, somebody(sample.stranger_user)):
        for label in ("Подключить", "Не сейчас"):
            answer = await house.press(group.user, offer, label, by=somebody_else)
            assert answer["show_alert"]
            assert answer["text"] == PARENTS_DECIDE
    await house.press(group.user, offer, "Подключить", by=sample.mother)

    screen = await house.newest(group)
    for label in ("✅", "Не сейчас"):
        answer = await house.press(group.user, screen, label, by=somebody(sample.stranger_user))
        assert answer["text"] == PARENTS_DECIDE
    answer = await house.press(group.user, screen, "✅", by=sample.father)
    assert answer["text"] == "Решить это может только родитель, который начал подключение."
    assert (await house.newest(group))["text"] == screen["text"]
    assert not [one for one in await rows(house.engine.storage, schema.mailbox) if not one.private]


async def test_a_group_that_a_stranger_makes_is_told_who_can_link_it(house: House, sample: Sample) -> None:
    group = await add(house, sample, by=somebody(sample.stranger_user))
    said = await house.newest(group)
    assert said["text"].startswith("Это бот школьного дневника.")
    assert labels(said) == []

    await house.talk.client.send(BOT, group.user, "/start@diary_bot", sender=sample.father.user)
    await house.talk.handle()
    assert (await house.newest(group))["text"] == OFFER


async def test_our_own_button_asks_once(house: House, sample: Sample) -> None:
    group = await add(house, sample, by=sample.mother)
    await house.talk.client.send(BOT, group.user, "/start@diary_bot diary", sender=sample.mother.user)
    await house.talk.handle()
    assert len(await house.chat(group)) == 1

    await house.talk.client.send(BOT, group.user, "/start@diary_bot", sender=sample.mother.user)
    await house.talk.handle()
    assert len(await house.chat(group)) == 2


async def test_a_start_long_after_the_bot_came_is_answered(house: House, sample: Sample) -> None:
    group = await add(house, sample, by=sample.mother)
    await house.talk.client.advance(60)
    await house.talk.client.send(BOT, group.user, "/start", sender=sample.mother.user)
    await house.talk.handle()

    assert len(await house.chat(group)) == 2


async def test_not_now_leaves_the_group_alone(house: House, sample: Sample) -> None:
    group = await add(house, sample, by=sample.mother)
    await house.press(group.user, await house.newest(group), "Не сейчас", by=sample.mother)
    await house.push(grade("g1", "5"))

    said = await house.newest(group)
    assert said["text"] == "Хорошо. Родитель может подключить этот чат позже: /start"
    assert len(await house.chat(group)) == 1


async def test_the_other_parent_hears_that_a_group_reads_the_diary(
    house: House, sample: Sample, group: Chat
) -> None:
    await house.deliver()

    told = (await house.newest(sample.father))["text"].splitlines()
    assert told[0] == "Пётр Иванов, 7Б: дневник приходит и в семейный чат"
    assert "Родитель (мама)" in told[1]
    assert len(await house.chat(group)) == 1


async def test_only_guardians_sign_in_a_group_and_each_for_themselves(
    house: House, sample: Sample, group: Chat
) -> None:
    await house.push(grade("g1", "5"))
    told = await house.newest(group)
    for other in (sample.tutor, somebody(sample.stranger_user)):
        answer = await house.press(group.user, told, "✍️", by=other)
        assert answer == {**answer, "text": "Это могут сделать только родители ребёнка.", "show_alert": True}

    answer = await house.press(group.user, told, "✍️", by=sample.father)
    await house.deliver()

    assert answer["text"].startswith("Подписано")
    signed = await rows(house.engine.storage, schema.acknowledgement)
    assert [one.person_id for one in signed] == [sample.father.person]
    shown = await house.again(group, told)
    assert "подписано: папа" in shown["text"]
    assert labels(shown) == ["✍️ Подписать"]
    # the mother has signed nothing: her own chat still asks her
    assert "✍️ Подписать" in labels(await house.newest(sample.mother))
    assert "подписано" in (await house.newest(sample.father))["text"]


async def test_an_absence_is_answered_in_the_group(house: House, sample: Sample, group: Chat) -> None:
    await house.push(absence("a1"))
    told = await house.newest(group)
    assert told["text"].startswith("❗ Пётр Иванов, 7Б")

    answer = await house.press(group.user, told, "всё в порядке", by=sample.mother)
    await house.deliver()

    assert answer["text"] == "Спасибо, записали."
    assert "подписано" in (await house.again(group, told))["text"]


async def test_the_group_hears_only_of_the_guardians_own_children(
    house: House, sample: Sample, group: Chat
) -> None:
    made = await add(house, sample, by=sample.father)
    await link(house, made, by=sample.father)
    before = len(await house.chat(made))

    await house.push(grade("g3", "4", student="s2"))

    assert len(await house.chat(made)) == before
    assert (await house.newest(group))["text"].startswith("Маша Иванова")


async def test_nothing_is_relayed_and_plain_words_are_not_answered(
    house: House, sample: Sample, group: Chat
) -> None:
    await house.push(grade("g1", "5"))
    told = await house.newest(group)
    before = len(await house.chat(group))
    client, mother = house.talk.client, sample.mother.user
    await client.send(BOT, group.user, "Молодец!", sender=mother, reply_to_message_id=told["message_id"])
    for text in ("Всем привет", "/today"):
        await client.send(BOT, group.user, text, sender=mother)
    await house.talk.handle()
    await house.deliver()

    assert len(await house.chat(group)) == before
    assert await rows(house.engine.storage, schema.relay) == []


async def test_other_buttons_do_nothing_in_a_group(house: House, sample: Sample, group: Chat) -> None:
    await house.push(grade("g1", "5"))
    told = await house.newest(group)
    for forged in (f"a:{told['message_id']}", "d:d:0:0:0", f"k:{sample.petr}:o", "gs:0", "m:0:1:0"):
        query = await house.talk.client.press(
            BOT, group.user, told["message_id"], forged, sender=sample.mother.user, forged=True
        )
        await house.talk.handle()
        answer = await house.talk.client.callback(query)
        assert answer["text"] == "Это делается в личном чате со мной."
    assert await house.newest(group) == told


async def test_a_group_that_removed_the_bot_hears_again_when_it_is_back(
    house: House, sample: Sample, group: Chat
) -> None:
    client = house.talk.client
    await client.kick(BOT, group.user, by=sample.father.user)
    await house.talk.handle()
    await house.push(grade("g1", "5"))
    said = [one["text"] for one in await house.chat(sample.mother)]
    assert any(one.startswith("Меня удалили из группы «Семья».") for one in said)
    assert not [one for one in await house.chat(sample.office) if "заблокировал" in one["text"]]

    await client.add_again(BOT, group.user, by=sample.father.user)
    await house.talk.handle()
    assert (await house.newest(group))["text"] == "Я снова здесь: дневник опять приходит сюда, как раньше."
    await house.push(grade("g2", "4"))

    assert "4" in (await house.newest(group))["text"].splitlines()[1]
    said = [one["text"] for one in await house.chat(sample.mother)]
    assert any(one.startswith("Я снова в группе «Семья»") for one in said)


async def test_a_group_that_a_stranger_brings_the_bot_back_to_waits_for_a_parent(
    house: House, sample: Sample, group: Chat
) -> None:
    client = house.talk.client
    await client.kick(BOT, group.user, by=sample.mother.user)
    await client.add_again(BOT, group.user, by=sample.stranger_user)
    await house.talk.handle()
    assert (await house.newest(group))["text"].startswith("Это бот школьного дневника.")
    await house.push(grade("g1", "5"))
    assert not any("Алгебра" in one.get("text", "") for one in await house.chat(group))

    await house.talk.client.send(BOT, group.user, "/start", sender=sample.mother.user)
    await house.talk.handle()
    await link(house, group, by=sample.mother)
    await house.push(grade("g2", "4"))

    assert "Алгебра" in (await house.newest(group))["text"]


async def test_a_removal_that_nobody_told_of_is_found_out_by_sending(
    house: House, sample: Sample, group: Chat
) -> None:
    await house.talk.client.kick(BOT, group.user)
    await house.talk.forget()
    await house.push(grade("g1", "5"))
    await house.deliver()

    said = [one["text"] for one in await house.chat(sample.mother)]
    assert any(one.startswith("Меня удалили из семейной группы.") for one in said)
    boxes = [one for one in await rows(house.engine.storage, schema.mailbox) if not one.private]
    assert [one.state for one in boxes] == ["blocked"]


async def test_a_group_that_becomes_a_supergroup_stays_linked(
    house: House, sample: Sample, group: Chat
) -> None:
    new = somebody(await house.talk.client.migrate(BOT, group.user))
    await house.talk.handle()
    await house.push(grade("g1", "5"))

    told = await house.newest(new)
    assert told["text"].startswith("Пётр Иванов, 7Б · Алгебра")
    answer = await house.press(new.user, told, "✍️", by=sample.mother)
    assert answer["text"].startswith("Подписано")


async def test_a_group_is_unlinked_in_the_settings(house: House, sample: Sample, group: Chat) -> None:
    settings = await house.say(sample.mother, "/settings")
    await house.tap(sample.mother, settings, "Семейные группы")
    listed = await house.newest(sample.mother)
    assert labels(listed) == ["✖ Семья", "➕ Добавить меня в группу"]

    answer = await house.tap(sample.mother, listed, "✖ Семья")
    await house.push(grade("g1", "5"))

    assert answer["text"] == "В эту группу больше ничего не приходит."
    assert labels(await house.again(sample.mother, listed)) == ["➕ Добавить меня в группу"]
    assert len(await house.chat(group)) == 2
    assert (await house.newest(group))["text"] == SILENT
    actions = [one.action for one in await rows(house.engine.storage, schema.audit)]
    assert actions.count("group_linked") == actions.count("group_unlinked") == 1


async def test_another_parents_group_cannot_be_unlinked(house: House, sample: Sample, group: Chat) -> None:
    (box,) = [one for one in await rows(house.engine.storage, schema.mailbox) if not one.private]
    message = await house.say(sample.father, "/settings")

    answer = await house.tap(sample.father, message, "", forged=f"gs:{box.id}")

    assert answer["show_alert"]
    await house.push(grade("g1", "5"))
    assert (await house.newest(group))["text"].startswith("Пётр Иванов")


async def test_the_group_keeps_the_quiet_hours_of_who_linked_it(house: House, sample: Sample) -> None:
    box = schema.mailbox
    async with house.engine.storage.write() as uow:
        quiet = {"quiet_start": time(11, 0), "quiet_end": time(13, 0)}
        await uow._connection.execute(update(box).where(box.c.id == sample.mother.mailbox).values(**quiet))
        await uow.commit()
    group = await add(house, sample, by=sample.mother)
    await link(house, group, by=sample.mother)

    async with house.engine.storage.read() as uow:
        kept = await uow._connection.execute(select(box.c.quiet_start, box.c.quiet_end).where(~box.c.private))
        assert kept.all() == [(time(11, 0), time(13, 0))]
    await house.push(grade("g1", "5"))
    assert len(await house.chat(group)) == 1


async def test_a_child_is_called_by_the_rosters_name_in_a_group(
    house: House, sample: Sample, group: Chat
) -> None:
    page = await house.say(sample.mother, "/children")
    await house.tap(sample.mother, page, "Пётр")
    await house.tap(sample.mother, await house.newest(sample.mother), "Назвать иначе")
    await house.say(sample.mother, "Петя")

    await house.push(grade("g1", "5"))

    assert (await house.newest(sample.mother))["text"].startswith("Петя, 7Б")
    assert (await house.newest(group))["text"].startswith("Пётр Иванов, 7Б")


async def test_every_parent_sees_in_their_privacy_that_a_group_reads(
    house: House, sample: Sample, group: Chat
) -> None:
    for chat, mark in ((sample.mother, "папа"), (sample.father, "мама")):
        said = (await house.say(chat, "/privacy"))["text"]
        (petr,) = [line for line in said.splitlines() if "Пётр Иванов" in line]
        assert mark in petr
        assert "семейный чат (мама)" in petr
    assert "семейный чат" not in (await house.say(sample.tutor, "/privacy"))["text"]


async def part(house: House, sample: Sample, way: str) -> None:
    """End all that the mother sees as a guardian."""
    engine, mother = house.engine, await account_of(house.engine.storage, sample.mother)
    privacy = PrivacyService(storage=engine.storage, clock=engine.clock, timing=engine.timing)
    custody = CustodyService(storage=engine.storage, clock=engine.clock, timing=engine.timing)
    office = await account_of(engine.storage, sample.office)
    async with engine.storage.read() as uow:
        links = await uow.people.links(mother.person_id, now=engine.clock.now())
    match way:
        case "withdrawal":
            await privacy.withdraw(mother)
        case "erasure":
            await privacy.erase(mother)
        case "revocation":
            for link in links:
                await custody.revoke(office, link.id)
        case "an order":
            for link in links:
                await custody.keep_out(office, link.id, "Решение суда от 1 сентября 2026")
        case _:
            raise ValueError(way)
    await house.deliver()


@pytest.mark.parametrize("way", ["withdrawal", "erasure", "revocation", "an order"])
async def test_a_group_that_will_hear_nothing_more_is_told_so_once_without_a_name_or_reason(
    house: House, sample: Sample, group: Chat, way: str
) -> None:
    before = len(await house.chat(group))

    await part(house, sample, way)
    await house.push(grade("g1", "5"))

    assert [one["text"] for one in (await house.chat(group))[before:]] == [SILENT]
    hearing = [one for one in await rows(house.engine.storage, schema.destination) if one.ended_at is None]
    groups = {one.id for one in await rows(house.engine.storage, schema.mailbox) if not one.private}
    assert not groups & {one.mailbox_id for one in hearing}


async def test_a_group_in_which_the_other_parent_is_heard_goes_on(
    house: House, sample: Sample, group: Chat
) -> None:
    await house.talk.client.send(BOT, group.user, "/start@diary_bot", sender=sample.father.user)
    await house.talk.handle()
    await link(house, group, by=sample.father)

    await part(house, sample, "withdrawal")
    await house.push(grade("g1", "5"))

    said = [one["text"] for one in await house.chat(group)]
    assert SILENT not in said
    assert said[-1].startswith("Пётр Иванов, 7Б")


async def test_a_group_of_whom_one_child_is_left_hears_of_that_one_and_is_told_nothing(
    house: House, sample: Sample, group: Chat
) -> None:
    engine = house.engine
    custody = CustodyService(storage=engine.storage, clock=engine.clock, timing=engine.timing)
    async with engine.storage.read() as uow:
        first, *_ = await uow.people.links(sample.mother.person, now=engine.clock.now())
    await custody.revoke(await account_of(engine.storage, sample.office), first.id)
    await house.deliver()

    assert SILENT not in [one["text"] for one in await house.chat(group)]


async def test_a_group_of_a_parent_whose_account_is_cut_off_is_told_that_it_rests(
    house: House, sample: Sample, group: Chat
) -> None:
    async with house.engine.storage.write() as uow:
        person, now = sample.mother.person, house.engine.clock.now()
        await end_access(uow, person, ACCOUNT_CUT_OFF, by=sample.office.person, now=now)
        await uow.commit()
    await house.deliver()

    assert (await house.newest(group))["text"] == "Дневник сюда пока не приходит."
