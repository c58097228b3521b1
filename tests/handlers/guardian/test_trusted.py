"""A guardian passes the diary on in the chat, sees who holds it, and changes it with a tap."""

import pytest

from simulator.client import buttons
from tests.handlers.conftest import House, somebody
from tests.support.conversing import Json
from tests.support.journal import absence, grade, homework
from tests.support.sample import Chat, Sample

LIST = """\
Кому открыт дневник: Пётр Иванов, 7Б
1) репетитор
Оценки, домашнее задание, контрольные: Алгебра · учителям не пишет · ещё не заходили
Этот список видят и могут менять все родители ребёнка."""
GIVEN = """\
Готово. Няня Оля: доступ к дневнику, Пётр Иванов, 7Б.
Перешлите следующее сообщение. Код действует один раз, больше он не появится.
Когда код используют, вам и другим родителям придёт сообщение."""
WELCOME = """\
Готово: Пётр Иванов, 7Б.
Вам открыто: домашнее задание, пропуски, расписание · до 21 сентября · писать учителям нельзя
Новое приходит сюда само; подписывают родители."""


def labels(message: Json) -> list[list[str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


async def open_list(house: House, chat: Chat, child: str = "") -> Json:
    """Return the list of a child's trusted persons, as it stands in the chat."""
    screen = await house.say(chat, "/trusted")
    if not child:
        return screen
    await house.tap(chat, screen, child)
    return await house.again(chat, screen)


async def give(
    house: House, chat: Chat, *taps: str, label: str | None = "няня Оля", child: str = ""
) -> tuple[str, Json]:
    """Answer all questions with these taps; return the code and the message that brings it."""
    screen = await open_list(house, chat, child)
    for tap in ("Дать доступ", *taps):
        await house.tap(chat, screen, tap)
        screen = await house.again(chat, screen)
    if label is None:
        await house.tap(chat, screen, "Без имени")
    else:
        await house.say(chat, label)
    shown = await house.newest(chat)
    return shown["caption"].splitlines()[-2], shown


async def join(house: House, chat: Chat, code: str) -> Json:
    """Redeem a code and consent; return the bot's last word."""
    await house.tap(chat, await house.say(chat, code), "✅")
    said = await house.newest(chat)
    # guardians have heard of it, so that their next message is what they ask for
    await house.engine.settled()
    return said


async def nanny(house: House, sample: Sample, *, writes: bool = False) -> Chat:
    """Return the chat of a nanny whom the mother trusts with Пётр for a week."""
    chat = somebody(sample.stranger_user)
    answer = "Да, можно" if writes else "Нет"
    code, _ = await give(house, sample.mother, "Няня", "Неделя", answer, child="Пётр")
    await join(house, chat, code)
    return chat


async def card(house: House, chat: Chat, who: str, child: str = "Пётр") -> Json:
    screen = await open_list(house, chat, child)
    await house.tap(chat, screen, who)
    return await house.again(chat, screen)


async def test_a_guardian_of_several_is_asked_which_and_of_one_is_not(house: House, sample: Sample) -> None:
    screen = await house.say(sample.mother, "/trusted")
    assert screen["text"] == "О чьём дневнике речь?"
    assert labels(screen) == [["Пётр Иванов, 7Б"], ["Маша Иванова, 7Б"]]

    assert (await open_list(house, sample.father))["text"] == LIST
    assert (await open_list(house, sample.mother, "Пётр"))["text"] == LIST


async def test_a_child_whose_diary_nobody_else_sees(house: House, sample: Sample) -> None:
    screen = await open_list(house, sample.mother, "Маша")

    assert "Пока никому." in screen["text"]
    assert labels(screen) == [["➕ Дать доступ"]]


async def test_a_code_is_made_question_by_question_and_given_once(
    house: House, sample: Sample, stranger: Chat
) -> None:
    code, shown = await give(house, sample.father, "Няня", "Неделя", "Нет")

    said = [one.get("text") for one in await house.chat(sample.father)]
    assert GIVEN in said
    assert shown["photo"]
    assert "Пётр" not in shown["caption"]
    assert "https://t.me/diary_bot?start=" in shown["caption"]
    assert (await join(house, stranger, code))["text"] == WELCOME
    screen = await open_list(house, sample.father)
    assert code not in screen["text"]
    assert "2) няня Оля · до 21 сентября" in screen["text"]


async def test_the_questions_are_asked_in_place_and_say_what_was_chosen(house: House, sample: Sample) -> None:
    screen = await open_list(house, sample.father)
    seen = []
    for tap in ("Дать доступ", "Репетитор", "Алгебра", "Дальше", "Месяц", "Да, можно"):
        await house.tap(sample.father, screen, tap)
        screen = await house.again(sample.father, screen)
        seen.append(screen["text"].splitlines()[1])

    assert seen == [
        "Что можно видеть?",
        "По каким предметам? Можно выбрать несколько.",
        "По каким предметам? Можно выбрать несколько.",
        "До какого дня? Этот день входит.",
        "Можно ли писать учителям? Вашу переписку в любом случае никто не увидит.",
        "Оценки, домашнее задание, контрольные: Алгебра · до 14 октября · может писать учителям",
    ]


async def test_without_a_name_the_preset_is_one(house: House, sample: Sample) -> None:
    await give(house, sample.father, "Няня", "Неделя", "Нет", label=None)

    screen = await open_list(house, sample.father)

    assert "2) няня · до 21 сентября" in screen["text"]
    assert "код ещё не использован, действует до 21 сентября" in screen["text"]
    assert ["1) репетитор", "Код: 2) няня"] in labels(screen)


async def test_a_day_is_chosen_in_a_calendar_that_is_turned(house: House, sample: Sample) -> None:
    screen = await open_list(house, sample.father)
    for tap in ("Дать доступ", "Всё", "Другой день"):
        await house.tap(sample.father, screen, tap)
        screen = await house.again(sample.father, screen)
    rows = labels(screen)
    assert rows[:2] == [["·", "Сентябрь 2026", "›"], ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]]
    assert rows[2] == ["14", "15", "16", "17", "18", "19", "20"]

    await house.tap(sample.father, screen, "›")
    screen = await house.again(sample.father, screen)
    assert labels(screen)[0] == ["‹", "Октябрь 2026", "›"]
    await house.tap(sample.father, screen, "31")
    screen = await house.again(sample.father, screen)
    await house.tap(sample.father, screen, "Нет")
    await house.say(sample.father, "бабушка")

    assert "2) бабушка · до 31 октября" in (await open_list(house, sample.father))["text"]


@pytest.mark.parametrize("said", ["x" * 65, "t.me/evil", "няня evil.example", "@somebody", "⁉️"])
async def test_a_name_that_is_none_is_asked_for_again(house: House, sample: Sample, said: str) -> None:
    screen = await open_list(house, sample.father)
    for tap in ("Дать доступ", "Няня", "Неделя", "Нет"):
        await house.tap(sample.father, screen, tap)
        screen = await house.again(sample.father, screen)
    answer = await house.say(sample.father, said)
    assert answer["text"].startswith("Напишите имя словами")

    await house.say(sample.father, "няня")

    assert (await house.newest(sample.father))["photo"]


async def test_words_between_the_questions_are_no_letter_and_the_questions_go_on(
    house: House, sample: Sample
) -> None:
    screen = await open_list(house, sample.father)
    await house.tap(sample.father, screen, "Дать доступ")

    answer = await house.say(sample.father, "до октября")

    assert answer["text"] == "Выберите, пожалуйста, кнопкой выше или нажмите «Отмена»."
    await house.tap(sample.father, await house.again(sample.father, screen), "Няня")
    assert "До какого дня?" in (await house.again(sample.father, screen))["text"]


async def test_cancel_leads_back_to_the_list_and_old_questions_do_nothing_more(
    house: House, sample: Sample
) -> None:
    screen = await open_list(house, sample.father)
    await house.tap(sample.father, screen, "Дать доступ")
    asked = await house.again(sample.father, screen)
    preset = buttons(asked)[0]["callback_data"]

    await house.tap(sample.father, asked, "Отмена")

    assert (await house.again(sample.father, screen))["text"] == LIST
    answer = await house.tap(sample.father, screen, "", forged=preset)
    assert answer["text"] == "Эта кнопка больше не действует."


async def test_the_other_parent_hears_whose_code_it_was_and_may_look(house: House, sample: Sample) -> None:
    await nanny(house, sample)
    await house.deliver()

    for chat, by in ((sample.mother, "По коду, который вы передали."), (sample.father, "(мама)")):
        notice = await house.newest(chat)
        assert notice["text"].splitlines()[0] == "Пётр Иванов, 7Б: дневник теперь открыт — няня Оля"
        assert by in notice["text"]
        assert len(notice["text"].splitlines()) <= 8
    notice = await house.newest(sample.father)
    await house.tap(sample.father, notice, "Посмотреть")
    assert (await house.newest(sample.father))["text"].startswith("няня Оля · Пётр Иванов, 7Б")


async def test_areas_are_opened_and_closed_with_one_tap_and_the_holder_hears_once(
    house: House, sample: Sample
) -> None:
    chat = await nanny(house, sample)
    screen = await card(house, sample.mother, "няня")
    assert ["Оценки", "✓ Домашнее задание"] in labels(screen)

    for tap in ("Пропуски", "Оценки"):
        answer = await house.tap(sample.mother, screen, tap)
        assert answer["text"] == "Записано."
        screen = await house.again(sample.mother, screen)

    assert "Видит: оценки, домашнее задание, расписание" in screen["text"]
    await house.deliver()
    told = [one["text"] for one in await house.chat(chat) if "изменилось" in one.get("text", "")]
    assert told == [
        "Пётр Иванов, 7Б: изменилось то, что вам открыто\n"
        "Оценки, домашнее задание, расписание · до 21 сентября\n"
        "Писать учителям вам не открыто."
    ]


async def test_a_tap_repeated_late_changes_nothing(house: House, sample: Sample) -> None:
    await nanny(house, sample)
    screen = await card(house, sample.mother, "няня")
    take = next(one["callback_data"] for one in buttons(screen) if "Пропуски" in one["text"])

    for _ in range(2):
        await house.tap(sample.mother, screen, "", forged=take)

    assert "Видит: домашнее задание, расписание" in (await house.again(sample.mother, screen))["text"]


async def test_the_last_area_is_not_closed_but_revoked(house: House, sample: Sample) -> None:
    await nanny(house, sample)
    screen = await card(house, sample.mother, "няня")
    for tap in ("Пропуски", "Расписание"):
        await house.tap(sample.mother, screen, tap)
        screen = await house.again(sample.mother, screen)

    answer = await house.tap(sample.mother, screen, "Домашнее")

    assert answer["show_alert"]
    assert answer["text"] == "Так не останется ничего. Чтобы закрыть всё, отзовите доступ."


async def test_it_is_extended_with_a_tap_and_by_the_calendar(house: House, sample: Sample) -> None:
    await nanny(house, sample)
    screen = await card(house, sample.father, "няня", child="")

    await house.tap(sample.father, screen, "+ неделя: 28 сентября")
    screen = await house.again(sample.father, screen)
    assert "До 28 сентября" in screen["text"]
    await house.tap(sample.father, screen, "Другой день")
    screen = await house.again(sample.father, screen)
    await house.tap(sample.father, screen, "30")

    assert "До 30 сентября" in (await house.again(sample.father, screen))["text"]


async def test_revoking_asks_once_and_tells_the_holder_and_who_gave_it(house: House, sample: Sample) -> None:
    chat = await nanny(house, sample)
    screen = await card(house, sample.father, "няня", child="")

    await house.tap(sample.father, screen, "Отозвать")
    screen = await house.again(sample.father, screen)
    assert labels(screen) == [["✖ Да, отозвать", "◀ Назад"]]
    answer = await house.tap(sample.father, screen, "Да, отозвать")

    assert answer["text"] == "Доступ отозван."
    assert (await house.again(sample.father, screen))["text"] == LIST
    await house.deliver()
    assert (await house.newest(chat))["text"].startswith("Пётр Иванов, 7Б: ваш доступ отозван")
    assert (await house.newest(sample.mother))["text"] == (
        "Пётр Иванов, 7Б: доступ отозван — няня Оля\nТак решил другой родитель (папа)."
    )


async def call(house: House, chat: Chat, name: str, colour: str = "") -> None:
    """Have the chat's person call Пётр so."""
    page = await house.say(chat, "/children")
    if any(one["text"].startswith("✏️") for one in buttons(page)):
        await house.tap(chat, page, "Пётр")
    screen = await house.newest(chat)
    await house.tap(chat, screen, "Назвать иначе")
    screen = await house.say(chat, name)
    if colour:
        await house.tap(chat, screen, colour)


async def test_each_is_told_of_access_by_their_own_name_for_the_child(house: House, sample: Sample) -> None:
    await call(house, sample.mother, "Петя", "🟦")
    code, _ = await give(house, sample.mother, "Няня", "Неделя", "Нет", child="Петя")
    assert any("дневнику, 🟦 Петя, 7Б." in one.get("text", "") for one in await house.chat(sample.mother))
    chat = somebody(sample.stranger_user)
    await join(house, chat, code)
    await house.deliver()
    for reader, name in ((sample.mother, "🟦 Петя"), (sample.father, "Пётр Иванов")):
        said = (await house.newest(reader))["text"]
        assert said.startswith(f"{name}, 7Б: дневник теперь открыт")

    await call(house, chat, "Мой Петруша")
    screen = await card(house, sample.father, "няня", child="")
    await house.tap(sample.father, screen, "Отозвать")
    await house.tap(sample.father, await house.again(sample.father, screen), "Да, отозвать")
    await house.deliver()

    assert (await house.newest(sample.mother))["text"].startswith("🟦 Петя, 7Б: доступ отозван")
    assert (await house.newest(chat))["text"].startswith("Мой Петруша, 7Б: ваш доступ отозван")


async def test_the_list_calls_the_child_as_its_reader_does(house: House, sample: Sample) -> None:
    await call(house, sample.mother, "Петя")

    assert ["Петя, 7Б"] in labels(await house.say(sample.mother, "/trusted"))
    assert (await open_list(house, sample.mother, "Петя"))["text"] == LIST.replace("Пётр Иванов", "Петя")
    assert (await open_list(house, sample.father))["text"] == LIST


async def test_a_code_nobody_has_used_is_seen_and_revoked(
    house: House, sample: Sample, stranger: Chat
) -> None:
    code, _ = await give(house, sample.father, "Няня", "Неделя", "Нет")
    screen = await open_list(house, sample.father)
    await house.tap(sample.father, screen, "Код: 2)")
    screen = await house.again(sample.father, screen)
    assert code not in screen["text"]

    await house.tap(sample.father, screen, "Отозвать код")

    assert (await house.again(sample.father, screen))["text"] == LIST
    assert "не подходит" in (await house.say(stranger, code))["text"]


async def test_a_parent_who_tries_their_own_code_is_told_to_pass_it_on(house: House, sample: Sample) -> None:
    code, _ = await give(house, sample.father, "Няня", "Неделя", "Нет")

    answer = await house.say(sample.mother, code)

    assert answer["text"].startswith("Этот код — для другого человека: передайте его.")


async def test_a_long_list_is_paged_in_place(house: House, sample: Sample) -> None:
    for number in range(4):
        await give(house, sample.father, "Няня", "Неделя", "Нет", label=f"няня {number}")
    screen = await open_list(house, sample.father)
    assert ["‹", "1/2", "›"] in labels(screen)
    assert len(screen["text"].splitlines()) <= 8

    await house.tap(sample.father, screen, "›")

    assert "4) няня 2" in (await house.again(sample.father, screen))["text"]


async def test_a_trusted_person_reads_what_is_open_and_signs_nothing(house: House, sample: Sample) -> None:
    chat = await nanny(house, sample)
    await house.push(grade(), absence(lesson=2), homework())

    pushed = [one for one in await house.chat(chat) if one.get("text")][-2:]

    assert not any("✍" in text for one in pushed for row in labels(one) for text in row)
    assert not any("💬" in text for one in pushed for row in labels(one) for text in row)
    assert "Оценки вам не открыты" in (await house.say(chat, "/grades"))["text"]
    assert "Алгебра" in (await house.say(chat, "/absences"))["text"]
    day = (await house.say(chat, "/today"))["text"]
    assert "Алгебра" in day
    assert "5" not in [line.strip("• ").split(" ")[0] for line in day.splitlines()]
    assert "Такой команды для вас нет" in (await house.say(chat, "/trusted"))["text"]
    assert await house.keyboard(chat) == [["Сегодня", "Домашка", "Оценки"], ["Ещё"]]


async def test_a_trusted_person_sees_what_is_open_to_them(house: House, sample: Sample) -> None:
    chat = await nanny(house, sample)

    page = (await house.say(chat, "/children"))["text"]

    assert "Вы: няня Оля · до 21 сентября" in page
    assert "Вам открыто: домашнее задание, пропуски, расписание" in page


async def test_taps_of_guardians_buttons_by_a_trusted_person_are_refused(
    house: House, sample: Sample
) -> None:
    chat = await nanny(house, sample)
    await house.push(absence())
    mothers, mine = await house.newest(sample.mother), await house.newest(chat)
    theirs = await card(house, sample.mother, "няня")
    forged = [one["callback_data"] for one in (*buttons(mothers), *buttons(theirs))]

    answers = [await house.tap(chat, mine, "", forged=one) for one in forged]

    assert {one["text"] for one in answers} <= {
        "Этого больше нет, или оно вам недоступно.",
        "Туда нельзя написать или уже нельзя.",
        "Эта кнопка больше не действует.",
    }
    assert "няня Оля" in (await open_list(house, sample.mother, "Пётр"))["text"]


async def test_old_buttons_of_who_was_narrowed_or_revoked_open_nothing(house: House, sample: Sample) -> None:
    chat = await nanny(house, sample, writes=True)
    await house.push(absence())
    told = await house.newest(chat)
    assert "💬" in str(labels(told))
    assert "Алгебра" in (await house.say(chat, "/absences"))["text"]
    screen = await card(house, sample.mother, "няня")
    await house.tap(sample.mother, screen, "Пропуски")

    refused = await house.tap(chat, told, "💬")
    assert refused["show_alert"]
    assert "не открыта" in (await house.say(chat, "/absences"))["text"]

    screen = await house.again(sample.mother, screen)
    await house.tap(sample.mother, screen, "Отозвать")
    await house.tap(sample.mother, await house.again(sample.mother, screen), "Да, отозвать")
    assert (await house.tap(chat, told, "💬"))["show_alert"]
    assert "Чтобы начать" in (await house.say(chat, "/absences"))["text"]


async def test_an_app_restarted_in_between_goes_on_where_it_was(house: House, sample: Sample) -> None:
    screen = await open_list(house, sample.father)
    for tap in ("Дать доступ", "Няня", "Неделя"):
        await house.tap(sample.father, screen, tap)
        screen = await house.again(sample.father, screen)

    house.talk.restart()
    await house.tap(sample.father, screen, "Нет")
    await house.say(sample.father, "няня")

    assert (await house.newest(sample.father))["photo"]
