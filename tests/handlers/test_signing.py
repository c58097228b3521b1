"""Taps under entries, through the real dispatcher and with delivery at work."""

import pytest

from diary.models.people import Role
from simulator.client import buttons
from storage import schema
from tests.handlers.conftest import UNLINKED, House, somebody
from tests.support.conversing import Json
from tests.support.journal import absence, grade, rows, withdrawal
from tests.support.sample import Chat, Sample

CHANGED = "Запись тем временем изменилась: посмотрите, пожалуйста, что в ней теперь."
SIGNED_ALREADY = "Вы это уже подписали."
NOT_OPEN = "Этого больше нет, или оно вам недоступно."
GUARDIANS_ONLY = "Это могут сделать только родители ребёнка."


def labels(message: Json) -> list[str]:
    return [one["text"] for one in buttons(message)]


def data(message: Json, label: str) -> str:
    return next(str(one["callback_data"]) for one in buttons(message) if label in one["text"])


async def signatures(house: House) -> list[tuple[int, int]]:
    """Return who signed which revision."""
    found = await rows(house.engine.storage, schema.acknowledgement)
    return [(one.person_id, one.revision) for one in found]


async def three_grades(house: House, sample: Sample) -> Json:
    await house.push(grade("g1", "5"), grade("g2", "4"), grade("g3", "2"))
    return await house.newest(sample.mother)


async def test_a_tap_signs_says_so_and_shows_in_the_message(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "5"))
    message = await house.newest(sample.mother)
    assert labels(message) == ["✍️ Подписать", "💬 Ответить учителю"]

    answer = await house.tap(sample.mother, message, "✍️")
    await house.deliver()

    assert answer["text"] == "Подписано: оценка 5, Пётр Иванов"
    assert not answer["show_alert"]
    signed = await house.again(sample.mother, message)
    assert "· подписано" in signed["text"]
    assert labels(signed) == ["💬 Ответить учителю"]
    assert await signatures(house) == [(sample.mother.person, 1)]


async def test_all_are_signed_with_one_tap(house: House, sample: Sample) -> None:
    message = await three_grades(house, sample)

    answer = await house.tap(sample.mother, message, "Подписать все (3)")
    await house.deliver()

    assert answer["text"] == "Подписаны 3 записи, Пётр Иванов"
    signed = await house.again(sample.mother, message)
    assert signed["text"].count("· подписано") == 3
    assert labels(signed) == ["💬 Ответить учителю"]
    assert len(await signatures(house)) == 3


async def test_one_of_several_is_signed_and_the_others_stay_to_be_signed(
    house: House, sample: Sample
) -> None:
    message = await three_grades(house, sample)

    answer = await house.tap(sample.mother, message, "№ 2")
    await house.deliver()

    assert answer["text"] == "Подписано: оценка 4, Пётр Иванов"
    signed = await house.again(sample.mother, message)
    (line,) = [line for line in signed["text"].splitlines() if "подписано" in line]
    assert line.startswith("2) 4")
    assert labels(signed) == ["✍️ Подписать все (2)", "✍️ № 1", "✍️ № 3", "💬 Ответить учителю"]

    await house.tap(sample.mother, signed, "все (2)")
    await house.deliver()
    assert (await house.again(sample.mother, message))["text"].count("· подписано") == 3


async def test_the_other_parent_signs_for_themselves(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "5"))
    hers, his = await house.newest(sample.mother), await house.newest(sample.father)
    await house.tap(sample.mother, hers, "✍️")
    await house.deliver()
    assert "подписано" not in (await house.again(sample.father, his))["text"]

    await house.tap(sample.father, his, "✍️")
    await house.deliver()

    assert "· подписано" in (await house.again(sample.father, his))["text"]
    assert await signatures(house) == [(sample.mother.person, 1), (sample.father.person, 1)]


async def test_signing_twice_does_nothing_and_says_so(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "5"))
    message = await house.newest(sample.mother)
    sign = data(message, "✍️")

    await house.tap(sample.mother, message, "✍️")
    at_once = await house.tap(sample.mother, message, "", forged=sign)
    await house.deliver()
    later = await house.tap(sample.mother, message, "", forged=sign)

    for answer in (at_once, later):
        assert (answer["text"], answer["show_alert"]) == (SIGNED_ALREADY, True)
    assert await signatures(house) == [(sample.mother.person, 1)]


