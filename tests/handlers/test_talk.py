"""Letters between families and the school, through the real dispatcher and with delivery at work."""

from typing import Any

import pytest
from aiogram.types import Update

from diary.models.people import Role
from simulator.client import buttons, file
from storage import schema
from tests.delivery.test_letters import PICTURE
from tests.handlers.conftest import UNLINKED, House, somebody
from tests.support.conversing import Json
from tests.support.journal import absence, grade, rows
from tests.support.sample import BOT, Chat, Sample

TO_TEACHER = "Родитель: Пётр Иванов, 7Б (мама)"
FROM_TEACHER = "Смирнова А. В. · Пётр Иванов, 7Б"
NOT_OPEN = "Этого больше нет, или оно вам недоступно."
NO_WAY = "Туда нельзя написать или уже нельзя."
TOO_LATE = "Минута прошла: отозвать сообщение уже нельзя."


def words(message: Json) -> str:
    return str(message.get("text", message.get("caption", "")))


def labels(message: Json) -> list[str]:
    return [one["text"] for one in buttons(message)]


def data(message: Json, label: str) -> str:
    return next(str(one["callback_data"]) for one in buttons(message) if label in one["text"])


async def lines(house: House, chat: Chat) -> list[str]:
    return [words(one) for one in await house.chat(chat)]


async def told(house: House, sample: Sample, *drafts: Any) -> Json:
    """Push entries and return what the mother sees of them."""
    await house.push(*(drafts or (grade("g1", "2"),)))
    return await house.newest(sample.mother)


async def asked(house: House, sample: Sample, text: str = "Можно пересдать?") -> tuple[Json, Json]:
    """Have the mother answer a grade; return what the bot says to her, and what the teacher reads."""
    message = await told(house, sample)
    said = await house.say(sample.mother, text, reply_to_message_id=message["message_id"])
    await house.deliver()
    return said, await house.newest(sample.teacher)


async def test_a_reply_to_a_grade_goes_to_its_teacher_who_sees_about_what_it_is(
    house: House, sample: Sample
) -> None:
    said, letter = await asked(house, sample)

    assert said["text"] == "Отправлено: Смирнова А. В."
    assert labels(said) == ["↩ Отозвать"]
    heading, about, text = letter["text"].splitlines()
    assert heading == TO_TEACHER
    assert "Алгебра" in about
    assert text == "Можно пересдать?"
    assert not [one for one in await lines(house, sample.father) if "пересдать" in one]
    assert not [one for one in await lines(house, sample.office) if "пересдать" in one]


async def test_the_teachers_reply_comes_back_under_what_was_asked_and_to_nobody_else(
    house: House, sample: Sample
) -> None:
    _, letter = await asked(house, sample)

    said = await house.say(sample.teacher, "В четверг", reply_to_message_id=letter["message_id"])
    await house.deliver()

    assert said["text"] == "Отправлено: " + TO_TEACHER
    answer = await house.newest(sample.mother)
    assert answer["text"].splitlines()[0] == FROM_TEACHER
    assert answer["text"].splitlines()[-1] == "В четверг"
    assert answer["reply_to_message"]["text"] == "Можно пересдать?"
    assert not [one for one in await lines(house, sample.father) if "четверг" in one]

    await house.say(sample.mother, "Спасибо!", reply_to_message_id=answer["message_id"])
    await house.deliver()
    thanks = await house.newest(sample.teacher)
    assert thanks["text"].splitlines()[-1] == "Спасибо!"
    assert thanks["reply_to_message"]["text"] == "В четверг"


async def test_a_quote_picks_the_entry_by_its_place_in_utf_16(house: House, sample: Sample) -> None:
    ducks = {"comment": "🦆" * 40}
    message = await told(house, sample, absence("a1", details=ducks), absence("a2", lesson=3, teacher="t2"))
    before, quoted, _ = message["text"].partition("урок 3")
    position = len(before.encode("utf-16-le")) // 2
    assert position > len(before)

    said = await house.say(
        sample.mother,
        "Что было не так?",
        reply_to_message_id=message["message_id"],
        quote={"text": quoted, "position": position},
    )

    assert said["text"].startswith("Орлов И. П.: чат ещё не подключён")
    (relay,) = await rows(house.engine.storage, schema.relay)
    entries = {one.external_id: one.id for one in await rows(house.engine.storage, schema.entry)}
    assert relay.entry_id == entries["a2"]


