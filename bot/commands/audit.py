"""`audit`: the log of one student or person as a file for a spreadsheet."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.commands.outcome import finish, language, say
from bot.errors import CommandError


def audit(
    *,
    student: Annotated[str | None, typer.Option(help="The student's id in the journal.")] = None,
    person: Annotated[int | None, typer.Option(help="A person's number, as the log has it.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="A file that does not exist yet.")],
) -> None:
    """Save who was given access, and who was sent or saw what, as CSV. That is written down too."""
    count = finish(_save(student, person, output))
    say(f"Saved: {count} lines in {output}", f"Сохранено: {count} строк в {output}")


async def _save(student: str | None, person: int | None, output: Path) -> int:
    from bot.commands.database import open_database  # noqa: PLC0415 - heavy imports only when run
    from diary.clock import SystemClock  # noqa: PLC0415
    from diary.models.ids import PersonId  # noqa: PLC0415
    from diary.services.auditing import AuditService  # noqa: PLC0415
    from views.audit.file import ENCODING, AuditTable  # noqa: PLC0415
    from views.texts import load_texts  # noqa: PLC0415

    if (student is None) == (person is None):
        raise CommandError("Give --student or --person.", "Укажите --student или --person.")
    _check(output)
    async with open_database() as database:
        auditing = AuditService(storage=database.storage, clock=SystemClock())
        student_id = await auditing.student_named(student) if student is not None else None
        if student is not None and student_id is None:
            raise CommandError(
                f"There is no student {student} in the roster.", f"Ученика {student} в списках школы нет."
            )
        person_id = None if person is None else PersonId(person)
        if person_id is not None and not await auditing.knows(person_id):
            raise CommandError(f"There is nobody no. {person}.", f"Человека № {person} нет.")
        with _opened(output, ENCODING) as file:
            table = AuditTable(file=file, school=database.school, texts=load_texts(language()))
            table.begin()
            return await auditing.export(
                None,
                lambda lines: asyncio.to_thread(table.add, lines),
                student_id=student_id,
                person_id=person_id,
            )


def _check(output: Path) -> None:
    if output.exists():
        raise CommandError(
            f"{output} exists and is not overwritten.", f"{output} уже существует и не перезаписывается."
        )


@contextmanager
def _opened(output: Path, encoding: str) -> Iterator[TextIO]:
    """Open what only its owner may read; half a file is not left behind."""
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(
            f"{output} cannot be written: {error.strerror}.", f"В {output} нельзя записать: {error.strerror}."
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding=encoding, newline="") as file:
            yield file
    except BaseException:
        output.unlink(missing_ok=True)
        raise
