"""The real process against the simulator over HTTP, on a school with a linked mother, father and teacher."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.client import SimulatorClient
from simulator.testing import BOT_ID, running_simulator
from tests.support.product import Product, running_product
from tests.support.pushes import roster

Json = dict[str, Any]
MOTHER, FATHER, TEACHER, OFFICE = 1001, 1002, 2001, 3001


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    product: Product
    telegram: SimulatorClient

    async def link(self, user: int, **code: str) -> None:
        """Redeem a fresh code by its deep link and consent."""
        issued = await self.product.code(**code)
        await self.telegram.send(BOT_ID, user, f"/start {issued['link'].partition('start=')[2]}")
        consent = await self.sees(user, "✅")
        await self.telegram.tap(BOT_ID, consent, "✅")
        await self.sees(user, "Готово")

    async def sees(self, user: int, *words: str) -> Json:
        """Wait until a message with all these words (buttons included) stands in the user's chat."""
        return await self.telegram.wait_for_message(
            BOT_ID, user, lambda message: all(word in shown(message) for word in words)
        )

    async def chat(self, user: int) -> list[str]:
        """Return what the bot has written to this user, oldest first."""
        messages = await self.telegram.messages(BOT_ID, user, limit=100)
        return [shown(m) for m in messages if m["from"]["id"] == BOT_ID and not m["sim"]["deleted"]]


def shown(message: Json) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button["text"] for row in rows for button in row]
    return "\n".join([message.get("text") or message.get("caption") or "", *buttons])


@pytest.fixture
async def telegram() -> AsyncIterator[SimulatorClient]:
    async with running_simulator() as (_, client):
        for user, name in ((MOTHER, "Елена"), (FATHER, "Андрей"), (TEACHER, "Анна"), (OFFICE, "Ольга")):
            await client.add_user(user, name, language_code="ru")
        yield client


@pytest.fixture
async def town(telegram: SimulatorClient, tmp_path: Path) -> AsyncIterator[Town]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}"
    async with running_product(telegram.address, url) as product:
        town = Town(product=product, telegram=telegram)
        await product.roster(roster())
        await town.link(MOTHER, role="guardian", student="s1", label="мама")
        await town.link(FATHER, role="guardian", student="s1", label="папа")
        await town.link(TEACHER, role="teacher", staff="t1")
        yield town
