"""Fills the sample school, once: through the push API, as a school's journal would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.progress import Progress

from bot.demo.diary import SOURCE, entries
from bot.demo.journal import PushApi
from bot.demo.phones import Phone
from bot.demo.roster import Body, roster
from simulator.client import SimulatorClient

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    folder: Path
    push: PushApi
    simulator: SimulatorClient
    phones: Sequence[Phone]

    async def run(self) -> None:
        """Fill the school where that was not done yet; let it have lessons now, at every start."""
        await self._once()
        await self.push.call("PUT", "/v1/roster", {"bells": self.push.bells})

    async def _once(self) -> None:
        """Do nothing where it was done; what was interrupted is done again, which tells nobody twice."""
        done = self.folder / "seeded"
        if done.exists():
            return
        today = date.today()  # noqa: DTZ011 - the visitor's own day
        batches = list(_batches(entries(today)))
        with Progress(transient=True) as progress:
            task = progress.add_task("Школа № 7", total=len(batches) + 1 + len(self.phones))
            await self.push.call("PUT", "/v1/roster", roster(today))
            progress.advance(task)
            for batch in batches:
                body = {"source": SOURCE, "silent": True, "entries": batch}
                await self.push.call("POST", "/v1/entries", body)
                progress.advance(task)
            for phone in self.phones:
                await self._add(phone)
                progress.advance(task)
        done.touch()

    async def _add(self, phone: Phone) -> None:
        issued = [await self.push.call("POST", "/v1/codes", code) for code in phone.codes]
        start = issued[0]["link"].partition("?start=")[2] if issued else None
        if len(issued) > 1:
            phone = replace(phone, note=f"{phone.note}, её код: {issued[1]['code']}")
        await self.simulator.add_user(
            phone.user_id,
            phone.first_name,
            last_name=phone.last_name,
            language_code="ru",
            note=phone.note,
            start=start,
        )


def _batches(items: list[Body]) -> Iterator[list[Body]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
