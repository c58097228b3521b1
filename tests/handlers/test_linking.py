import pytest

from diary.models.people import Role
from simulator.client import buttons
from storage import schema
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import grade, rows
from tests.support.sample import BOT, Chat, Sample

ASKED = "Чтобы начать, пришлите код доступа"
CONSENT = """\
Здравствуйте! Это дневник школы № 7. Бесплатно.
Код подошёл. Нужно ваше согласие на обработку персональных данных.
Школа хранит ваше имя, аккаунт и дневник ребёнка; сообщения идут через Telegram.
Отозвать: /privacy. Нажимая ✅, вы подтверждаете, что вы родитель или опекун."""


def labels(message: Json) -> list[list[str]]:
    keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in keyboard]


@pytest.mark.parametrize("text", ["Здравствуйте", "/start", "/help", "📎"])
async def test_a_stranger_is_asked_for_a_code(house: House, stranger: Chat, text: str) -> None:
    answer = await house.say(stranger, text)

    assert ASKED in answer["text"]


@pytest.mark.parametrize("form", ["bare", "small and spaced", "/start CODE", "deep link"])
async def test_every_form_of_a_code_leads_to_the_consent(house: House, stranger: Chat, form: str) -> None:
    issued = await house.code(label="мама")
    said = {
        "bare": issued.code,
        "small and spaced": issued.code.lower().replace("-", " "),
        "/start CODE": f"/start {issued.code}",
        "deep link": f"/start {issued.link.partition('start=')[2]}",
    }[form]

    screen = await house.say(stranger, said)

    assert screen["text"] == CONSENT
    assert labels(screen) == [["✅ Даю согласие"], ["Полный текст", "Не сейчас"]]


@pytest.mark.parametrize("form", ["as an answer", "among words", "the link as words", "a link and words"])
async def test_a_strangers_code_is_found_however_it_is_sent(house: House, stranger: Chat, form: str) -> None:
    issued = await house.code(label="мама")
    asked = await house.say(stranger, "/start")
    answered = {"reply_to_message_id": asked["message_id"]} if form == "as an answer" else {}
    said = {
        "as an answer": issued.code,
        "among words": f"Вот код: {issued.code}, спасибо",
        "the link as words": issued.link,
        "a link and words": f"Мне дали {issued.link} в школе",
    }[form]

    assert (await house.say(stranger, said, **answered))["text"] == CONSENT


async def test_a_slip_in_a_code_is_put_right_in_the_same_message(house: House, stranger: Chat) -> None:
    issued = await house.code(label="мама")
    wrong = "0000-0000-0000"
    sent = await house.talk.client.send(BOT, stranger.user, wrong)
    await house.talk.handle()
    assert "не подходит" in (await house.newest(stranger))["text"]

    await house.talk.client.edit(BOT, stranger.user, sent["message_id"], f"{issued.code} (2026)")
    await house.talk.handle()

    assert (await house.newest(stranger))["text"] == CONSENT


async def test_a_link_pasted_by_a_parent_is_a_code_and_no_letter(house: House, sample: Sample) -> None:
    issued = await house.code(student="s2", label="папа")

    assert (await house.say(sample.father, issued.link))["text"] == CONSENT


@pytest.mark.parametrize("where", ["in an answer", "as a letter"])
@pytest.mark.parametrize("form", ["code", "link"])
async def test_a_parents_code_is_never_passed_on_to_a_teacher(
    house: House, sample: Sample, where: str, form: str
) -> None:
    issued = await house.code(student="s2", label="папа")
    await house.push(grade())
    told = await house.newest(sample.father)
    answered = {"reply_to_message_id": told["message_id"]} if where == "in an answer" else {}
    if where == "as a letter":
        await house.tap(sample.father, told, "💬")

    screen = await house.say(sample.father, getattr(issued, form), **answered)

    assert screen["text"] == CONSENT
    assert await rows(house.engine.storage, schema.relay) == []


async def test_a_long_number_in_an_answer_is_a_letter(house: House, sample: Sample) -> None:
    await house.push(grade())
    told = await house.newest(sample.father)

    said = await house.say(sample.father, "7701 2345 6789", reply_to_message_id=told["message_id"])

    assert said["text"] == "Отправлено: Смирнова А. В."


async def test_the_consent_names_no_child_and_the_code_is_spent_only_with_it(
    house: House, stranger: Chat
) -> None:
    issued = await house.code(label="бабушка")
    screen = await house.say(stranger, issued.code)
    assert "Иванов" not in screen["text"]
    assert [one.state for one in await house.codes.list()] == ["reserved"]

    await house.tap(stranger, screen, "✅")

    done = await house.newest(stranger)
    assert done["text"] == "Готово: Пётр Иванов, 7Б. Когда присылать оценки?"
    assert labels(done) == [["Сразу", "После уроков", "Вечером"]]
    assert [one.state for one in await house.codes.list()] == ["spent"]
    assert labels(await house.again(stranger, screen)) == []


