"""The demo's main road, as a school director walks it, in a headless Chromium."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.support.product import ROOT, free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# the machine of a test has no network: Chromium is kept from looking for one
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-quic",
]
START_SECONDS = 90
PATIENCE_MS = 30_000
MOTHER, FATHER, TEACHER = 1001, 1002, 2001

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"),
        reason="no Chromium on this machine: apt install chromium",
    ),
]


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    command = ["-m", "bot", "demo", "--data", str(tmp_path / "demo"), "--port", str(free_port())]
    demo = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    assert demo.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            async for line in demo.stdout:
                if b"Open http" in line:
                    break
        yield line.decode().split()[-1]
    finally:
        demo.send_signal(signal.SIGINT)
        said, _ = await demo.communicate()
    assert (demo.returncode, said.decode().strip()) == (0, "Ctrl-C ends it.")


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="ru-RU")
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(address)
        yield page
        await browser.close()


async def says(phone: Locator, text: str) -> None:
    await expect(phone.get_by_text(text).first).to_be_visible(timeout=PATIENCE_MS)


async def link(page: Page, user: int) -> Locator:
    phone = page.locator(f'[data-phone="{user}"]')
    await phone.scroll_into_view_if_needed()
    await phone.locator('[data-action="open-link"]').first.click()
    await phone.locator("[data-inline-button]", has_text="✅").first.click()
    await says(phone, "Готово")
    return phone


async def test_a_2_rings_two_phones_is_signed_and_corrected_and_survives_a_kill(page: Page) -> None:
    mother, father = await link(page, MOTHER), await link(page, FATHER)

    await page.locator('[data-journal-preset="grade2"]').click()
    await says(father, "Алгебра")
    await mother.locator("[data-inline-button]", has_text="✍️").first.click()
    await says(mother, "подписано")

    teacher = await link(page, TEACHER)
    await teacher.locator("textarea").fill("/unsigned")
    await teacher.locator("textarea").press("Enter")
    await says(teacher, "Всё подписано")
    await mother.scroll_into_view_if_needed()

    await page.locator('[data-process="kill"]').click()
    await page.locator('[data-process="start"]').click()
    await expect(page.locator('.process[data-state="running"]')).to_be_visible(timeout=PATIENCE_MS)

    await page.locator('[data-journal-preset="correct"]').click()
    await says(mother, "Оценка исправлена")
    await says(mother, "Вы подписали «2»")
    await says(father, "Оценка исправлена")
    await expect(father.get_by_text("Вы подписали")).to_have_count(0)


async def test_a_familys_group_is_made_on_a_phone_and_signed_in_by_both_parents(page: Page) -> None:
    mother, father = await link(page, MOTHER), await link(page, FATHER)
    await mother.locator("textarea").fill("/settings")
    await mother.locator("textarea").press("Enter")
    await mother.locator("[data-inline-button]", has_text="Семейные группы").click()
    await mother.locator("[data-inline-button]", has_text="Добавить меня в группу").click()
    await mother.locator(f'[data-member="{FATHER}"] input').check()
    await mother.locator('[data-dialog-button="1"]').click()
    await mother.locator("[data-inline-button]", has_text="Подключить").click()
    await mother.locator("[data-inline-button]", has_text="✅").click()
    await says(mother, "Готово: дневник приходит и сюда.")

    await page.locator('[data-journal-preset="grade2"]').click()
    await mother.locator("[data-inline-button]", has_text="✍️").click()
    await says(mother, "подписано: мама")
    await father.locator("[role=tab]", has_text="Семья").click()
    await father.locator("[data-inline-button]", has_text="✍️").last.click()

    await says(father, "подписано: мама, папа")
    await expect(mother.locator("[data-inline-button]", has_text="✍️")).to_have_count(0)


async def test_a_group_without_the_diarys_parents_loses_the_bot_and_has_it_again(page: Page) -> None:
    phone = page.locator(f'[data-phone="{MOTHER}"]')
    await phone.locator('[data-action="group"]').click()
    await phone.locator('[data-dialog-button="1"]').click()
    await says(phone, "Это бот школьного дневника.")

    await phone.locator('[data-action="menu"]').click()
    await page.locator('[data-action="remove-bot"]').click()
    await says(phone, "Бота в этой группе больше нет")
    await phone.locator('[data-action="menu"]').click()
    await page.locator('[data-action="add-bot"]').click()

    await expect(phone.get_by_text("Это бот школьного дневника.")).to_have_count(2)
