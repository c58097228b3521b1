"""From nothing to printed letters through the real process: nobody but the secretary does anything."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from simulator.client import SimulatorClient, file
from simulator.testing import BOT_ID
from tests.e2e.conftest import MOTHER, OFFICE, Json, Town
from tests.intake.files.building import xlsx
from tests.support.printed import Page, read_letters
from tests.support.product import Product, running_product

CHILDREN = [
    ("Список учащихся",),
    ("№", "Фамилия", "Имя", "Отчество", "Класс", "Дата рождения", "Телефон"),
    (1, "Иванов", "Пётр", "Сергеевич", "7 «Б»", "01.05.2013", "+7 900 000-00-00"),
    (2, "Иванова", "Маша", "Сергеевна", "7б", "02.06.2013", ""),
    (3, "Сидоров", "Олег", "", "7А", "03.07.2013", ""),
]
STAFF = [("ФИО", "Должность", "Кл. руководство"), ("Орлов Иван Петрович", "учитель", "7Б")]


@pytest.fixture
async def new(telegram: SimulatorClient, tmp_path: Path) -> AsyncIterator[Product]:
    """The product on an empty database."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}"
    async with running_product(telegram.address, url, LC_ALL="ru_RU.UTF-8") as product:
        yield product


async def begin(town: Town) -> Json:
    """Redeem the code that the first start prints; return where the secretary is led."""
    printed = await town.product.printed("start=")
    token = re.findall(r"https://t\.me/diary_bot\?start=(\S+)", printed)[0]
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", printed)
    await town.telegram.send(BOT_ID, OFFICE, f"/start {token}")
    await town.telegram.tap(BOT_ID, await town.sees(OFFICE, "✅"), "✅")
    await town.sees(OFFICE, "Готово: Администрация школы")
    return await town.sees(OFFICE, "Пришлите сюда список", "Пустой шаблон")


async def drop(town: Town) -> Json:
    content = xlsx({"Дети": CHILDREN, "Учителя": STAFF})
    await town.telegram.send(BOT_ID, OFFICE, document=file("Список.xlsx", content))
    return await town.sees(OFFICE, "В файле: 3 ребёнка: 7А (1), 7Б (2); 1 сотрудник", "Подтвердить")


async def pages(town: Town, name: str) -> list[Page]:
    """Return the letters that stand in the office's chat under this name."""
    sent = await town.telegram.wait_for_message(
        BOT_ID, OFFICE, lambda message: message.get("document", {}).get("file_name") == name
    )
    address = f"{town.telegram.address}/sim/bots/{BOT_ID}/files/{sent['document']['file_id']}"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return read_letters(await answer.read())


async def test_a_secretary_alone_comes_from_a_spreadsheet_to_letters_that_let_parents_in(
    new: Product, telegram: SimulatorClient
) -> None:
    town = Town(product=new, telegram=telegram)
    await begin(town)
    preview = await drop(town)

    await telegram.tap(BOT_ID, preview, "Подтвердить")
    done = await town.sees(OFFICE, "Готово: список школы записан", "Дети: новых 3", "Письма для всех классов")
    await telegram.tap(BOT_ID, done, "Письма для всех классов")

    await town.sees(OFFICE, "Готово: 3 письма. Для печати: 2 файла.")
    (page,) = await pages(town, "7Б.pdf")
    assert "Иванов Пётр Сергеевич" in page.text
    assert len(page.links) == 2
    await telegram.send(BOT_ID, MOTHER, f"/start {page.links[0].partition('start=')[2]}")
    await telegram.tap(BOT_ID, await town.sees(MOTHER, "✅"), "✅")
    await town.sees(MOTHER, "Готово: Пётр Иванов, 7Б.")


async def test_a_yes_after_a_kill_counts_once(new: Product, telegram: SimulatorClient) -> None:
    town = Town(product=new, telegram=telegram)
    await begin(town)
    preview = await drop(town)

    await new.kill()
    await new.start()
    await telegram.tap(BOT_ID, preview, "Подтвердить")
    await town.sees(OFFICE, "Готово: список школы записан", "Дети: новых 3")

    _, answer = await new.call("PUT", "/v1/roster", {"students": []})
    assert answer["rejected"] == []
    await telegram.send(BOT_ID, OFFICE, "/codes")
    await town.sees(OFFICE, "Пока ничего: 3", "7А · 1", "7Б · 2")


async def test_the_code_of_the_first_start_dies_with_the_second(
    new: Product, telegram: SimulatorClient
) -> None:
    town = Town(product=new, telegram=telegram)
    first = re.findall(r"start=(\S+)", await new.printed("start="))[0]
    await new.kill()
    await new.start()

    await telegram.send(BOT_ID, OFFICE, f"/start {first}")
    await town.sees(OFFICE, "Этот код не подходит")
    await begin(town)