async def test_who_is_linked_has_the_five_words_and_their_commands(house: House, stranger: Chat) -> None:
    await house.link(stranger, await house.code())

    assert await house.keyboard(stranger) == [
        ["Сегодня", "Домашка", "Оценки"],
        ["Написать", "Ещё"],
    ]
    menu = await house.talk.client.commands(BOT, stranger.user, stranger.user)
    assert {"today", "grades", "messages", "help"} <= {one["command"] for one in menu}


async def test_the_one_question_is_answered_with_a_tap(house: House, stranger: Chat) -> None:
    done = await house.link(stranger, await house.code())

    answer = await house.tap(stranger, done, "Вечером")

    assert answer["text"] == "Оценки приходят: вечером"
    assert ["Сразу", "После уроков", "• Вечером"] in labels(await house.again(stranger, done))


async def test_the_settings_stay_whole_and_speak_the_language_that_was_chosen(
    house: House, sample: Sample
) -> None:
    settings = await house.say(sample.mother, "/settings")

    await house.tap(sample.mother, settings, "Вечером")
    assert labels(await house.again(sample.mother, settings))[-1] == ["👪 Семейные группы"]
    await house.tap(sample.mother, settings, "English")

    changed = await house.again(sample.mother, settings)
    assert changed["text"] == "Language, and when grades come. Now: evening."
    assert ["Русский", "• English"] in labels(changed)
    assert labels(changed)[-1] == ["👪 Family groups"]


async def test_at_a_second_child_the_question_is_not_asked_again(house: House, stranger: Chat) -> None:
    await house.link(stranger, await house.code())

    done = await house.link(stranger, await house.code(student="s2"))

    assert done["text"] == ("Готово: Маша Иванова, 7Б. Оценки приходят тогда же, когда и раньше: /settings")
    assert labels(done) == []


async def test_the_full_text_can_be_read_before_deciding(house: House, stranger: Chat) -> None:
    screen = await house.say(stranger, (await house.code()).code)

    await house.tap(stranger, screen, "Полный текст")

    document = await house.newest(stranger)
    assert document["text"].startswith("Согласие на обработку персональных данных")
    assert "Школа № 7" in document["text"]


async def test_not_now_leaves_the_code_good(house: House, stranger: Chat) -> None:
    issued = await house.code()
    screen = await house.say(stranger, issued.code)

    await house.tap(stranger, screen, "Не сейчас")

    assert "код остаётся в силе" in (await house.newest(stranger))["text"]
    assert [one.state for one in await house.codes.list()] == ["open"]
    assert (await house.say(stranger, issued.code))["text"] == CONSENT


async def test_wrong_codes_are_refused_and_the_sixth_try_is_told_when_to_come_back(
    house: House, stranger: Chat
) -> None:
    answers = [(await house.say(stranger, f"0000-0000-000{n}"))["text"] for n in range(6)]

    assert set(answers[:5]) == {"Этот код не подходит. Проверьте его по буквам или попросите в школе новый."}
    assert answers[5] == "Слишком много попыток. Попробуйте снова в 13:00."


async def test_a_spent_consent_button_does_nothing_more(house: House, stranger: Chat) -> None:
    screen = await house.say(stranger, (await house.code()).code)
    consent = buttons(screen)[0]["callback_data"]
    await house.tap(stranger, screen, "✅")

    answer = await house.tap(stranger, screen, "✅", forged=consent)

    assert answer["show_alert"]
    assert answer["text"] == "Это уже сделано или больше не действует: тогда попросите в школе новый код."


async def test_the_other_parents_hear_of_a_new_chat(house: House, stranger: Chat, sample: Sample) -> None:
    await house.link(stranger, await house.code(label="бабушка"))
    await house.deliver()

    notice = (await house.newest(sample.mother))["text"]
    assert notice.splitlines()[0] == "Пётр Иванов, 7Б: подключён ещё один чат"
    assert "бабушка" in notice


async def test_a_teacher_is_greeted_by_name_and_has_no_diary_keyboard(house: House, stranger: Chat) -> None:
    screen = await house.say(stranger, (await house.staff_code(Role.TEACHER, "t2")).code)
    assert "родитель" not in screen["text"]

    await house.tap(stranger, screen, "✅")

    done = await house.newest(stranger)
    assert done["text"].startswith("Готово: Орлов Иван Петрович.")
    assert "reply_markup" not in done
    menu = await house.talk.client.commands(BOT, stranger.user, stranger.user)
    assert "today" not in {one["command"] for one in menu}


async def test_a_student_reads_and_is_not_asked_to_write(house: House, stranger: Chat) -> None:
    done = await house.link(stranger, await house.code(Role.STUDENT))

    assert done["text"].startswith("Готово: Пётр Иванов")
    assert await house.keyboard(stranger) == [["Сегодня", "Домашка", "Оценки"], ["Ещё"]]
