"""A student's own code: they read what is theirs, sign nothing, and their parents hear of it."""

import pytest

from diary.models.people import Role
from simulator.client import buttons
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import absence, grade, homework
from tests.support.sample import Chat, Sample
from views.callbacks import ReadingCallback, Screen


@pytest.fixture
async def student(house: House, stranger: Chat, sample: Sample) -> Chat:
    await house.link(stranger, await house.code(Role.STUDENT))
    await house.engine.settled()
    return stranger


def labels(message: Json) -> str:
    return " ".join(one["text"] for one in buttons(message))


async def test_both_parents_hear_that_the_student_has_a_chat_of_their_own(
    house: House, student: Chat, sample: Sample
) -> None:
    for chat in (sample.mother, sample.father):
        said = (await house.newest(chat))["text"]
        assert said.splitlines()[0] == "Пётр Иванов, 7Б: подключён ещё один чат"
        assert "самого ученика" in said


async def test_a_student_gets_their_own_entries_without_any_signature(
    house: House, student: Chat, sample: Sample
) -> None:
    await house.push(grade("g1", "5"), absence("a1", lesson=3), grade("g2", "4", student="s2"))

    told = [one for one in await house.chat(student) if "Алгебра" in one.get("text", "")]

    assert len(told) == 2
    assert not any("Маша" in one["text"] for one in told)
    assert not any(sign in labels(one) for one in told for sign in ("✍", "💬", "Опаздывает", "Не знаю"))
    assert "✍️" in labels(await house.newest(sample.mother))


async def test_a_student_reads_only_their_own_diary(house: House, student: Chat, sample: Sample) -> None:
    await house.push(grade("g1", "5"), homework(), grade("g2", "2", student="s2"))
    for command in ("/today", "/week", "/homework", "/grades", "/absences", "/schedule", "/children"):
        assert "Маша" not in (await house.say(student, command))["text"]

    page = await house.say(student, "/grades")
    assert "5" in page["text"]
    forged = ReadingCallback(screen=Screen.GRADES, student=sample.masha).pack()
    answer = await house.tap(student, page, "", forged=forged)
    assert answer["show_alert"]


async def test_a_students_tap_on_a_parents_button_signs_nothing(
    house: House, student: Chat, sample: Sample
) -> None:
    await house.push(grade("g1", "2"))
    mothers, mine = await house.newest(sample.mother), await house.newest(student)

    answers = [await house.tap(student, mine, "", forged=one["callback_data"]) for one in buttons(mothers)]

    assert all(one["show_alert"] for one in answers)
    assert "✍️" in labels(await house.again(sample.mother, mothers))


async def test_a_students_account_does_not_become_their_guardians(house: House, student: Chat) -> None:
    code = await house.code(label="мама")

    said = (await house.say(student, code.code))["text"]

    assert said.startswith("Здесь подключён сам ученик, а он не подписывает.")
    assert {one.state for one in await house.codes.list()} == {"open", "spent"}


async def test_a_parent_who_tries_the_students_code_leaves_it_good(
    house: House, stranger: Chat, sample: Sample
) -> None:
    code = await house.code(Role.STUDENT)

    assert "для другого человека" in (await house.say(sample.mother, code.code))["text"]

    assert (await house.link(stranger, code))["text"].startswith("Готово")


async def test_a_student_passes_nothing_on(house: House, student: Chat) -> None:
    assert "Такой команды для вас нет" in (await house.say(student, "/trusted"))["text"]


async def test_the_menu_speaks_of_a_diary_of_their_own(house: House, student: Chat, sample: Sample) -> None:
    assert "/children — Мой дневник" in (await house.say(student, "/help"))["text"]
    assert "/children — Дети" in (await house.say(sample.mother, "/help"))["text"]


async def test_the_whole_text_of_the_consent_speaks_to_the_student_too(house: House, stranger: Chat) -> None:
    screen = await house.say(stranger, (await house.code(Role.STUDENT)).code)

    await house.tap(stranger, screen, "Полный текст")

    text = " ".join(one["text"] for one in await house.chat(stranger))
    assert "Код вам выдают с согласия родителя." in text
    assert "кем вы приходитесь" not in text