async def test_where_a_reply_could_go_to_two_teachers_it_waits_for_the_choice(
    house: House, sample: Sample
) -> None:
    message = await told(house, sample, absence("a1"), absence("a2", lesson=3, teacher="t2"))

    offer = await house.say(sample.mother, "Почему?", reply_to_message_id=message["message_id"])

    assert offer["text"] == "Пока не отправлено. Кому передать?"
    assert [one.partition(" · ")[0] for one in labels(offer)] == [
        "💬 Смирнова А. В.",
        "💬 Орлов И. П.",
        "Отмена",
    ]
    await house.deliver()
    assert not [one for one in await lines(house, sample.teacher) if "Почему?" in one]

    await house.tap(sample.mother, offer, "Смирнова")
    await house.deliver()
    assert (await house.newest(sample.teacher))["text"].endswith("Почему?")


async def test_plain_text_is_offered_and_goes_only_where_it_is_then_sent(
    house: House, sample: Sample
) -> None:
    offer = await house.say(sample.father, "Пётр заболел")
    assert offer["text"] == "Пока не отправлено. Кому передать?"
    await house.deliver()
    for chat in (sample.teacher, sample.office, sample.mother):
        assert not [one for one in await lines(house, chat) if "заболел" in one]

    choice = data(offer, "Смирнова")
    await house.tap(sample.father, offer, "Смирнова")
    await house.deliver()
    again = await house.tap(sample.father, offer, "", forged=choice)

    assert (await house.again(sample.father, offer))["text"] == "Отправлено: Смирнова А. В."
    assert (await house.newest(sample.teacher))["text"].endswith("Пётр заболел")
    assert (again["text"], again["show_alert"]) == ("Это сообщение уже отправлено.", True)
    assert len([one for one in await lines(house, sample.teacher) if "заболел" in one]) == 1


async def test_an_offer_that_is_cancelled_sends_nothing(house: House, sample: Sample) -> None:
    offer = await house.say(sample.mother, "Ой")

    await house.tap(sample.mother, offer, "Отмена")
    await house.deliver()

    assert (await house.again(sample.mother, offer))["text"] == "Хорошо, ничего не отправлено."
    assert not [one for one in await lines(house, sample.teacher) if "Ой" in one]


async def test_nobody_chooses_for_another_and_no_forged_choice_leads_anywhere(
    house: House, sample: Sample, stranger: Chat
) -> None:
    offer = await house.say(sample.mother, "Личное")
    choice = data(offer, "Смирнова")
    there = {
        sample.father: await house.say(sample.father, "/help"),
        stranger: await house.say(stranger, "/help"),
    }

    for chat, message in there.items():
        refused = await house.tap(chat, message, "", forged=choice)
        assert (refused["text"], refused["show_alert"]) == (NOT_OPEN, True)
    to_father = f"{choice.rsplit(':', 3)[0]}:{sample.father.person}:1:0"
    refused = await house.tap(sample.mother, offer, "", forged=to_father)
    await house.deliver()

    assert (refused["text"], refused["show_alert"]) == (NO_WAY, True)
    assert [one.state for one in await rows(house.engine.storage, schema.relay)] == ["offered"]


async def test_a_letter_is_taken_back_within_the_minute_and_disappears(house: House, sample: Sample) -> None:
    said, letter = await asked(house, sample)

    await house.tap(sample.mother, said, "↩")
    await house.deliver()

    assert (await house.again(sample.mother, said))["text"] == "Отозвано: сообщение не прочтут."
    assert letter["message_id"] not in [one["message_id"] for one in await house.chat(sample.teacher)]


async def test_after_the_minute_a_letter_stays_and_only_its_writer_could_take_it_back(
    house: House, sample: Sample
) -> None:
    said, letter = await asked(house, sample)
    retract = data(said, "↩")
    his = await house.say(sample.father, "/help")

    refused = await house.tap(sample.father, his, "", forged=retract)
    assert (refused["text"], refused["show_alert"]) == (NOT_OPEN, True)
    await house.engine.later(seconds=60)
    late = await house.tap(sample.mother, said, "↩")
    await house.deliver()

    assert (late["text"], late["show_alert"]) == (TOO_LATE, True)
    assert await house.again(sample.teacher, letter) == letter


async def test_photos_and_files_pass_with_their_words(house: House, sample: Sample) -> None:
    message = await told(house, sample)
    reply = {"reply_to_message_id": message["message_id"]}

    photo: Json = {"photo": file("тетрадь.png", PICTURE)}
    document: Json = {"document": file("справка.pdf", b"%PDF")}
    for content in (photo, document):
        said = await house.talk.answers(sample.mother, caption="Вот", **content, **reply)
        assert [words(one) for one in said] == ["Отправлено: Смирнова А. В."]
    await house.deliver()

    photo, document = (await house.chat(sample.teacher))[-2:]
    assert photo["photo"]
    assert document["document"]["file_name"] == "справка.pdf"
    for letter in (photo, document):
        assert letter["caption"].startswith(TO_TEACHER)
        assert letter["caption"].endswith("Вот")


