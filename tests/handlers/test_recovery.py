import pytest

from tests.handlers.conftest import House, somebody
from tests.support.applicants import BEFORE, apply, card, decide, labels
from tests.support.journal import absence, grade, homework, withdrawal
from tests.support.sample import Chat, Sample

ASKED = "Чтобы начать, пришлите код доступа"
NEW = 9300


async def new_phone(house: House) -> Chat:
    await house.talk.client.add_user(NEW, "Новый телефон", language_code="ru")
    return somebody(NEW)


async def handover(house: House, chat: Chat) -> str:
    await house.tap(chat, await house.say(chat, "/settings"), "новый телефон")
    shown = (await house.newest(chat))["text"]
    code: str = shown.splitlines()[0].rpartition(" ")[2]
    return code


async def ask_school(house: House, chat: Chat, child: str = "Пётр") -> dict[str, object]:
    """Go from /children to what may be asked about a child."""
    listed = await house.say(chat, "/children")
    await house.tap(chat, listed, child)
    opened = await house.newest(chat)
    await house.tap(chat, opened, "Попросить канцелярию")
    return await house.newest(chat)


async def test_a_new_phone_takes_everything_over(house: House, sample: Sample) -> None:
    code = await handover(house, sample.mother)
    phone = await new_phone(house)

    await house.tap(phone, await house.say(phone, code), "✅")
    await house.push(grade())

    chat = [one["text"] for one in await house.chat(phone)]
    assert "Готово: дневник теперь в этом чате, со всеми вашими настройками." in chat
    assert "Алгебра" in (await house.newest(phone))["text"]
    farewell = (await house.newest(sample.mother))["text"]
    assert farewell.startswith("Дневник переехал в ваш новый аккаунт.")
    assert await house.lost_the_keyboard(sample.mother)
    assert not await house.lost_the_keyboard(phone)
    assert ASKED in (await house.say(sample.mother, "/today"))["text"]
    assert "Маша Иванова" in (await house.say(phone, "/children"))["text"]


async def test_what_waits_for_the_old_chat_goes_to_the_new_one(house: House, sample: Sample) -> None:
    await house.engine.push(grade())
    code = await handover(house, sample.mother)
    phone = await new_phone(house)

    await house.tap(phone, await house.say(phone, code), "✅")
    await house.deliver()

    assert "Алгебра" in (await house.newest(phone))["text"]
    assert not any("Алгебра" in one["text"] for one in await house.chat(sample.mother))


async def test_settings_go_along(house: House, sample: Sample) -> None:
    await house.tap(sample.mother, await house.say(sample.mother, "/settings"), "Вечером")
    code = await handover(house, sample.mother)
    phone = await new_phone(house)

    await house.tap(phone, await house.say(phone, code), "✅")

    assert "• Вечером" in labels(await house.say(phone, "/settings"))


async def test_the_language_goes_along_in_answers_and_in_news(house: House, sample: Sample) -> None:
    code = await handover(house, sample.mother)
    await house.talk.client.add_user(NEW, "Новый телефон", language_code="en")
    phone = somebody(NEW)

    await house.tap(phone, await house.say(phone, code), "✅")
    await house.push(absence())

    assert "нет на уроке" in (await house.newest(phone))["text"]
    assert (await house.say(phone, "/today"))["text"].startswith("14 сентября, понедельник")


async def test_what_was_on_its_way_to_a_stolen_phone_is_given_to_the_new_one(
    house: House, sample: Sample
) -> None:
    await house.engine.push(grade())
    menu = await ask_school(house, sample.father)
    for label in ("Украли телефон", "мама", "Да, закрыть"):
        await house.tap(sample.father, await house.again(sample.father, menu), label)
    await house.deliver()
    phone = await new_phone(house)
    await apply(house, phone, way=BEFORE)
    shown = await card(house, sample)
    await decide(house, sample, shown, "Пётр Иванов", "Видели лично", "мама", "Одобрить")

    await house.tap(phone, await house.newest(phone), "✅")
    await house.deliver()

    assert "Алгебра" in (await house.newest(phone))["text"]
    assert not any("Алгебра" in one["text"] for one in await house.chat(sample.mother))


async def test_who_comes_back_after_a_theft_hears_once_how_much_they_missed(
    house: House, sample: Sample
) -> None:
    menu = await ask_school(house, sample.father)
    for label in ("Украли телефон", "мама", "Да, закрыть"):
        await house.tap(sample.father, await house.again(sample.father, menu), label)
    await house.deliver()
    await house.push(grade("g1", "5"), homework("h1"), absence("a1", "present"))
    await house.push(grade("g2", "4"))
    await house.push(withdrawal(grade("g2", "4")))
    phone = await new_phone(house)
    await apply(house, phone, way=BEFORE)
    shown = await card(house, sample)
    await decide(house, sample, shown, "Пётр Иванов", "Видели лично", "мама", "Одобрить")

    await house.tap(phone, await house.newest(phone), "✅")
    await house.deliver()
    await house.deliver()

    said = [one["text"] for one in await house.chat(phone) if "пропустили" in one["text"]]
    assert said == [
        "С возвращением! Пока ваш доступ был закрыт, вы пропустили: 2 записи дневника. "
        "Дневник: /week, сообщения: /messages"
    ]


