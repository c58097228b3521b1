"""`keys`: keys of the push API."""

from typing import Annotated

import typer

from bot.commands.outcome import finish, say
from bot.errors import CommandError

app = typer.Typer(no_args_is_help=True, help="Keys of the push API.")


@app.command()
def issue(name: Annotated[str, typer.Argument(help="Who will push with it, such as journal.")]) -> None:
    """Make a key and show it once."""
    typer.echo(finish(_issue(name)))
    say(
        "Keep it now: only its hash is stored.",
        "Сохраните его сейчас: хранится только его хеш.",
        error=True,
    )


@app.command("list")
def show() -> None:
    """Show the names of live keys."""
    for line in finish(_list()):
        typer.echo(line)


@app.command()
def revoke(name: str) -> None:
    """Make a key worthless at once."""
    finish(_revoke(name))
    say("Revoked.", "Отозван.")


async def _issue(name: str) -> str:
    from bot.commands.issuing import open_keys  # noqa: PLC0415 - heavy imports only when run
    from diary.errors import KeyNameTakenError  # noqa: PLC0415

    async with open_keys() as keys:
        try:
            return await keys.issue(name)
        except KeyNameTakenError:
            raise CommandError(
                f"There is a live key named {name}: revoke it first, or choose another name.",
                f"Ключ {name} уже действует: отзовите его или выберите другое имя.",
            ) from None


async def _list() -> list[str]:
    from bot.commands.issuing import open_keys  # noqa: PLC0415 - heavy imports only when run

    async with open_keys() as keys:
        return [key.name for key in await keys.list()]


async def _revoke(name: str) -> None:
    from bot.commands.issuing import open_keys  # noqa: PLC0415 - heavy imports only when run
    from diary.errors import KeyUnknownError  # noqa: PLC0415

    async with open_keys() as keys:
        try:
            await keys.revoke(name)
        except KeyUnknownError:
            raise CommandError(
                f"There is no live key named {name}: python -m bot keys list shows them.",
                f"Действующего ключа {name} нет: список даёт python -m bot keys list.",
            ) from None