async def test_an_album_passes_as_one_and_any_part_of_it_can_be_answered(
    house: House, sample: Sample
) -> None:
    message = await told(house, sample)
    media = [{"type": "photo", "file": file(f"{n}.png", PICTURE)} for n in range(3)]

    said = await house.talk.answers(
        sample.mother, media=media, caption="Тетрадь", reply_to_message_id=message["message_id"]
    )
    await house.deliver()

    assert [words(one) for one in said] == ["Отправлено: Смирнова А. В."]
    parts = (await house.chat(sample.teacher))[-3:]
    assert len({one["media_group_id"] for one in parts}) == 1
    assert ["caption" in one for one in parts] == [True, False, False]
    assert parts[0]["caption"].startswith(TO_TEACHER)
    assert parts[0]["caption"].endswith("Тетрадь")

    await house.say(sample.teacher, "Вижу", reply_to_message_id=parts[2]["message_id"])
    await house.deliver()
    assert words(await house.newest(sample.mother)).endswith("Вижу")

    await house.tap(sample.mother, said[0], "↩")
    await house.deliver()
    left = {one["message_id"] for one in await house.chat(sample.teacher)}
    assert not left & {one["message_id"] for one in parts}


async def test_contacts_are_refused_and_not_passed_on(house: House, sample: Sample) -> None:
    message = await told(house, sample)
    before = len(await house.chat(sample.teacher))

    (refused,) = await house.talk.answers(
        sample.mother, contact=True, reply_to_message_id=message["message_id"]
    )
    await house.deliver()

    assert refused["text"].startswith("Передаём только текст, фото и файлы")
    assert len(await house.chat(sample.teacher)) == before
    assert await rows(house.engine.storage, schema.relay) == []


async def test_a_teacher_without_a_chat_is_said_to_have_none_and_reads_the_letter_when_they_link(
    house: House, sample: Sample
) -> None:
    message = await told(house, sample, grade("g1", "2", teacher="t2"))

    said = await house.say(sample.mother, "Когда зайти?", reply_to_message_id=message["message_id"])
    assert (
        said["text"]
        == "Орлов И. П.: чат ещё не подключён. Сообщение сохранено и придёт, как только это случится."
    )
    orlov = somebody(UNLINKED)
    await house.link(orlov, await house.staff_code(Role.TEACHER, "t2"))
    await house.deliver()

    letter = await house.newest(orlov)
    assert letter["text"].startswith(TO_TEACHER)
    assert letter["text"].endswith("Когда зайти?")
    await house.say(orlov, "Завтра", reply_to_message_id=letter["message_id"])
    await house.deliver()
    assert words(await house.newest(sample.mother)).endswith("Завтра")


async def test_the_button_under_an_entry_asks_for_a_letter_and_the_next_message_is_it(
    house: House, sample: Sample
) -> None:
    message = await told(house, sample)

    await house.tap(sample.mother, message, "💬")
    assert (await house.newest(sample.mother))["text"] == (
        "Напишите сообщение: текст, фото или файл.\nСмирнова А. В. · Пётр Иванов, 7Б"
    )
    said = await house.say(sample.mother, "Почему 2?")
    await house.deliver()

    assert said["text"] == "Отправлено: Смирнова А. В."
    assert (await house.newest(sample.teacher))["text"].endswith("Почему 2?")
    assert (await house.say(sample.mother, "И ещё"))["text"] == "Пока не отправлено. Кому передать?"


@pytest.mark.parametrize("way", ["cancel", "/cancel", "/start", "Написать", "an hour"])
async def test_a_letter_that_was_begun_and_left_takes_no_later_message(
    house: House, sample: Sample, way: str
) -> None:
    message = await told(house, sample)
    await house.tap(sample.mother, message, "💬")
    invitation = await house.newest(sample.mother)

    if way == "cancel":
        await house.tap(sample.mother, invitation, "Отмена")
    elif way == "an hour":
        await house.engine.later(hours=1, seconds=1)
    else:
        await house.say(sample.mother, way)
    answer = await house.say(sample.mother, "Просто мысли")
    await house.deliver()

    assert answer["text"] == "Пока не отправлено. Кому передать?"
    assert not [one for one in await lines(house, sample.teacher) if "мысли" in one]


async def test_an_update_that_comes_twice_is_passed_on_once(house: House, sample: Sample) -> None:
    message = await told(house, sample)
    await house.talk.client.send(
        BOT, sample.mother.user, "Один раз", reply_to_message_id=message["message_id"]
    )
    updates = await house.talk.bot.get_updates(offset=0, timeout=0)

    for _ in range(2):
        await house.talk.dispatcher.feed_update(house.talk.bot, updates[-1])
    await house.deliver()

    assert len([one for one in await lines(house, sample.teacher) if "Один раз" in one]) == 1


