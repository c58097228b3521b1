"""The office's way to a child, and to ending somebody's access."""

import pytest

from diary.models.people import Role
from simulator.client import buttons
from storage import schema
from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.journal import grade, rows
from tests.support.sample import Chat, Sample

BASIS = "Решение суда № 2-1234 от 10 сентября 2026"


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def open_file(house: House, office: Chat, child: str = "Иванов Пётр") -> Json:
    page = await house.say(office, "/children")
    await house.tap(office, page, "7Б")
    await house.tap(office, await house.again(office, page), child)
    return await house.again(office, page)


async def bar(house: House, office: Chat, who: str) -> Json:
    """Keep somebody out by an order; return the child's card after it."""
    file = await open_file(house, office)
    await house.tap(office, file, f"Закрыть доступ: {who}")
    await house.tap(office, await house.again(office, file), "По решению суда")
    screen = await house.say(office, BASIS)
    await house.tap(office, screen, "Да, закрыть доступ")
    return await house.again(office, screen)


async def test_the_office_finds_a_child_and_sees_who_reads_the_diary(house: House, sample: Sample) -> None:
    page = await house.say(sample.office, "/children")
    assert page["text"] == "Дети: выберите класс."
    assert labels(page) == ["7Б"]

    await house.tap(sample.office, page, "7Б")
    page = await house.again(sample.office, page)
    assert page["text"] == "7Б: выберите ребёнка."
    assert labels(page) == ["Иванов Пётр", "Иванова Маша", "◀ Классы"]

    await house.say(sample.father, "/today")
    await house.tap(sample.office, page, "Иванов Пётр")
    file = await house.again(sample.office, page)
    assert file["text"].splitlines() == [
        "Пётр Иванов, 7Б",
        "Кто читает дневник:",
        "• мама (родитель), с 14 сентября, ещё не заходили",
        "• папа (родитель), с 14 сентября, заходили 14 сентября",
        "• репетитор (доверенное лицо), с 14 сентября, ещё не заходили",
    ]
    assert labels(file)[-1] == "◀ 7Б"


async def test_two_who_are_called_the_same_are_told_apart_by_a_number(
    house: House, sample: Sample, stranger: Chat
) -> None:
    await house.link(stranger, await house.code(label="папа"))

    file = await open_file(house, sample.office)

    numbered = [line[:2] for line in file["text"].splitlines()[2:]]
    assert numbered == ["1)", "2)", "3)", "4)"]
    ends = [label for label in labels(file) if label.startswith("Закрыть доступ: ") and "папа" in label]
    assert len(set(ends)) == 2


async def test_an_order_keeps_a_parent_out_with_its_basis_on_the_card(house: House, sample: Sample) -> None:
    await house.push(grade("g1", "5"))
    told = await house.newest(sample.father)

    file = await bar(house, sample.office, "папа")

    assert "папа (родитель)" not in file["text"]
    assert file["text"].splitlines()[-1] == f"⛔ папа: доступ запрещён с 14 сентября: {BASIS}"
    await house.deliver()
    said = (await house.newest(sample.father))["text"].splitlines()
    assert said == [
        "Пётр Иванов, 7Б: ваш доступ к дневнику закрыт.",
        "Это решение школы. По вопросам обратитесь, пожалуйста, в канцелярию.",
    ]
    assert await house.lost_the_keyboard(sample.father)
    assert "суда" not in str(await house.chat(sample.father))
    assert (await house.tap(sample.father, told, "✍️"))["show_alert"]
    await house.push(grade("g2", "4"))
    assert (await house.newest(sample.father))["text"].splitlines() == said
    again = await house.code(label="папа")
    assert "не подходит" in (await house.say(sample.father, again.code))["text"]


async def test_a_teacher_who_is_a_parent_no_more_loses_the_parents_keyboard(
    house: House, sample: Sample
) -> None:
    await house.link(sample.father, await house.staff_code(Role.TEACHER, "t2"))

    await bar(house, sample.office, "папа")
    await house.deliver()

    assert await house.lost_the_keyboard(sample.father)


