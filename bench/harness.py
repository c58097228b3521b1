"""What every trial is given: a folder, a size, bars that move, and the product on a database."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

from bench.databases import Schools
from bench.journal import Journal, journal_of
from tests.support.product import Product, running_product

UNPACED = "1000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    folder: Path
    quick: bool
    progress: Progress
    schools: Schools

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    @contextmanager
    def bar(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Show how far it is; call what is given for each step."""
        task = self.progress.add_task(title, total=total)
        yield lambda: self.progress.advance(task)
        self.progress.remove_task(task)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A running product and the journal that pushes into it."""

    product: Product
    journal: Journal

    @property
    def pid(self) -> int:
        return self.product.process.pid if self.product.process else 0


@asynccontextmanager
async def running_bot(telegram: str, url: str, **settings: str) -> AsyncIterator[Bot]:
    """Run the product on a simulator; it is ended with SIGTERM, and killed only where that fails."""
    async with (
        running_product(telegram, url, LOG_LEVEL="ERROR", **settings) as product,
        journal_of(product) as journal,
    ):
        yield Bot(product=product, journal=journal)
        await product.stop()
