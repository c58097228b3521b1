import csv
import io

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.client import buttons
from storage import schema
from tests.handlers.conftest import House
from tests.handlers.test_linking import labels
from tests.support.clock import MONDAY_NOON
from tests.support.conversing import Json
from tests.support.journal import TODAY, grade
from tests.support.sample import Chat, Sample


async def walk(house: House, chat: Chat, *steps: str) -> Json:
    """Open /audit and tap one's way; return the message as it stands then."""
    screen = await house.say(chat, "/audit")
    for step in steps:
        await house.tap(chat, screen, step)
        screen = await house.again(chat, screen)
    return screen


async def test_the_office_finds_a_childs_log_by_class_and_name(house: House, sample: Sample) -> None:
    await house.push(grade())
    await house.tap(sample.mother, await house.newest(sample.mother), "✍️")

    log = await walk(house, sample.office, "7Б", "Иванов Пётр")

    lines = log["text"].splitlines()
    assert lines[0] == "Журнал · Пётр Иванов, 7Б"
    assert lines[1].endswith("мама (родитель) · подписано: оценка, Алгебра, 14 сентября")
    assert "отправлено в чат: оценка, Алгебра, 14 сентября · папа (родитель)" in log["text"]
    assert labels(log)[-3:] == [["У кого доступ"], ["Сохранить файлом"], ["◀ Назад"]]


async def test_the_children_of_a_class_stand_in_the_order_of_their_names(
    house: House, sample: Sample
) -> None:
    children = await walk(house, sample.office, "7Б")

    assert children["text"] == "7Б: чей журнал?"
    names = [name for row in labels(children) for name in row if not name.startswith("◀")]
    assert len(names) > 1
    assert names == sorted(names)


async def test_a_member_of_staffs_log_is_found_by_name(house: House, sample: Sample) -> None:
    await house.say(sample.teacher, "/privacy")
    staff = await walk(house, sample.office, "Сотрудники")
    assert labels(staff)[0] == ["Белова О. Ю.", "Орлов И. П."]

    await house.tap(sample.office, staff, "Смирнова")

    assert (await house.again(sample.office, staff))["text"].startswith("Журнал · Смирнова А. В.")


async def test_the_log_is_turned_in_place_newest_first(house: House, sample: Sample) -> None:
    await house.push(*(grade(f"g{n}") for n in range(4)))
    log = await walk(house, sample.office, "7Б", "Иванов Пётр")
    assert labels(log)[0] == ["↓ Раньше"]

    await house.tap(sample.office, log, "↓ Раньше")

    older = await house.again(sample.office, log)
    assert older["text"] != log["text"]
    assert ["↑ Новее"] in [row[:1] for row in labels(older)]


async def test_who_has_access_leads_to_what_a_person_did_and_was_sent(house: House, sample: Sample) -> None:
    await house.push(grade())

    people = await walk(house, sample.office, "7Б", "Иванов Пётр", "У кого доступ")

    assert [row[0] for row in labels(people)] == [
        "мама (родитель)",
        "папа (родитель)",
        "репетитор (доверенное лицо)",
        "◀ Журнал ребёнка",
    ]
    await house.tap(sample.office, people, "папа")
    log = await house.again(sample.office, people)
    assert log["text"].splitlines()[0] == "Журнал · папа (родитель)"
    assert "Пётр Иванов, 7Б" in log["text"]


async def test_a_log_is_saved_as_a_file_that_spreadsheets_read_and_that_is_written_down(
    house: House, sample: Sample
) -> None:
    await house.push(grade())
    log = await walk(house, sample.office, "7Б", "Иванов Пётр")

    await house.tap(sample.office, log, "Сохранить")

    sent = await house.newest(sample.office)
    assert sent["document"]["file_name"] == "audit.csv"
    file = await house.talk.bot.download(sent["document"]["file_id"])
    assert file is not None
    data = file.read()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["время", "кто", "что сделано"]
    assert {row[6] for row in rows[1:]} == {"disclosed"}
    again = await walk(house, sample.office, "7Б", "Иванов Пётр")
    assert "Белова О. Ю. · журнал сохранён файлом" in again["text"]


