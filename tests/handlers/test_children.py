"""What a family calls its children, and who gets to see it."""

import pytest

from simulator.client import buttons
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import grade, homework
from tests.support.sample import Chat, Sample


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def open_card(house: House, chat: Chat, child: str) -> Json:
    page = await house.say(chat, "/children")
    await house.tap(chat, page, child)
    return await house.newest(chat)


async def rename(house: House, chat: Chat, child: str, name: str) -> Json:
    await house.tap(chat, await open_card(house, chat, child), "Назвать иначе")
    return await house.say(chat, name)


async def test_a_name_and_a_colour_stand_in_the_headings_of_entries(house: House, sample: Sample) -> None:
    card = await rename(house, sample.mother, "Пётр", "Петя")
    assert card["text"].splitlines() == [
        "Петя, 7Б",
        "В журнале школы: Пётр Иванов",
        "Вы: мама",
        "Имя и цвет ниже — только для вашего чата: больше их никто не видит.",
    ]
    await house.tap(sample.mother, card, "🟦")
    assert "• 🟦" in labels(await house.again(sample.mother, card))

    await house.push(grade("g1", "5"))

    assert (await house.newest(sample.mother))["text"].startswith("🟦 Петя, 7Б · Алгебра")


async def test_nobody_else_sees_the_familys_own_name(house: House, sample: Sample) -> None:
    await rename(house, sample.mother, "Пётр", "Петя")

    await house.push(grade("g1", "5"))
    told = await house.newest(sample.mother)
    assert told["text"].startswith("Петя, 7Б")
    await house.say(sample.mother, "Спасибо!", reply_to_message_id=told["message_id"])
    await house.deliver()

    for chat in (sample.father, sample.tutor, sample.teacher):
        said = (await house.newest(chat))["text"]
        assert "Пётр Иванов, 7Б" in said
        assert "Петя" not in said


async def test_an_answer_of_the_teacher_and_pages_name_the_child_so_too(house: House, sample: Sample) -> None:
    await rename(house, sample.mother, "Пётр", "Петя")
    await house.push(grade("g1", "5"))
    told = await house.newest(sample.mother)
    await house.say(sample.mother, "Спасибо!", reply_to_message_id=told["message_id"])
    await house.deliver()
    letter = await house.newest(sample.teacher)

    await house.say(sample.teacher, "Не за что", reply_to_message_id=letter["message_id"])
    await house.deliver()

    assert (await house.newest(sample.mother))["text"].startswith("Смирнова А. В. · Петя, 7Б")
    assert "\nПетя, 7Б" in (await house.say(sample.mother, "/today"))["text"]
    page = await house.say(sample.mother, "/grades")
    assert "Петя" in labels(page)


async def test_what_is_asked_of_the_school_and_privacy_call_the_child_so(
    house: House, sample: Sample
) -> None:
    card = await rename(house, sample.mother, "Пётр", "Петя")

    await house.tap(sample.mother, card, "Попросить канцелярию")

    asked = await house.newest(sample.mother)
    assert asked["text"].startswith("Петя, 7Б\n")
    await house.tap(sample.mother, asked, "Украли")
    assert (await house.again(sample.mother, asked))["text"].startswith("Петя, 7Б\n")
    assert "• Петя, 7Б:" in (await house.say(sample.mother, "/privacy"))["text"]
    assert "• Пётр Иванов, 7Б:" in (await house.say(sample.father, "/privacy"))["text"]


async def test_a_signature_and_a_letter_are_confirmed_by_the_familys_own_name(
    house: House, sample: Sample
) -> None:
    await rename(house, sample.mother, "Пётр", "Петя")
    await house.push(grade("g1", "5"))
    told = await house.newest(sample.mother)

    assert (await house.tap(sample.mother, told, "Подписать"))["text"] == "Подписано: оценка 5, Петя"
    await house.tap(sample.mother, told, "Ответить учителю")

    assert (await house.newest(sample.mother))["text"].splitlines()[-1] == "Смирнова А. В. · Петя, 7Б"