async def test_an_edited_letter_is_said_to_have_gone_as_it_was(house: House, sample: Sample) -> None:
    message = await told(house, sample)
    sent = await house.talk.client.send(
        BOT, sample.mother.user, "Завтар", reply_to_message_id=message["message_id"]
    )
    await house.talk.handle()

    await house.talk.client.edit(BOT, sample.mother.user, sent["message_id"], "Завтра")
    await house.talk.handle()
    await house.deliver()

    assert (await house.newest(sample.mother))["text"].startswith("Правка не передаётся")
    assert (await house.newest(sample.teacher))["text"].endswith("Завтар")


async def test_the_tutor_who_may_not_write_writes_to_nobody(house: House, sample: Sample) -> None:
    await told(house, sample)
    message = await house.newest(sample.tutor)
    assert not any("💬" in label for label in labels(message))

    for reply in ({}, {"reply_to_message_id": message["message_id"]}):
        said = await house.say(sample.tutor, "Здравствуйте", **reply)
        assert said["text"] == "Не отправлено: здесь вы читаете дневник, а учителям пишут родители."
    said = await house.say(sample.tutor, "/messages")
    assert said["text"] == "Сообщений нет: здесь вы читаете дневник, а учителям пишут родители."
    number = (await rows(house.engine.storage, schema.message))[-1].id
    for forged in (f"a:{number}", f"m:{sample.smirnova_person}:1:0"):
        refused = await house.tap(sample.tutor, message, "", forged=forged)
        assert refused["show_alert"]
    await house.deliver()

    assert await rows(house.engine.storage, schema.relay) == []


async def test_a_strangers_words_reach_nobody(house: House, sample: Sample, stranger: Chat) -> None:
    said = await house.say(stranger, "Я дядя Пети, какие у него оценки?")
    await house.deliver()

    assert said["text"].startswith("Чтобы начать, пришлите код доступа")
    assert await rows(house.engine.storage, schema.relay) == []


async def test_a_group_passes_nothing_on(house: House, sample: Sample) -> None:
    group = await house.talk.client.make_group(
        BOT, "7Б", [sample.father.user, sample.teacher.user], by=sample.mother.user
    )
    await house.talk.handle()
    before = len(await house.talk.client.requests())

    for chat in (sample.mother, sample.father, sample.teacher):
        first = await house.talk.client.send(BOT, group["id"], "Кто пойдёт в театр?", sender=chat.user)
        await house.talk.client.send(
            BOT, group["id"], "Я", sender=chat.user, reply_to_message_id=first["message_id"]
        )
        await house.talk.client.send(BOT, group["id"], sender=chat.user, photo=file("а.png", PICTURE))
        await house.talk.client.send(BOT, group["id"], sender=chat.user, contact=True)
    await house.talk.handle()
    await house.deliver()

    assert await rows(house.engine.storage, schema.relay) == []
    assert {one["method"] for one in (await house.talk.client.requests())[before:]} == {"getUpdates"}


async def test_neither_sees_the_others_number_account_or_name_in_telegram(
    house: House, sample: Sample
) -> None:
    _, letter = await asked(house, sample)
    await house.say(sample.teacher, "Хорошо", reply_to_message_id=letter["message_id"])
    await house.deliver()
    answer = await house.newest(sample.mother)

    for message, other in ((letter, sample.mother), (answer, sample.teacher)):
        assert message["from"]["is_bot"]
        assert not {"forward_origin", "forward_from", "contact", "author_signature"} & set(message)
        assert str(other.user) not in str({**message, "reply_to_message": None})
        assert "Некто" not in words(message)


async def test_of_a_letters_formatting_only_what_leads_to_no_account_passes(
    house: House, sample: Sample
) -> None:
    shown = await told(house, sample)
    text = "Жирно Мама +79000000000 тут там"
    person = {"id": sample.mother.user, "is_bot": False, "first_name": "Елена"}
    entities = [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "text_mention", "offset": 6, "length": 4, "user": person},
        {"type": "phone_number", "offset": 11, "length": 12},
        {"type": "text_link", "offset": 24, "length": 3, "url": f"tg://user?id={sample.mother.user}"},
        {"type": "text_link", "offset": 28, "length": 3, "url": "https://example.org/"},
    ]
    message = {"message_id": 500, "date": 0, "chat": {"id": sample.mother.user, "type": "private"}}
    message |= {"from": person, "text": text, "entities": entities}
    reply = {"reply_to_message": {**message, "message_id": shown["message_id"], "text": "…", "entities": []}}

    update = Update.model_validate({"update_id": 10**9, "message": message | reply})
    await house.talk.dispatcher.feed_update(house.talk.bot, update)
    await house.deliver()

    letter = await house.newest(sample.teacher)
    assert letter["text"].endswith(text)
    start = len(letter["text"]) - len(text)
    kept = [(one["type"], one["offset"] - start) for one in letter["entities"] if one["offset"] >= start]
    assert kept == [("bold", 0), ("text_link", 28)]