async def test_a_phone_handed_over_has_missed_nothing(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "5"))
    code = await handover(house, sample.mother)
    phone = await new_phone(house)

    await house.tap(phone, await house.say(phone, code), "✅")
    await house.deliver()

    assert not [one for one in await house.chat(phone) if "пропустили" in one["text"]]


async def test_a_guardian_applies_for_another_child(house: House, sample: Sample) -> None:
    await house.tap(sample.father, await house.say(sample.father, "/children"), "Ещё один мой ребёнок")
    await house.tap(sample.father, await house.newest(sample.father), "✅")
    await house.tap(sample.father, await house.newest(sample.father), "Папа")
    for answer in ("Иванова", "Маша", "01.05.2013", "7Б"):
        await house.say(sample.father, answer)
    await house.tap(sample.father, await house.newest(sample.father), "Отправить")
    await house.deliver()
    shown = await card(house, sample)
    await decide(house, sample, shown, "Маша Иванова", "Видели лично", "Одобрить")
    await house.tap(sample.father, await house.newest(sample.father), "✅")

    assert (await house.newest(sample.father))["text"].startswith("Готово: Маша Иванова, 7Б.")


async def test_a_handover_works_once_and_only_the_last_one(house: House, sample: Sample) -> None:
    first, last = await handover(house, sample.mother), await handover(house, sample.mother)
    phone = await new_phone(house)

    assert "не подходит" in (await house.say(phone, first))["text"]
    await house.tap(phone, await house.say(phone, last), "✅")

    assert "не подходит" in (await house.say(sample.mother, last))["text"]


async def test_two_people_are_not_made_one(house: House, sample: Sample) -> None:
    code = await handover(house, sample.mother)

    refused = await house.say(sample.father, code)

    assert "свой доступ" in refused["text"]
    assert "14 сентября" in (await house.say(sample.mother, "/today"))["text"]


@pytest.mark.parametrize("who", ["mother", "father"])
async def test_a_handover_tried_on_the_wrong_phone_stays_good_for_the_new_one(
    house: House, sample: Sample, who: str
) -> None:
    code = await handover(house, sample.mother)
    phone = await new_phone(house)

    house.engine.clock.advance(minutes=1)
    await house.say(getattr(sample, who), code)
    await house.tap(phone, await house.say(phone, code), "✅")

    assert "Маша Иванова" in (await house.say(phone, "/children"))["text"]


async def test_the_office_gives_lost_access_back_and_cuts_the_old_account_off(
    house: House, sample: Sample
) -> None:
    phone = await new_phone(house)
    await apply(house, phone, way=BEFORE)
    shown = await card(house, sample)
    assert "доступ потерян" in shown["text"]
    shown = await decide(house, sample, shown, "Пётр Иванов", "Видели лично")
    assert "Одобрить" not in labels(shown)

    await decide(house, sample, shown, "мама", "Одобрить")

    assert "передала ваш доступ другому аккаунту" in (await house.newest(sample.mother))["text"]
    assert ASKED in (await house.say(sample.mother, "/today"))["text"]
    await house.tap(phone, await house.newest(phone), "✅")
    assert "дневник теперь в этом чате" in (await house.newest(phone))["text"]
    listed = (await house.say(phone, "/children"))["text"]
    assert "Пётр Иванов" in listed
    assert "Маша Иванова" in listed


async def test_the_other_parent_cuts_a_stolen_phone_off_at_once(house: House, sample: Sample) -> None:
    await house.engine.push(grade())
    menu = await ask_school(house, sample.father)
    await house.tap(sample.father, menu, "Украли телефон")
    listed = await house.again(sample.father, menu)
    assert [one for one in labels(listed) if "папа" in one] == []
    await house.tap(sample.father, listed, "мама")
    asked = await house.again(sample.father, menu)
    assert asked["text"].startswith("Закрыть этот чат сейчас?")

    await house.tap(sample.father, asked, "Да, закрыть")
    await house.deliver()

    assert "Доступ с этого аккаунта закрыт" in (await house.newest(sample.mother))["text"]
    assert not any("Алгебра" in one["text"] for one in await house.chat(sample.mother))
    assert ASKED in (await house.say(sample.mother, "/grades"))["text"]
    assert "Этот чат закрыт" in (await house.newest(sample.office))["text"]


