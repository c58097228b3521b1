"""At the start, while nobody of the office is linked: the code that lets the first of them in."""

import os
import sys

import typer

from bot.commands.outcome import say
from diary.models.codes import IssuedCode
from diary.services.first_office import FirstOfficeService


async def greet_office(first_office: FirstOfficeService, username: str) -> None:
    """Print a fresh code and its link, if one is needed; where what is printed is kept, how to get one."""
    if not await first_office.is_needed():
        return
    if is_journal(sys.stdout.fileno()):
        say(
            "Nobody of the school office is linked yet. In a terminal, for their code: "
            "python -m bot codes office",
            "Из канцелярии ещё никто не подключён. Код для неё, в терминале: python -m bot codes office",
        )
        return
    print_office_code(await first_office.issue(username))


def print_office_code(issued: IssuedCode) -> None:
    say(
        "Nobody of the school office is linked yet. Give the secretary this code, it works once:",
        "Из канцелярии ещё никто не подключён. Передайте секретарю этот код, он действует один раз:",
    )
    typer.echo(f"\n    {issued.code}")
    if issued.link:
        typer.echo(f"    {issued.link}")
    typer.echo()
    say(
        "Sent to the bot (or its link opened), it leads on from there. It is not shown again.",
        "Его отправляют боту или открывают ссылку, дальше бот подскажет сам. Больше код не покажем.",
    )


def is_journal(descriptor: int) -> bool:
    """Whether systemd keeps what is written there."""
    kept = os.environ.get("JOURNAL_STREAM", "")
    there = os.fstat(descriptor)
    return kept == f"{there.st_dev}:{there.st_ino}"
