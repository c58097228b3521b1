"""`backup DEST`: a whole and consistent copy while the bot runs."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from bot.commands.outcome import finish, say
from bot.errors import CommandError

PAGES_A_STEP = 2_000
"""Between steps the running bot writes; a step of 8 MB holds it up for milliseconds."""


def backup(
    dest: Annotated[Path, typer.Argument(help="A file that does not exist yet, or a folder.")],
) -> None:
    """Copy the database, whole and consistent, while the bot runs."""
    path = finish(_backup(_file_in(dest)))
    say(f"Saved to {path}", f"Сохранено в {path}")


def _file_in(dest: Path) -> Path:
    """Return the copy's file: what is no file's name is a folder, made where it is missing."""
    if not dest.is_dir() and dest.suffix:
        return dest
    if not dest.exists():
        dest.mkdir(mode=0o700, parents=True)
    return dest / f"diary-{datetime.now(UTC):%Y%m%d-%H%M%S}.db" if dest.is_dir() else dest


async def _backup(dest: Path) -> Path:
    from sqlalchemy import make_url  # noqa: PLC0415 - heavy imports only when run

    from bot.settings import load_settings  # noqa: PLC0415

    url = make_url(load_settings().database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CommandError(
            "This command copies SQLite. For PostgreSQL use: pg_dump --format=custom --file=DEST NAME",
            "Эта команда копирует SQLite. Для PostgreSQL: pg_dump --format=custom --file=КУДА ИМЯ",
        )
    copy_sqlite(Path(url.database), dest)
    return dest


def copy_sqlite(source: Path, dest: Path) -> None:
    """Copy through SQLite's backup API; raise CommandError where there is nothing to copy or dest exists."""
    if not source.exists():
        raise CommandError(f"There is no database at {source} yet.", f"В {source} ещё нет базы данных.")
    try:
        os.close(os.open(dest, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise CommandError(
            f"{dest} exists and is not overwritten.", f"{dest} уже существует и не перезаписывается."
        ) from None
    except OSError as error:
        raise CommandError(
            f"{dest} cannot be written: {error.strerror}.", f"В {dest} нельзя записать: {error.strerror}."
        ) from None
    reader, writer = sqlite3.connect(source), sqlite3.connect(dest)
    try:
        with Progress(transient=True) as progress:
            task = progress.add_task("backup", total=None)
            reader.backup(
                writer,
                pages=PAGES_A_STEP,
                progress=lambda _status, left, total: progress.update(
                    task, total=total, completed=total - left
                ),
            )
        verdict = writer.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        reader.close()
        writer.close()
    if verdict != "ok":
        raise CommandError(f"The copy is damaged: {verdict}", f"Копия повреждена: {verdict}")
