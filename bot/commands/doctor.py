"""`doctor`: what is misconfigured, and how to mend it."""

import asyncio

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.outcome import language
from bot.errors import SettingsError


def doctor() -> None:
    """Say what is misconfigured and how to mend it. Ends with 1 if anything is."""
    from bot.checkup import Checkup, Finding, Verdict  # noqa: PLC0415 - heavy imports only when run
    from bot.settings import load_settings  # noqa: PLC0415

    try:
        findings = asyncio.run(Checkup(load_settings()).examine())
    except SettingsError as error:
        findings = [Finding("settings", "настройки", Verdict.BAD, error.english, error.russian)]
    russian = language() == "ru"
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for finding in findings:
        name, word = (finding.name_ru, finding.russian) if russian else (finding.name, finding.english)
        table.add_row(finding.verdict.value, name, word)
    Console().print(table)
    if any(finding.verdict is Verdict.BAD for finding in findings):
        raise typer.Exit(1)
