"""The list of a school dropped into the office's chat."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from diary.models.school import School
from simulator.client import buttons, file
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.intake.files.building import Rows, text, xlsx
from tests.support.clock import FrozenClock
from tests.support.conversing import Conversing, Json, conversing
from tests.support.sample import BOT, Chat, Sample

HEADINGS = ("ФИО", "Класс", "Дата рождения")
PETR = ("Иванов Пётр", "7Б", "01.05.2013")
MASHA = ("Иванова Маша", "7Б", "02.06.2013")
OLEG = ("Сидоров Олег", "7Б", "03.07.2013")


@pytest.fixture
async def talk(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[Conversing]:
    async with conversing(storage, school, clock, sample) as opened:
        yield opened


def roster(*rows: tuple[str, ...]) -> bytes:
    return xlsx({"Дети": [HEADINGS, *rows]})


async def drop(talk: Conversing, chat: Chat, content: bytes, name: str = "список.xlsx") -> Json:
    """Send a file and return what the bot answers."""
    await talk.client.send(BOT, chat.user, document=file(name, content))
    await talk.handle()
    return await talk.newest(chat)


async def students(storage: SqlStorage) -> dict[str, bool]:
    """Return the given names of all there ever were, and whether they are at school."""
    async with storage.read() as uow:
        rows = await uow._connection.execute(select(schema.student))
        return {row.given_name: row.removed_at is None for row in rows}


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons(message)]


async def test_a_list_is_shown_first_and_stored_with_a_yes(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    preview = await drop(talk, sample.office, roster(PETR, MASHA, OLEG))

    assert preview["text"].splitlines() == [
        "В файле: 3 ребёнка: 7Б (3)",
        "Пришли (1): Олег Сидоров, 7Б",
        "Исправлены (2): Пётр Иванов, 7Б; Маша Иванова, 7Б",
        "Пока ничего не записано. Записать?",
    ]
    assert labels(preview) == ["Подтвердить", "Отмена", "Всё подробно, файлом"]
    assert set(await students(storage)) == {"Пётр", "Маша"}

    await talk.tap(sample.office, preview, "Подтвердить")

    done = await talk.newest(sample.office)
    assert done["message_id"] == preview["message_id"]
    assert done["text"].startswith("Готово: список школы записан.\nДети: новых 1, изменено 2")
    assert set(await students(storage)) == {"Пётр", "Маша", "Олег"}


async def test_who_is_missing_from_a_whole_list_has_left_only_with_a_yes(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    preview = await drop(talk, sample.office, roster(PETR))
    assert "Выбыли (1): Маша Иванова, 7Б" in preview["text"]
    assert labels(preview)[0] == "☑ 1 выбыл: закрыть доступ"

    await talk.tap(sample.office, preview, "выбыл")
    turned = await talk.newest(sample.office)
    assert labels(turned)[0] == "☐ 1 выбыл: закрыть доступ"
    await talk.tap(sample.office, turned, "Подтвердить")
    assert await students(storage) == {"Пётр": True, "Маша": True}

    again = await drop(talk, sample.office, roster(PETR))
    await talk.tap(sample.office, again, "Подтвердить")
    assert await students(storage) == {"Пётр": True, "Маша": False}


async def test_many_missing_are_rather_an_incomplete_list(talk: Conversing, sample: Sample) -> None:
    preview = await drop(talk, sample.office, roster(OLEG))

    assert labels(preview)[0] == "☐ 2 выбыли: закрыть доступ"


async def test_doubtful_rows_wait_for_a_yes_of_their_own(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    file_of = roster(PETR, MASHA, ("Сидоров Олег", "7Б", "вчера"), ("", "7Б", "01.02.2013"))
    preview = await drop(talk, sample.office, file_of)
    lines = preview["text"].splitlines()
    assert "Под вопросом (1): лист «Дети», строка 4, Олег Сидоров, 7Б: «вчера» не похоже на дату" in lines[-3]
    assert lines[-2] == "Не взяты (1): лист «Дети», строка 5: нет имени"

    await talk.tap(sample.office, preview, "под вопросом")
    await talk.tap(sample.office, await talk.newest(sample.office), "Подтвердить")

    assert set(await students(storage)) == {"Пётр", "Маша", "Олег"}


async def test_a_yes_counts_once_whatever_is_tapped(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    preview = await drop(talk, sample.office, roster(PETR, MASHA, OLEG))
    confirm = next(b["callback_data"] for b in buttons(preview) if b["text"] == "Подтвердить")
    await talk.tap(sample.office, preview, "Подтвердить")
    done = await talk.newest(sample.office)

    answer = await talk.tap(sample.office, done, "", forged=confirm)

    assert answer["text"] == "Это уже сделано: в списке школы то же самое."
    assert (await talk.newest(sample.office))["text"] == done["text"]
    async with storage.read() as uow:
        records = await uow._connection.execute(
            select(schema.audit.c.actor_id).where(schema.audit.c.action == "roster_changed")
        )
        assert [row.actor_id for row in records] == [sample.office.person]


async def test_a_roster_that_changed_meanwhile_is_looked_at_again(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    first = await drop(talk, sample.office, roster(PETR, MASHA))
    second = await drop(talk, sample.office, roster(PETR, MASHA, OLEG), "ещё.xlsx")
    await talk.tap(sample.office, first, "Подтвердить")

    answer = await talk.tap(sample.office, second, "Подтвердить")

    assert "тем временем изменился" in answer["text"]
    again = await talk.newest(sample.office)
    assert again["message_id"] > second["message_id"]
    assert again["reply_to_message"]["document"]["file_name"] == "ещё.xlsx"
    assert "Олег" not in await students(storage)
    await talk.tap(sample.office, again, "Подтвердить")
    assert "Олег" in await students(storage)


async def test_nothing_of_the_file_is_kept_before_the_yes(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    await drop(talk, sample.office, roster(PETR, OLEG))

    async with storage.read() as uow:
        assert (await uow._connection.execute(select(schema.conversation))).all() == []


async def test_the_details_come_as_a_file(talk: Conversing, sample: Sample) -> None:
    preview = await drop(talk, sample.office, roster(PETR, MASHA, OLEG))

    await talk.tap(sample.office, preview, "подробно")

    sent = await talk.newest(sample.office)
    assert sent["document"]["file_name"] == "просмотр.txt"
    assert "Сидоров" in (await content(talk, sent)).decode("utf-8-sig")


async def test_cancel_leaves_everything_as_it_was(
    talk: Conversing, storage: SqlStorage, sample: Sample
) -> None:
    preview = await drop(talk, sample.office, roster(OLEG))

    await talk.tap(sample.office, preview, "Отмена")

    cancelled = await talk.newest(sample.office)
    assert cancelled["text"] == "Хорошо, ничего не изменено."
    assert labels(cancelled) == []
    assert set(await students(storage)) == {"Пётр", "Маша"}


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"%PDF-1.4", "Файлы такого вида я не читаю"),
        ("a.pdf", b"%PDF-1.4", "Файлы такого вида я не читаю"),
        ("a.exe", b"MZ\x90\x00", "Файлы такого вида я не читаю"),
        ("a.csv", b"", "Файл пустой"),
        ("a.csv", "один;два\n".encode() * 30_000, "Больше 20"),
        ("a.xlsx", b"x" * (5 * 2**20 + 1), "больше 5 МБ"),
        ("a.txt", "просто слова".encode(), "не нашлось таблицы с именами"),
    ],
)
async def test_what_is_no_list_is_refused_with_what_to_do(
    talk: Conversing, sample: Sample, name: str, content: bytes, said: str
) -> None:
    assert said in (await drop(talk, sample.office, content or b" ", name))["text"]


async def test_a_list_of_which_nothing_is_taken_is_not_said_to_be_known_already(
    talk: Conversing, sample: Sample
) -> None:
    formulas = "Фамилия;Имя;Класс\n=1+1;Иван;7А\n@SUM(1);Пётр;7А\n".encode()

    said = (await drop(talk, sample.office, formulas, "a.csv"))["text"]

    assert said.splitlines()[-1].startswith("Не взяты (2): строка 2: ")
    assert said.endswith("; и ещё 1")


async def test_help_tells_the_office_alone_that_lists_are_taken(talk: Conversing, sample: Sample) -> None:
    assert "Пришлите файл (XLSX или CSV)" in (await talk.say(sample.office, "/help"))["text"]
    assert "XLSX" not in (await talk.say(sample.teacher, "/help"))["text"]


async def test_a_file_of_anybody_else_is_a_letter(talk: Conversing, sample: Sample) -> None:
    for chat in (sample.mother, sample.teacher):
        answer = await drop(talk, chat, roster(OLEG))
        assert "В файле" not in answer["text"]


async def test_nobody_but_the_office_confirms(talk: Conversing, storage: SqlStorage, sample: Sample) -> None:
    preview = await drop(talk, sample.office, roster(PETR, MASHA, OLEG))
    confirm = next(b["callback_data"] for b in buttons(preview) if b["text"] == "Подтвердить")
    await talk.client.send(BOT, sample.teacher.user, document=file("список.xlsx", roster(OLEG)))
    await talk.handle()
    letter = await talk.newest(sample.teacher)

    answer = await talk.tap(sample.teacher, letter, "", forged=confirm)

    assert answer["show_alert"]
    assert "Олег" not in await students(storage)


async def test_a_reply_with_a_file_stays_a_letter(talk: Conversing, sample: Sample) -> None:
    said = await talk.say(sample.office, "/help")
    await talk.client.send(
        BOT,
        sample.office.user,
        document=file("список.xlsx", roster(OLEG)),
        reply_to_message_id=said["message_id"],
    )
    await talk.handle()

    assert "В файле" not in (await talk.newest(sample.office))["text"]


async def test_a_text_file_of_windows_is_read_too(talk: Conversing, sample: Sample) -> None:
    rows: Rows = [HEADINGS, PETR, MASHA, OLEG]

    preview = await drop(talk, sample.office, text(rows, delimiter=";", encoding="cp1251"), "список.csv")

    assert "3 ребёнка" in preview["text"]


async def content(talk: Conversing, message: Json) -> bytes:
    """Return the file that the bot has sent."""
    found: Any = await talk.bot.download(message["document"]["file_id"])
    data: bytes = found.read()
    return data
