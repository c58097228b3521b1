"""Roster files at the command line: the same preview as in chat, the same yes."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot.commands.outcome import language, say
from bot.errors import CommandError
from diary.errors import RosterChangedError
from diary.models.roster import RosterOutcome
from diary.models.roster_files import Decision, Examined
from diary.models.roster_refusals import Refusal, RosterFileError
from diary.services.roster_files import RosterFilesService
from views.office.reasons import file_refused
from views.office.roster_details import detail_lines
from views.office.roster_preview import summary_said, taken_over_said
from views.texts import load_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What the operator has chosen. `missing_left` None: if they are few."""

    roster_files: RosterFilesService
    dry_run: bool = False
    yes: bool = False
    doubtful: bool = False
    missing_left: bool | None = None
    details: bool = False

    async def run(self, paths: Sequence[Path]) -> None:
        """Take the files over one after another; raises CommandError at the first that is refused."""
        for number, path in enumerate(paths, start=1):
            with _progress(f"{path.name} ({number}/{len(paths)})"):
                examined = await self._examine(path)
            self._show(path, examined)
            decision = self._decision(examined)
            if self.dry_run or not examined.changes(decision):
                continue
            if not self.yes:
                _ask()
            with _progress(f"{path.name} ({number}/{len(paths)})"):
                outcome = await self._apply(examined, decision)
            typer.echo(taken_over_said(outcome, load_texts(language())))

    async def _examine(self, path: Path) -> Examined:
        try:
            content = await asyncio.to_thread(_read, path, self.roster_files.most_bytes)
            return await self.roster_files.examine(path.name, content, person_id=None)
        except OSError as error:
            raise CommandError(
                f"{path}: cannot be read ({error.strerror}).", f"{path}: не читается ({error.strerror})."
            ) from None
        except RosterFileError as error:
            english, russian = (file_refused(error, load_texts(locale)) for locale in ("en", "ru"))
            raise CommandError(f"{path}: {english}", f"{path}: {russian}") from None

    async def _apply(self, examined: Examined, decision: Decision) -> RosterOutcome:
        try:
            return await self.roster_files.apply(examined, decision, person_id=None)
        except RosterChangedError:
            raise CommandError(
                "The roster has changed meanwhile, nothing was taken over: please run it again.",
                "Список школы тем временем изменился, ничего не записано: запустите ещё раз.",
            ) from None

    def _decision(self, examined: Examined) -> Decision:
        leavers = examined.offered.leavers if self.missing_left is None else self.missing_left
        return Decision(doubtful=self.doubtful, leavers=leavers)

    def _show(self, path: Path, examined: Examined) -> None:
        texts = load_texts(language())
        typer.echo(f"{path}\n{summary_said(examined, texts)}")
        if self.details:
            typer.echo("\n".join(["", *detail_lines(examined, texts)]))
        difference = examined.difference
        if difference.asks and not self.doubtful:
            say(
                f"Doubtful rows are left out ({len(difference.asks)}): see --details; --doubtful takes them.",
                f"Строки под вопросом не берутся ({len(difference.asks)}): взять — --doubtful, "
                "посмотреть — --details.",
            )
        if difference.left and not self._decision(examined).leavers:
            say(
                f"Who is missing stays ({len(difference.left)}): --missing-left ends their access.",
                f"Кого нет в файле, остаются ({len(difference.left)}): --missing-left закроет им доступ.",
            )


def _read(path: Path, most_bytes: int) -> bytes:
    if path.stat().st_size > most_bytes:
        raise RosterFileError(Refusal.TOO_LARGE)
    return path.read_bytes()


def _ask() -> None:
    """Raise CommandError unless a person at a terminal says yes."""
    if not sys.stdin.isatty():
        raise CommandError(
            "Nothing was taken over: there is no terminal to ask at. --yes says yes beforehand.",
            "Ничего не записано: спросить не в чем, терминала нет. --yes ответит «да» заранее.",
        )
    if not typer.confirm("Записать?" if language() == "ru" else "Take it over?"):
        raise CommandError("Nothing was changed.", "Ничего не изменено.")


@contextmanager
def _progress(what: str) -> Iterator[None]:
    columns = TextColumn("{task.description}"), BarColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what, total=None)
        yield