async def test_the_order_is_lifted_with_a_second_tap(house: House, sample: Sample) -> None:
    file = await bar(house, sample.office, "папа")

    await house.tap(sample.office, file, "Снять запрет: папа")
    asked = await house.again(sample.office, file)
    assert asked["text"].startswith("Пётр Иванов, 7Б · папа\nСнять запрет?")
    answer = await house.tap(sample.office, asked, "Да, снять")

    assert answer["text"] == "Запрет снят."
    assert "⛔" not in (await house.again(sample.office, file))["text"]
    await house.link(sample.father, await house.code(label="папа"))
    assert "папа" in (await open_file(house, sample.office))["text"]


async def test_a_mistake_is_ended_without_an_order(house: House, sample: Sample) -> None:
    file = await open_file(house, sample.office)
    await house.tap(sample.office, file, "Закрыть доступ: репетитор")
    answer = await house.tap(sample.office, await house.again(sample.office, file), "Ошибка")

    assert answer["text"] == "Доступ закрыт."
    assert "репетитор" not in (await house.again(sample.office, file))["text"]
    assert await rows(house.engine.storage, schema.bar) == []


async def test_a_basis_that_says_nothing_is_asked_for_again(house: House, sample: Sample) -> None:
    file = await open_file(house, sample.office)
    await house.tap(sample.office, file, "Закрыть доступ: папа")
    await house.tap(sample.office, await house.again(sample.office, file), "По решению суда")

    assert (await house.say(sample.office, "да"))["text"].startswith("Укажите основание")
    screen = await house.say(sample.office, BASIS)
    assert f"Основание: {BASIS}" in screen["text"]
    await house.tap(sample.office, screen, "Назад")
    assert (await house.again(sample.office, screen))["text"].startswith("Пётр Иванов, 7Б\nКто читает")
    assert await rows(house.engine.storage, schema.bar) == []


async def test_buttons_pressed_twice_or_without_a_basis_do_nothing(house: House, sample: Sample) -> None:
    file = await open_file(house, sample.office)
    first = next(one["callback_data"] for one in buttons(file) if "папа" in one["text"])
    link_id = first.split(":")[1]
    unasked = await house.tap(sample.office, file, "", forged=f"oa:{link_id}:y")
    assert unasked["show_alert"]
    assert await rows(house.engine.storage, schema.bar) == []

    await bar(house, sample.office, "папа")
    for act in ("o", "m", "j", "y"):
        late = await house.tap(sample.office, file, "", forged=f"oa:{link_id}:{act}")
        assert "недоступно" in late["text"]


@pytest.mark.parametrize("forged", ["oc", "ok:1:0", "of:1", "oa:1:m", "oa:1:j", "ob:1:1"])
async def test_the_offices_buttons_are_the_offices_alone(house: House, sample: Sample, forged: str) -> None:
    for chat in (sample.mother, sample.teacher):
        message = await house.say(chat, "/help")
        answer = await house.tap(chat, message, "", forged=forged)
        assert answer["show_alert"]
        assert "недоступно" in answer["text"]


async def test_a_parent_of_the_office_is_asked_whose_children(house: House, sample: Sample) -> None:
    await house.link(sample.office, await house.code(label="тётя"))

    asked = await house.say(sample.office, "/children")
    assert labels(asked) == ["👪 Семья", "🏫 Канцелярия"]
    await house.tap(sample.office, asked, "Канцелярия")

    assert (await house.newest(sample.office))["text"] == "Дети: выберите класс."
    assert (await house.say(sample.office, "/grades"))["text"].startswith("Пётр Иванов")


async def test_a_teacher_of_the_office_means_the_schools_children(house: House, sample: Sample) -> None:
    storage = house.engine.storage
    async with storage.write() as uow:
        both = schema.staff.update().where(schema.staff.c.id == sample.smirnova)
        await uow._connection.execute(both.values(roles=["teacher", "office"]))
        await uow.commit()
    await house.link(sample.teacher, await house.staff_code(Role.OFFICE, "t1"))

    assert (await house.say(sample.teacher, "/children"))["text"] == "Дети: выберите класс."
