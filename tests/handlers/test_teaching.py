"""A teacher looks up whom they teach, and who signed what they wrote."""

import pytest

from diary.models.entries import Draft, Kind
from diary.models.people import Role
from simulator.client import buttons
from tests.handlers.conftest import UNLINKED, House, somebody
from tests.support.conversing import Json
from tests.support.journal import grade, homework
from tests.support.sample import Chat, Sample
from views.callbacks import SignaturesCallback

LIST_TITLE = "Подписали ещё не все"


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def tapped(house: House, chat: Chat, message: Json, label: str) -> Json:
    await house.tap(chat, message, label)
    return await house.again(chat, message)


async def signed(house: House, chat: Chat) -> None:
    await house.tap(chat, await house.newest(chat), "✍️")


async def test_a_subject_teacher_sees_classes_with_the_lessons_and_families(
    house: House, sample: Sample
) -> None:
    page = await house.say(sample.teacher, "/classes")

    assert page["text"].splitlines() == [
        "Ваши классы",
        "",
        "7Б · Алгебра",
        "2 ученика · подключено семей: 2",
        "Пн\N{NO-BREAK SPACE}2",
    ]


async def test_a_class_teacher_sees_the_own_class_also_without_lessons(house: House, sample: Sample) -> None:
    orlov = somebody(UNLINKED)
    await house.link(orlov, await house.staff_code(Role.TEACHER, "t2"))

    page = await house.say(orlov, "/classes")

    assert page["text"].splitlines()[2:] == [
        "7Б · вы классный руководитель",
        "2 ученика · подключено семей: 2",
    ]


async def test_the_teacher_sees_a_signature_as_soon_as_it_is_given(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "2", details={"work": "устный счёт"}))
    page = await house.say(sample.teacher, "/unsigned")
    assert page["text"].splitlines() == [
        LIST_TITLE,
        "1) Пётр Иванов, 7Б · 2 · устный счёт · 14 сентября · не подписано",
    ]

    one = await tapped(house, sample.teacher, page, "1")
    assert one["text"].splitlines() == [
        "Пётр Иванов, 7Б · Алгебра",
        "2 · устный счёт · 14 сентября",
        "• мама: доставлено 14 сентября, 12:00, подписи нет",
        "• папа: доставлено 14 сентября, 12:00, подписи нет",
    ]

    await signed(house, sample.father)
    page = await tapped(house, sample.teacher, one, "К списку")
    assert page["text"].splitlines() == [LIST_TITLE, "Всё подписано, ждать нечего."]
    page = await tapped(house, sample.teacher, page, "И подписанные")
    assert page["text"].splitlines()[-1].endswith("· подписано")
    one = await tapped(house, sample.teacher, page, "1")
    assert one["text"].splitlines()[2:] == [
        "• мама: доставлено 14 сентября, 12:00, подписи нет",
        "• папа: ✍️ 14 сентября, 12:00",
    ]


async def test_homework_of_a_class_counts_children_and_names_them(house: House, sample: Sample) -> None:
    await house.push(homework("h1", teacher="t1"))
    await signed(house, sample.father)

    page = await house.say(sample.teacher, "/unsigned")
    one = await tapped(house, sample.teacher, page, "1")

    assert page["text"].splitlines()[1] == "1) 7Б · § 12 · подписали: 1 из 2"
    assert one["text"].splitlines()[2:] == [
        "• Пётр Иванов (мама): доставлено 14 сентября, 12:00, подписи нет",
        "• Маша Иванова (мама): доставлено 14 сентября, 12:00, подписи нет",
        "• Пётр Иванов (папа): ✍️ 14 сентября, 12:00",
    ]


async def test_a_signature_under_an_earlier_value_does_not_count(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "2"))
    await signed(house, sample.father)
    await house.push(grade("g1", "5"))

    page = await house.say(sample.teacher, "/unsigned")

    assert page["text"].splitlines()[1].endswith("5 · 14 сентября · не подписано")


async def test_long_lists_are_turned_in_place(house: House, sample: Sample) -> None:
    drafts = [grade(f"g{number}", "5", details={"work": f"работа {number}"}) for number in range(8)]
    await house.push(*drafts)

    page = await house.say(sample.teacher, "/unsigned")
    assert labels(page) == ["1", "2", "3", "4", "5", "6", "Старше ▶", "И подписанные"]
    page = await tapped(house, sample.teacher, page, "Старше")

    assert labels(page) == ["1", "2", "◀ Новее", "И подписанные"]
    assert "работа 0" in page["text"]


async def test_who_blocked_the_bot_is_said_so(house: House, sample: Sample) -> None:
    await house.talk.client.block(42, sample.father.user)
    await house.push(grade("g1", "2"))

    one = await tapped(house, sample.teacher, await house.say(sample.teacher, "/unsigned"), "1")

    assert "• папа: бот заблокирован" in one["text"].splitlines()


async def test_what_others_wrote_or_silent_imports_are_not_asked_after(house: House, sample: Sample) -> None:
    remark = Draft(
        external_id="r1",
        kind=Kind.REMARK,
        student="s1",
        teacher="t2",
        details={"tone": "praise", "text": "Да"},
    )
    await house.push(remark)

    page = await house.say(sample.teacher, "/unsigned")

    assert page["text"].splitlines()[1] == "Всё подписано, ждать нечего."


@pytest.mark.parametrize("who", ["mother", "office", "stranger"])
async def test_nobody_else_opens_a_teachers_page_by_its_button(
    house: House, sample: Sample, stranger: Chat, who: str
) -> None:
    await house.push(grade("g1", "2"))
    page = await house.say(sample.teacher, "/unsigned")
    chat = stranger if who == "stranger" else getattr(sample, who)
    data = next(button["callback_data"] for button in buttons(page) if button["text"] == "1")
    await house.say(chat, "/start")

    answer = await house.tap(chat, await house.newest(chat), "", forged=data)

    assert answer["show_alert"]
    assert "подписи нет" not in str(await house.chat(chat))


async def test_a_teacher_opens_no_entry_of_another(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "2", teacher="t2"))
    page = await house.say(sample.teacher, "/unsigned")

    answer = await house.tap(sample.teacher, page, "", forged=SignaturesCallback(entry=1).pack())

    assert answer["show_alert"]