async def test_the_office_erases_a_person_at_their_wish_with_two_taps(house: House, sample: Sample) -> None:
    card = await walk(house, sample.office, "7Б", "Иванов Пётр", "У кого доступ", "папа", "Стереть")
    assert card["text"].startswith("Стереть всё об этом человеке: папа (родитель)?")

    await house.tap(sample.office, card, "Да, стереть")

    assert (await house.again(sample.office, card))["text"] == "Всё об этом человеке стёрто."
    await house.deliver()
    people = await walk(house, sample.office, "7Б", "Иванов Пётр", "У кого доступ")
    assert "стёрто, № " in str(labels(people))
    assert "папа" not in str(labels(people))


@pytest.mark.parametrize("who", ["mother", "tutor", "teacher"])
async def test_nobody_but_the_office_reads_it_whatever_they_send(
    house: House, sample: Sample, who: str
) -> None:
    chat: Chat = getattr(sample, who)
    screen = await house.say(sample.office, "/audit")
    opened = next(one["callback_data"] for one in buttons(screen))
    own = await house.say(chat, "/audit")
    assert "Журнал" not in own["text"]

    for forged in (opened, "au:s:1:0", "au:p:1:0", "au:h:1:0", "au:sf:1:0", "au:pf:1:0", "au:ey:5:0"):
        answer = await house.tap(chat, own, "", forged=forged)
        assert answer["text"] == "Этого больше нет, или оно вам недоступно."


async def test_a_refused_code_is_in_the_log_without_the_code(
    house: House, sample: Sample, stranger: Chat
) -> None:
    issued = await house.code(label="бабушка")
    await house.say(sample.father, f"{issued.code[:5]}0000-0000")
    await house.link(stranger, issued)

    log = await walk(house, sample.office, "7Б", "Иванов Пётр")

    assert "код не принят" in log["text"]
    assert "бабушка (родитель) · чат подключён: родитель" in log["text"]
    for part in issued.code.split("-"):
        assert part not in log["text"]


async def test_who_has_left_is_found_by_name(house: House, engine: AsyncEngine, sample: Sample) -> None:
    assert (await walk(house, sample.office, "Выбывшие"))["text"] == "Выбывших нет."
    async with engine.begin() as connection:
        left = update(schema.enrolment).where(schema.enrolment.c.student_id == sample.masha)
        await connection.execute(left.values(valid_to=TODAY))
        gone = update(schema.student).where(schema.student.c.id == sample.masha)
        await connection.execute(gone.values(removed_at=MONDAY_NOON))

    log = await walk(house, sample.office, "Выбывшие", "Иванова Маша")

    assert log["text"].startswith("Журнал · Маша Иванова")
    await house.tap(sample.office, log, "◀ Назад")
    assert labels(await house.again(sample.office, log))[0] == ["Иванова Маша"]


async def test_a_log_that_no_chat_takes_is_saved_at_the_command_line(
    house: House, sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.push(grade())
    monkeypatch.setattr("handlers.office.audit_file.MOST_BYTES", 10)
    log = await walk(house, sample.office, "7Б", "Иванов Пётр")

    await house.tap(sample.office, log, "Сохранить")

    said = (await house.newest(sample.office))["text"]
    assert said.startswith("3 строки: для чата слишком много, даже в архиве.")
    assert said.endswith("python -m bot audit --student s1 -o audit.csv")


async def test_a_child_of_no_class_has_a_log_too(house: House, engine: AsyncEngine, sample: Sample) -> None:
    async with engine.begin() as connection:
        left = update(schema.enrolment).where(schema.enrolment.c.student_id == sample.masha)
        await connection.execute(left.values(valid_to=TODAY))

    log = await walk(house, sample.office, "не указан класс", "Иванова Маша")

    assert log["text"].startswith("Журнал · Маша Иванова")
    await house.tap(sample.office, log, "◀ Назад")
    assert labels(await house.again(sample.office, log))[0] == ["Иванова Маша"]
