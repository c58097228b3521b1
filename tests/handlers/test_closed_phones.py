"""What was begun in a chat before its access was closed ends with it: nothing goes out, nothing waits."""

import pytest

from simulator.client import buttons
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import grade
from tests.support.sample import Sample

ASKED = "Чтобы начать, пришлите код доступа"


async def rob(house: House, sample: Sample) -> None:
    """Have the office close the mother's chat."""
    await house.tap(sample.office, await house.say(sample.office, "/requests"), "Украли телефон")
    found = await house.say(sample.office, "Иванов Петр")
    for label in ("Пётр Иванов", "мама", "Да, закрыть"):
        await house.tap(sample.office, await house.again(sample.office, found), label)
    await house.engine.settled()


async def begin(house: House, sample: Sample, what: str) -> Json:
    if what == "letter":
        await house.push(grade())
        await house.tap(sample.mother, await house.newest(sample.mother), "💬")
    elif what == "name":
        await house.tap(sample.mother, await house.say(sample.mother, "/children"), "Пётр")
        await house.tap(sample.mother, await house.newest(sample.mother), "Назвать иначе")
    else:
        screen = await house.say(sample.mother, "/trusted")
        await house.tap(sample.mother, screen, "Пётр")
        await house.tap(sample.mother, await house.again(sample.mother, screen), "Дать доступ")
    return await house.newest(sample.mother)


@pytest.mark.parametrize("what", ["letter", "name", "trusted"])
async def test_what_was_begun_on_a_stolen_phone_goes_nowhere(house: House, sample: Sample, what: str) -> None:
    asked = await begin(house, sample, what)
    await rob(house, sample)

    said = await house.say(sample.mother, "Тайное слово")
    await house.deliver()

    assert said["text"].startswith(ASKED)
    for chat in (sample.teacher, sample.father, sample.office):
        assert "Тайное" not in str([one.get("text") for one in await house.chat(chat)])
    for button in (one["callback_data"] for one in buttons(asked)):
        await house.tap(sample.mother, asked, "", forged=button)
    assert (await house.newest(sample.mother))["text"].startswith(ASKED)


async def test_a_signature_from_a_closed_chat_is_refused_as_closed(house: House, sample: Sample) -> None:
    await house.push(grade())
    entry = await house.newest(sample.mother)
    await rob(house, sample)

    answer = await house.tap(sample.mother, entry, "✍️")

    assert answer["text"] == "Этого больше нет, или оно вам недоступно."
    assert answer["show_alert"]
