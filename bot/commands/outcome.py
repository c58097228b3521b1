"""How commands end: a plain word for what an operator can mend, never a traceback for it."""

import asyncio
import locale
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

import typer

from bot.errors import CommandError, SettingsError
from bot.tracebacks import describe

Result = TypeVar("Result")


def language() -> str:
    """Return ru or en, as the operator's terminal speaks."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ru" if (spoken or locale.getlocale()[0] or "").startswith("ru") else "en"


def say(english: str, russian: str, *, error: bool = False) -> None:
    typer.echo(russian if language() == "ru" else english, err=error)


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end; a CommandError is told and ends with exit code 1, a wrong setting with 2.

    Anything else is a fault of ours: its traceback shows none of the data that was at hand.
    """
    try:
        return asyncio.run(work)
    except CommandError as error:
        say(error.english, error.russian, error=True)
        raise typer.Exit(2 if isinstance(error, SettingsError) else 1) from None
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as error:  # noqa: BLE001 - Python's own traceback would quote rows and texts
        typer.echo(describe(error), err=True)
        raise typer.Exit(1) from None