async def test_what_has_changed_meanwhile_is_not_signed_as_it_was_but_drawn_again(
    house: House, sample: Sample
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.mother)
    client = house.talk.client
    await client.set_faults({"kind": "5xx", "method": "editMessageText", "chat_id": sample.mother.user})
    await house.engine.push(grade("g1", "5"))
    await client.wait_for_request("editMessageText")

    answer = await house.tap(sample.mother, message, "✍️")
    await client.set_faults()
    await house.deliver()

    assert (answer["text"], answer["show_alert"]) == (CHANGED, True)
    assert "5" in (await house.again(sample.mother, message))["text"].splitlines()[1]
    notice = await house.newest(sample.mother)
    assert notice["text"].splitlines()[0] == "Оценка исправлена · Пётр Иванов, 7Б · Алгебра"
    assert "Вы подписали" not in notice["text"]
    assert await signatures(house) == []

    await house.tap(sample.mother, notice, "✍️")
    assert await signatures(house) == [(sample.mother.person, 2)]


async def test_a_late_tap_on_what_was_withdrawn_does_nothing_and_says_so(
    house: House, sample: Sample
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.mother)
    sign, write = data(message, "✍️"), data(message, "💬")
    await house.push(withdrawal(grade("g1")))

    refused = await house.tap(sample.mother, message, "", forged=sign)

    assert (refused["text"], refused["show_alert"]) == (CHANGED, True)
    assert await signatures(house) == []
    struck = await house.again(sample.mother, message)
    assert "✍️ Подписать" not in labels(struck)
    await house.tap(sample.mother, message, "", forged=write)
    assert "Смирнова А. В." in (await house.newest(sample.mother))["text"]


@pytest.mark.parametrize("who", ["tutor", "student", "teacher", "office"])
async def test_nobody_but_a_guardian_signs_and_no_button_offers_it(
    house: House, sample: Sample, who: str
) -> None:
    student = somebody(UNLINKED)
    await house.link(student, await house.code(Role.STUDENT))
    chat = {"tutor": sample.tutor, "student": student, "teacher": sample.teacher}.get(who, sample.office)
    await house.push(grade("g1", "5"))
    hers = await house.newest(sample.mother)
    message = await house.newest(chat) if who in {"tutor", "student"} else await house.say(chat, "/help")
    assert not any("✍️" in label for label in labels(message))

    answer = await house.tap(chat, message, "", forged=data(hers, "✍️"))

    assert (answer["text"], answer["show_alert"]) == (NOT_OPEN, True)
    assert await signatures(house) == []


@pytest.mark.parametrize("who", ["tutor", "student"])
async def test_who_only_reads_cannot_sign_by_the_number_of_their_own_message(
    house: House, sample: Sample, who: str
) -> None:
    student = somebody(UNLINKED)
    await house.link(student, await house.code(Role.STUDENT))
    chat = sample.tutor if who == "tutor" else student
    await house.push(grade("g1", "5"))
    message = await house.newest(chat)
    shown = {one.mailbox_id: one.id for one in await rows(house.engine.storage, schema.message)}

    for number in shown.values():
        answer = await house.tap(chat, message, "", forged=f"s:{number}:0")
        assert answer["text"] in {NOT_OPEN, GUARDIANS_ONLY}
        assert answer["show_alert"]

    assert await signatures(house) == []


async def test_a_stranger_is_refused(house: House, sample: Sample, stranger: Chat) -> None:
    asked = await house.say(stranger, "/start")
    await house.push(grade("g1", "5"))
    hers = await house.newest(sample.mother)

    answer = await house.tap(stranger, asked, "", forged=data(hers, "✍️"))

    assert answer["text"] in {NOT_OPEN, GUARDIANS_ONLY}
    assert answer["show_alert"]
    assert await signatures(house) == []


@pytest.mark.parametrize(
    "forged", ["s:999:0", "s:9223372036854775807:0", "s:{message}:9", "x:{message}:call"]
)
async def test_a_forged_number_signs_nothing(house: House, sample: Sample, forged: str) -> None:
    await house.push(grade("g1", "5"))
    message = await house.newest(sample.mother)
    number = data(message, "✍️").split(":")[1]

    answer = await house.tap(sample.mother, message, "", forged=forged.format(message=number))

    assert (answer["text"], answer["show_alert"]) == (NOT_OPEN, True)
    assert await signatures(house) == []


