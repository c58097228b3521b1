"""Commands and words of the keyboard in the middle of a dialogue."""

import pytest

from tests.handlers.conftest import House
from tests.handlers.guardian.test_trusted import open_list
from tests.support.applicants import consent, fill, labels
from tests.support.journal import grade
from tests.support.sample import Chat, Sample


@pytest.mark.parametrize("command", ["/privacy", "/help", "/grades", "/nonsense"])
async def test_an_application_goes_on_where_it_was_after_a_command(
    house: House, stranger: Chat, command: str
) -> None:
    await house.tap(stranger, await consent(house, stranger), "Мама")
    await house.say(stranger, "Иванов")

    answered, reminded = await house.talk.answers(stranger, command)
    assert answered["text"]
    assert reminded["text"] == "Заявка ждёт:\nИмя ребёнка?"
    assert labels(reminded) == ["Отмена"]

    for answer in ("Пётр", "01.05.2013", "7Б"):
        await house.say(stranger, answer)
    assert "Фамилия: Иванов" in (await house.newest(stranger))["text"]


async def test_an_application_that_is_being_looked_at_can_still_be_sent_after_a_command(
    house: House, stranger: Chat
) -> None:
    await fill(house, stranger)

    again = await house.say(stranger, "/privacy")
    await house.tap(stranger, again, "Отправить")

    assert (await house.newest(stranger))["text"].startswith("Отправлено.")


@pytest.mark.parametrize("secret", ["0000-0000-0000", "T6dFlqbBWPDJ10X53ofwKg"])
async def test_a_link_whose_code_does_not_fit_ends_no_application(
    house: House, stranger: Chat, secret: str
) -> None:
    await house.tap(stranger, await consent(house, stranger), "Мама")

    assert "не подходит" in (await house.say(stranger, f"/start {secret}"))["text"]

    assert (await house.say(stranger, "Иванов"))["text"] == "Имя ребёнка?"


async def test_a_link_whose_code_fits_takes_the_place_of_an_application(house: House, stranger: Chat) -> None:
    issued = await house.code(label="мама")
    await house.tap(stranger, await consent(house, stranger), "Мама")

    await house.tap(stranger, await house.say(stranger, f"/start {issued.code}"), "✅")

    assert "Пока не отправлено" in (await house.say(stranger, "Иванов"))["text"]


@pytest.mark.parametrize("asked", ["/today", "Сегодня", "/messages"])
async def test_a_letter_waits_while_something_is_looked_up_and_says_for_whom(
    house: House, sample: Sample, asked: str
) -> None:
    await house.push(grade("g1", "2"))
    await house.tap(sample.mother, await house.newest(sample.mother), "💬")

    reminded = await house.say(sample.mother, asked)
    assert reminded["text"] == ("Напишите сообщение: текст, фото или файл.\nСмирнова А. В. · Пётр Иванов, 7Б")
    assert labels(reminded) == ["Отмена"]

    assert (await house.say(sample.mother, "Почему 2?"))["text"] == "Отправлено: Смирнова А. В."


async def test_a_reminder_of_a_letter_has_the_way_out(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "2"))
    await house.tap(sample.mother, await house.newest(sample.mother), "💬")

    await house.tap(sample.mother, await house.say(sample.mother, "/today"), "Отмена")

    assert (await house.say(sample.mother, "Просто мысли"))["text"] == "Пока не отправлено. Кому передать?"


async def test_the_making_of_a_code_goes_on_where_it_was_after_a_command(
    house: House, sample: Sample
) -> None:
    screen = await open_list(house, sample.father)
    for label in ("Дать доступ", "Няня"):
        await house.tap(sample.father, await house.again(sample.father, screen), label)

    reminded = await house.say(sample.father, "/week")
    assert reminded["text"] == "Вопрос выше ещё ждёт вашего ответа."

    for label in ("До конца", "Нет"):
        await house.tap(sample.father, await house.again(sample.father, screen), label)
    await house.say(sample.father, "няня")
    assert (await house.newest(sample.father))["photo"]