async def test_who_was_not_robbed_goes_back(house: House, sample: Sample) -> None:
    menu = await ask_school(house, sample.father)
    await house.tap(sample.father, menu, "Украли телефон")
    await house.tap(sample.father, await house.again(sample.father, menu), "Назад")
    assert "Что нужно от школы?" in (await house.newest(sample.father))["text"]

    await house.tap(sample.office, await house.say(sample.office, "/requests"), "Украли телефон")
    found = await house.say(sample.office, "Иванов Петр")
    await house.tap(sample.office, found, "Пётр Иванов")
    await house.tap(sample.office, await house.again(sample.office, found), "Назад")
    assert "Кто читает дневник:" in (await house.again(sample.office, found))["text"]


async def test_the_office_cuts_off_and_gives_back(house: House, sample: Sample) -> None:
    await house.tap(sample.office, await house.say(sample.office, "/requests"), "Украли телефон")
    assert "Такого имени" in (await house.say(sample.office, "Небылицын"))["text"]
    found = await house.say(sample.office, "Иванов Петр")
    await house.tap(sample.office, found, "Пётр Иванов")
    await house.tap(sample.office, await house.again(sample.office, found), "мама")
    await house.tap(sample.office, await house.again(sample.office, found), "Да, закрыть")
    assert (await house.again(sample.office, found))["text"].startswith("Закрыто.")
    await house.engine.settled()

    await apply(house, sample.mother, way=BEFORE)
    shown = await card(house, sample)
    await decide(house, sample, shown, "Пётр Иванов", "Видели лично", "мама", "Одобрить")
    await house.tap(sample.mother, await house.newest(sample.mother), "✅")

    assert "14 сентября" in (await house.say(sample.mother, "/today"))["text"]


async def test_the_second_parents_code_is_asked_for_in_one_tap(house: House, sample: Sample) -> None:
    menu = await ask_school(house, sample.mother, "Маша")
    told = await house.tap(sample.mother, menu, "второго родителя")
    assert told["text"] == "Канцелярия получила. Ответ придёт сюда."
    again = await house.tap(sample.mother, menu, "второго родителя")
    assert "уже есть в канцелярии" in again["text"]
    await house.deliver()

    shown = await card(house, sample)
    assert "Маша Иванова, 7Б · мама" in shown["text"]
    assert "Доступ сейчас: мама" in shown["text"]
    await decide(house, sample, shown, "в чат просившего")

    notice = await house.newest(sample.mother)
    await house.tap(sample.mother, notice, "Показать код")
    code = (await house.newest(sample.mother))["text"].splitlines()[0].rpartition(" ")[2]
    late = await house.tap(sample.mother, notice, "Показать код")
    assert "уже показан" in late["text"]
    phone = await new_phone(house)
    await house.tap(phone, await house.say(phone, code), "✅")
    assert (await house.newest(phone))["text"].startswith("Готово: Маша Иванова, 7Б.")


async def test_a_code_handed_out_at_school_is_shown_to_the_office_alone(house: House, sample: Sample) -> None:
    await house.tap(sample.mother, await ask_school(house, sample.mother), "второго родителя")
    await house.deliver()
    await decide(house, sample, await card(house, sample), "выдать в школе")

    office = (await house.newest(sample.office))["text"]
    assert office.startswith("Код второго родителя, для выдачи: ")
    assert (await house.newest(sample.mother))["text"] == (
        "Код для второго родителя готов: его выдаст канцелярия."
    )


async def test_what_is_wrong_reaches_the_office_and_is_put_right(house: House, sample: Sample) -> None:
    await house.tap(sample.mother, await ask_school(house, sample.mother), "Здесь ошибка")
    assert "Слишком длинно" in (await house.say(sample.mother, "а" * 1100))["text"]
    await house.say(sample.mother, "Пётр теперь в 7А")
    await house.deliver()

    shown = await card(house, sample)
    assert "«Пётр теперь в 7А»" in shown["text"]
    await decide(house, sample, shown, "Исправлено")

    assert (await house.newest(sample.mother))["text"].startswith("Канцелярия всё исправила.")


@pytest.mark.parametrize("who", ["tutor", "teacher", "stranger"])
async def test_nobody_else_asks_or_cuts_off(house: House, sample: Sample, who: str) -> None:
    chat: Chat = {"tutor": sample.tutor, "teacher": sample.teacher}.get(who, somebody(sample.stranger_user))
    there = await house.say(chat, "/settings" if who != "stranger" else "/start")
    child, mother = sample.petr, sample.mother.person

    for data in (
        f"ch:c:{child}:0",
        f"ch:s:{child}:0",
        f"ch:w:{child}:0",
        f"ch:h:{child}:0",
        f"ch:a:{child}:{mother}",
        f"ch:x:{child}:{mother}",
    ):
        answer = await house.tap(chat, there, "", forged=data)
        assert answer["show_alert"] is True, data
        assert answer["text"] == "Этого больше нет, или оно вам недоступно."
    assert "14 сентября" in (await house.say(sample.mother, "/today"))["text"]