@pytest.mark.parametrize(
    "forged", ["s:99999999999999999999:0", "s:abc:0", "s:1", "x:1:maybe", "nonsense", "::"]
)
async def test_what_no_button_of_ours_says_is_answered_and_does_nothing(
    house: House, sample: Sample, forged: str
) -> None:
    await house.push(grade("g1", "5"))
    message = await house.newest(sample.mother)

    answer = await house.tap(sample.mother, message, "", forged=forged)

    assert answer["text"] == "Эта кнопка больше не действует."
    assert await signatures(house) == []


async def test_the_button_of_a_message_in_another_chat_is_refused_and_settles_nothing(
    house: House, sample: Sample
) -> None:
    await house.push(grade("g1", "5"))
    hers, his = await house.newest(sample.mother), await house.newest(sample.father)
    before = await rows(house.engine.storage, schema.message)

    for label in ("✍️", "💬"):
        answer = await house.tap(sample.mother, hers, "", forged=data(his, label))
        assert (answer["text"], answer["show_alert"]) == (NOT_OPEN, True)

    assert await signatures(house) == []
    assert await rows(house.engine.storage, schema.message) == before


async def test_all_is_well_signs_an_absence_and_bothers_nobody(house: House, sample: Sample) -> None:
    await house.push(absence())
    message = await house.newest(sample.mother)
    assert labels(message) == [
        "✍️ Знаю, всё в порядке",
        "Опаздывает",
        "Сегодня не придёт",
        "Не знаю, позвоните мне",
        "💬 Ответить учителю",
    ]
    before = len(await house.chat(sample.office))

    answer = await house.tap(sample.mother, message, "всё в порядке")
    await house.deliver()

    assert answer["text"] == "Спасибо, записали."
    assert await signatures(house) == [(sample.mother.person, 1)]
    signed = await house.again(sample.mother, message)
    assert labels(signed) == ["💬 Ответить учителю"]
    assert len(await house.chat(sample.office)) == before


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Опаздывает", "опаздывает"),
        ("Сегодня не придёт", "сегодня не придёт"),
        ("Не знаю", "позвоните"),
    ],
)
async def test_any_other_answer_signs_reaches_the_school_and_says_whom_it_reached(
    house: House, sample: Sample, label: str, told: str
) -> None:
    await house.push(absence())
    message = await house.newest(sample.mother)

    await house.tap(sample.mother, message, label)
    said = (await house.newest(sample.mother))["text"]
    await house.deliver()

    assert "Белова О. Ю." in said.splitlines()[0]
    assert "Орлов И. П." in said.splitlines()[-1]
    assert ("Вам позвонят" in said) is (label == "Не знаю")
    assert await signatures(house) == [(sample.mother.person, 1)]
    heard = (await house.newest(sample.office))["text"]
    assert "Пётр Иванов, 7Б" in heard
    assert told in heard.lower()
    again = await house.tap(sample.mother, message, "", forged=data(message, label))
    assert (again["text"], again["show_alert"]) == (SIGNED_ALREADY, True)


async def test_the_tutor_cannot_answer_for_the_parents(house: House, sample: Sample) -> None:
    await house.push(absence(), grade("g1"))
    tutors = await house.newest(sample.tutor)
    assert "нет на уроке" not in tutors["text"]

    for answer in ("fine", "late", "away", "call"):
        for number in range(1, 6):
            refused = await house.tap(sample.tutor, tutors, "", forged=f"x:{number}:{answer}")
            assert refused["text"] in {NOT_OPEN, GUARDIANS_ONLY}
            assert refused["show_alert"]

    assert await signatures(house) == []


async def test_a_late_answer_to_an_absence_that_was_withdrawn_bothers_nobody(
    house: House, sample: Sample
) -> None:
    await house.push(absence())
    message = await house.newest(sample.mother)
    call = data(message, "Не знаю")
    before = len(await house.chat(sample.office))
    await house.push(withdrawal(absence()))

    answer = await house.tap(sample.mother, message, "", forged=call)
    await house.deliver()

    assert (answer["text"], answer["show_alert"]) == (CHANGED, True)
    assert await signatures(house) == []
    assert len(await house.chat(sample.office)) == before
