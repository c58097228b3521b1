"""People of several roles, and what ends with the roster."""

import pytest

from diary.models.ids import TelegramUserId
from diary.models.people import Role
from simulator.client import buttons
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import grade
from tests.support.sample import BOT, Sample

QUESTION = "У вас здесь несколько ролей. В какой открыть /schedule? Я запомню; сменить можно в /settings."


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


@pytest.fixture
async def house(house: House, sample: Sample) -> House:
    """The mother of Пётр and Маша is their class teacher too."""
    await house.link(sample.mother, await house.staff_code(Role.TEACHER, "t2"))
    return house


async def test_a_command_that_two_roles_read_differently_asks_once_and_goes_on(
    house: House, sample: Sample
) -> None:
    asked = await house.say(sample.mother, "/schedule")
    assert asked["text"] == QUESTION
    assert labels(asked) == ["👪 Семья", "🎓 Учитель"]

    await house.tap(sample.mother, asked, "Учитель")

    shown = [one["text"] for one in (await house.chat(sample.mother))[-2:]]
    assert shown[0].startswith("Вы здесь как учитель.")
    assert shown[1].startswith("Ваши уроки · 14 сентября")
    assert labels(await house.again(sample.mother, asked)) == []
    again = await house.say(sample.mother, "/schedule")
    assert again["text"] == shown[1]


async def test_the_menu_and_the_keyboard_follow_the_choice(house: House, sample: Sample) -> None:
    asked = await house.say(sample.mother, "/schedule")
    await house.tap(sample.mother, asked, "Учитель")

    menu = await house.talk.client.commands(BOT, sample.mother.user, sample.mother.user)
    assert "grades" not in {one["command"] for one in menu}
    assert {"schedule", "messages", "settings"} <= {one["command"] for one in menu}

    await house.say(sample.mother, "/settings")
    chooser = await house.newest(sample.mother)
    assert labels(chooser) == ["👪 Семья", "• 🎓 Учитель"]
    await house.tap(sample.mother, chooser, "Семья")

    menu = await house.talk.client.commands(BOT, sample.mother.user, sample.mother.user)
    assert "grades" in {one["command"] for one in menu}
    assert (await house.keyboard(sample.mother))[0][0] == "Сегодня"
    assert (await house.say(sample.mother, "/schedule"))["text"].startswith("Маша Иванова, 7Б")


async def test_whoever_is_here_as_a_teacher_still_gets_and_signs_their_childs_grades(
    house: House, sample: Sample
) -> None:
    asked = await house.say(sample.mother, "/schedule")
    await house.tap(sample.mother, asked, "Учитель")

    await house.push(grade("g1", "5"))

    told = await house.newest(sample.mother)
    assert told["text"].startswith("Пётр Иванов, 7Б · Алгебра")
    assert "Подписано" in (await house.tap(sample.mother, told, "✍️"))["text"]
    assert (await house.say(sample.mother, "/grades"))["text"].startswith("Маша Иванова")


async def test_a_role_that_is_not_held_cannot_be_chosen(house: House, sample: Sample) -> None:
    asked = await house.say(sample.mother, "/schedule")

    answer = await house.tap(sample.mother, asked, "Семья", forged="h:office:schedule")

    assert answer["show_alert"]
    assert (await house.say(sample.mother, "/schedule"))["text"] == QUESTION


async def test_who_has_one_role_is_asked_nothing(house: House, sample: Sample) -> None:
    assert (await house.say(sample.father, "/schedule"))["text"].startswith("Пётр Иванов")
    assert (await house.say(sample.teacher, "/schedule"))["text"].startswith("Ваши уроки · 14 сентября")
    await house.say(sample.father, "/settings")
    assert "роли" not in (await house.newest(sample.father))["text"]


async def test_a_lost_role_is_acted_in_no_longer(house: House, sample: Sample) -> None:
    asked = await house.say(sample.mother, "/schedule")
    await house.tap(sample.mother, asked, "Учитель")
    async with house.engine.storage.write() as uow:
        await uow.roster.end_staff_roles([sample.orlov], roles={Role.TEACHER}, now=house.engine.clock.now())
        await uow.commit()

    assert (await house.say(sample.mother, "/schedule"))["text"].startswith("Маша Иванова, 7Б")
    async with house.engine.storage.read() as uow:
        account = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        assert account is not None
        assert await uow.people.roles(account.person_id, now=house.engine.clock.now()) == {Role.GUARDIAN}