async def test_siblings_in_one_message_keep_their_own_names(house: House, sample: Sample) -> None:
    card = await open_card(house, sample.mother, "Маша")
    await house.tap(sample.mother, card, "🟩")

    await house.push(homework("h1"))

    heading = (await house.newest(sample.mother))["text"].splitlines()[0]
    assert "Пётр Иванов, 7Б" in heading
    assert "🟩 Маша Иванова, 7Б" in heading


async def test_the_journals_name_is_one_tap_away(house: House, sample: Sample) -> None:
    card = await rename(house, sample.mother, "Пётр", "Петя")

    await house.tap(sample.mother, card, "Как в журнале")

    card = await house.again(sample.mother, card)
    assert card["text"].startswith("Пётр Иванов, 7Б")
    assert "↩ Как в журнале" not in labels(card)


async def test_a_colour_tapped_again_goes(house: House, sample: Sample) -> None:
    card = await open_card(house, sample.mother, "Пётр")
    await house.tap(sample.mother, card, "🟥")
    assert (await house.again(sample.mother, card))["text"].startswith("🟥 Пётр Иванов")

    await house.tap(sample.mother, await house.again(sample.mother, card), "🟥")

    assert (await house.again(sample.mother, card))["text"].startswith("Пётр Иванов")


@pytest.mark.parametrize("nonsense", ["12345", "https://example.org/петя", "Ж" * 40])
async def test_nonsense_is_refused_and_the_question_stays_open(
    house: House, sample: Sample, nonsense: str
) -> None:
    refused = await rename(house, sample.mother, "Пётр", nonsense)
    assert refused["text"].startswith("В имени должны быть буквы")

    assert (await house.say(sample.mother, "Петя"))["text"].startswith("Петя, 7Б")


async def test_a_forged_button_opens_nobody_elses_child(house: House, sample: Sample) -> None:
    card = await open_card(house, sample.father, "Пётр")

    for forged in (
        f"k:{sample.masha}:o",
        f"k:{sample.masha}:n",
        f"k:{sample.masha}:r",
        f"kc:{sample.masha}:red",
    ):
        answer = await house.tap(sample.father, card, "", forged=forged)
        assert "недоступно" in answer["text"]
        assert answer["show_alert"]


@pytest.mark.parametrize("name", ["Маша", "маша  Иванова", "Иванова МАША"])
async def test_two_children_are_not_called_the_same(house: House, sample: Sample, name: str) -> None:
    refused = await rename(house, sample.mother, "Пётр", name)
    assert refused["text"].startswith("Так в вашем чате уже зовётся другой ребёнок")

    assert (await house.say(sample.mother, "Петя"))["text"].startswith("Петя, 7Б")
    refused = await rename(house, sample.mother, "Маша", "пЁтя")
    assert refused["text"].startswith("Так в вашем чате уже зовётся другой ребёнок")


async def test_the_journals_name_does_not_come_back_where_a_sibling_is_called_so(
    house: House, sample: Sample
) -> None:
    await rename(house, sample.mother, "Маша", "Мышка")
    card = await rename(house, sample.mother, "Пётр", "Маша")
    assert card["text"].startswith("Маша, 7Б")
    mouse = await open_card(house, sample.mother, "Мышка")

    answer = await house.tap(sample.mother, mouse, "Как в журнале")

    assert "уже зовётся другой ребёнок" in answer["text"]
    assert (await open_card(house, sample.mother, "Мышка"))["text"].startswith("Мышка")


async def test_a_parent_of_one_child_calls_it_as_the_sibling_is_called(house: House, sample: Sample) -> None:
    assert (await rename(house, sample.father, "Пётр", "Маша"))["text"].startswith("Маша, 7Б")


async def test_a_picture_tells_two_names_apart(house: House, sample: Sample) -> None:
    await rename(house, sample.mother, "Пётр", "Чудо 🦊")

    assert (await rename(house, sample.mother, "Маша", "Чудо 🐻"))["text"].startswith("Чудо 🐻, 7Б")
