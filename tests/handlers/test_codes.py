"""/codes in the office's chat and a class teacher's: counts, single codes, letters."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from diary.models.school import School
from simulator.client import buttons
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.conversing import Conversing, Json, conversing
from tests.support.sample import BOT, Chat, Sample
from views.office.callbacks import STAFF_ID, CodesCallback, CodesStep


@pytest.fixture
async def talk(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[Conversing]:
    async with conversing(storage, school, clock, sample) as opened:
        yield opened


@pytest.fixture
async def unlinked(storage: SqlStorage, clock: FrozenClock, sample: Sample) -> None:
    """No parent is linked (any more)."""
    await change(storage, update(schema.link).values(revoked_at=clock.now()))


@pytest.fixture
async def leader(storage: SqlStorage, sample: Sample) -> Chat:
    """The linked teacher leads 7Б."""
    await change(storage, update(schema.school_class).values(class_teacher_id=sample.smirnova))
    return sample.teacher


async def change(storage: SqlStorage, statement: object) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(statement)  # type: ignore[call-overload]
        await uow.commit()


async def states(storage: SqlStorage) -> list[str]:
    async with storage.read() as uow:
        rows = await uow._connection.execute(select(schema.access_code).order_by(schema.access_code.c.id))
        return ["revoked" if row.revoked_at else "open" for row in rows]


async def warnings(storage: SqlStorage) -> list[str]:
    """Return what became of the warnings that letters may be lost."""
    query = (
        select(schema.delivery.c.state)
        .join(schema.notice, schema.notice.c.id == schema.delivery.c.subject_id)
        .where(schema.notice.c.what == "letters_lost")
        .order_by(schema.delivery.c.id)
    )
    async with storage.read() as uow:
        return list(await uow._connection.scalars(query))


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def screen(talk: Conversing, chat: Chat, *path: str) -> Json:
    """Open /codes and tap through; return the screen that is left in place."""
    shown = await talk.say(chat, "/codes")
    for label in path:
        await talk.tap(chat, await again(talk, chat, shown), label)
    return await again(talk, chat, shown)


async def again(talk: Conversing, chat: Chat, message: Json) -> Json:
    said = await talk.client.messages(BOT, chat.user)
    return next(one for one in said if one["message_id"] == message["message_id"])


async def documents(talk: Conversing, chat: Chat) -> list[Json]:
    said = await talk.client.messages(BOT, chat.user)
    return [one for one in said if "document" in one and one["from"]["is_bot"]]


async def test_the_office_sees_how_each_class_stands(talk: Conversing, sample: Sample) -> None:
    shown = await screen(talk, sample.office)

    assert shown["text"].splitlines()[:4] == [
        "Коды доступа: чьи родители подключены",
        "Подключены: 2",
        "Код на руках: 0",
        "Пока ничего: 0",
    ]
    assert labels(shown) == ["7Б ✓", "Сотрудники · 1", "Пустой шаблон"]


@pytest.mark.usefixtures("unlinked")
async def test_letters_for_those_who_have_none_come_as_a_file_once(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    shown = await screen(talk, sample.office, "7Б")
    assert labels(shown) == ["Письма: только недостающие (2)", "Дети", "‹ Классы"]

    await talk.tap(sample.office, shown, "Письма")

    (sent,) = await documents(talk, sample.office)
    assert sent["document"]["file_name"] == "7Б.pdf"
    pdf = await talk.bot.download(sent["document"]["file_id"])
    assert pdf is not None
    assert pdf.read().startswith(b"%PDF")
    said = [one.get("text", "") for one in await talk.client.messages(BOT, sample.office.user)]
    assert any(one.startswith("Готово: 2 письма. Для печати: 1 файл.") for one in said)
    assert await states(storage) == ["open", "open"]
    after = await again(talk, sample.office, shown)
    assert "Код на руках: 2" in after["text"]
    assert labels(after) == ["Заменить выданные (2)", "Дети", "‹ Классы"]

    forged = CodesCallback(step=CodesStep.LETTERS, id=sample.klass).pack()
    answer = await talk.tap(sample.office, after, "", forged=forged)
    assert "недостающих писем нет" in answer["text"]
    assert len(await documents(talk, sample.office)) == 1


@pytest.mark.usefixtures("unlinked")
async def test_replacing_asks_first_and_says_how_many_die(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    shown = await screen(talk, sample.office, "7Б", "Письма", "Заменить")
    assert shown["text"].startswith("7Б · 2 выданных кода перестанут работать")

    await talk.tap(sample.office, shown, "Отмена")
    assert await states(storage) == ["open", "open"]
    await talk.tap(sample.office, await again(talk, sample.office, shown), "Заменить")
    question = await again(talk, sample.office, shown)
    yes = buttons(question)[0]["callback_data"]
    await talk.tap(sample.office, question, "Да, заменить")
    assert await states(storage) == ["revoked", "revoked", "open", "open"]
    assert len(await documents(talk, sample.office)) == 2

    answer = await talk.tap(sample.office, question, "", forged=yes)
    assert answer["show_alert"], answer
    assert await states(storage) == ["revoked", "revoked", "open", "open"]


@pytest.mark.usefixtures("unlinked")
async def test_letters_that_cannot_be_sent_leave_no_code_behind(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    shown = await screen(talk, sample.office, "7Б")
    await talk.client.set_faults({"kind": "400", "method": "sendDocument"})

    await talk.tap(sample.office, shown, "Письма")

    assert await states(storage) == ["revoked", "revoked"]
    said = [one.get("text", "") for one in await talk.client.messages(BOT, sample.office.user)]
    assert any("Отправились не все письма" in one for one in said)


@pytest.mark.usefixtures("unlinked")
async def test_letters_that_may_have_arrived_stay_good(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    shown = await screen(talk, sample.office, "7Б")
    await talk.client.set_faults({"kind": "lost", "method": "sendDocument"})

    await talk.tap(sample.office, shown, "Письма")

    assert len(await documents(talk, sample.office)) == 1
    assert await states(storage) == ["open", "open"]
    assert await warnings(storage) == ["queued"]


@pytest.mark.usefixtures("unlinked")
async def test_of_letters_that_came_or_whose_codes_were_taken_back_nobody_is_warned(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    shown = await screen(talk, sample.office, "7Б")
    await talk.client.set_faults({"kind": "400", "method": "sendDocument"})
    await talk.tap(sample.office, shown, "Письма")
    await talk.client.set_faults()

    await talk.tap(sample.office, await again(talk, sample.office, shown), "Письма")

    assert len(await documents(talk, sample.office)) == 1
    assert await warnings(storage) == ["cancelled", "cancelled"]


async def test_one_child_gets_a_code_that_is_shown_once(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    child = await screen(talk, sample.office, "7Б", "Дети", "Иванов Пётр")
    assert child["text"].splitlines()[:2] == ["Пётр Иванов, 7Б", "Подключены: мама, папа"]

    await talk.tap(sample.office, child, "другой")

    shown = (await talk.client.messages(BOT, sample.office.user))[-1]
    assert "photo" in shown
    lines = shown["caption"].splitlines()
    assert lines[0] == "Пётр Иванов, 7Б (родитель)"
    assert lines[1].startswith("Код: ")
    assert lines[2].startswith("https://t.me/diary_bot?start=")
    assert lines[3:] == ["Действует до 28 сентября, один раз.", "Передайте лично: больше не покажем."]
    assert "Код на руках: родитель, до 28 сентября" in (await again(talk, sample.office, child))["text"]


async def test_a_code_in_somebodys_hands_dies_only_with_a_yes(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    child = await screen(talk, sample.office, "7Б", "Дети", "Иванов Пётр", "папа", "папа")
    assert "1 выданный код перестанет работать" in child["text"]
    assert await states(storage) == ["open"]
    yes = buttons(child)[0]["callback_data"]

    await talk.tap(sample.office, child, "Да, заменить")
    assert await states(storage) == ["revoked", "open"]

    await talk.tap(sample.office, await again(talk, sample.office, child), "", forged=yes)
    assert await states(storage) == ["revoked", "open"]


async def test_an_open_code_is_revoked_with_a_tap(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    child = await screen(talk, sample.office, "7Б", "Дети", "Иванов Пётр", "мама")

    answer = await talk.tap(sample.office, child, "Отозвать код: мама")

    assert answer["text"] == "Отозван: код больше не действует."
    assert await states(storage) == ["revoked"]
    assert "Отозвать код: мама" not in labels(await again(talk, sample.office, child))


async def test_staff_get_codes_and_letters_too(talk: Conversing, storage: SqlStorage, sample: Sample) -> None:
    staff = await screen(talk, sample.office, "Сотрудники")
    assert labels(staff)[:4] == [
        "✓ Белова Ольга",
        "○ Орлов Иван",
        "✓ Смирнова Анна",
        "Письма: только недостающие (1)",
    ]

    await talk.tap(sample.office, staff, "Орлов")
    await talk.tap(sample.office, await again(talk, sample.office, staff), "Новый код: учитель")

    shown = (await talk.client.messages(BOT, sample.office.user))[-1]
    assert shown["caption"].startswith("Иван Орлов (учитель)\nКод: ")


@pytest.mark.usefixtures("unlinked")
async def test_a_class_teacher_prints_for_their_class_alone(
    talk: Conversing, storage: SqlStorage, leader: Chat, sample: Sample
) -> None:
    shown = await screen(talk, leader)
    assert shown["text"].startswith("7Б · 2 ребёнка")
    assert labels(shown) == ["Письма: только недостающие (2)", "Дети"]
    staff = CodesCallback(step=CodesStep.LETTERS, id=STAFF_ID).pack()
    another = CodesCallback(step=CodesStep.LETTERS, id=777).pack()
    for forged in (staff, another):
        assert (await talk.tap(leader, shown, "", forged=forged))["show_alert"]

    await talk.tap(leader, shown, "Письма")

    assert len(await documents(talk, leader)) == 1
    assert await states(storage) == ["open", "open"]


async def test_forged_buttons_of_anybody_else_do_nothing(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    for chat in (sample.mother, sample.teacher):
        here = await talk.say(chat, "/help")
        for step in CodesStep:
            for key in (0, int(sample.petr), STAFF_ID):
                forged = CodesCallback(step=step, id=key).pack()
                answer = await talk.tap(chat, here, "", forged=forged)
                assert answer["show_alert"], step
    assert await states(storage) == []


async def test_an_empty_school_is_led_to_the_list(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    await change(storage, update(schema.student).values(removed_at=now))
    await change(storage, update(schema.staff).values(removed_at=now))

    shown = await screen(talk, sample.office)

    assert shown["text"].startswith("Пришлите сюда список классов и детей")
    await talk.tap(sample.office, shown, "Пустой шаблон")
    (sent,) = await documents(talk, sample.office)
    assert sent["document"]["file_name"] == "классы.xlsx"


async def test_the_office_gives_a_student_a_code_of_their_own(talk: Conversing, sample: Sample) -> None:
    shown = await screen(talk, sample.office, "7Б", "Дети", "Иванов Пётр")
    assert labels(shown)[:4] == ["мама", "папа", "другой взрослый", "ученик"]

    await talk.tap(sample.office, shown, "ученик")

    said = [
        str(one.get("caption") or one.get("text"))
        for one in await talk.client.messages(BOT, sample.office.user)
    ]
    (told,) = [one for one in said if "Код: " in one]
    assert told.splitlines()[0] == "Пётр Иванов, 7Б (ученик)"
    secret = told.split("Код: ")[1].split()[0]
    student = Chat(person=sample.mother.person, user=sample.stranger_user, mailbox=sample.mother.mailbox)
    asked = await talk.say(student, secret)
    await talk.tap(student, asked, "✅")
    assert "Пётр" in (await talk.say(student, "/today"))["text"]
