"""`run`: the real thing."""

from typing import Annotated

import typer

from bot import memory
from bot.commands.outcome import finish


def run(
    *,
    stop_with_stdin: Annotated[
        bool, typer.Option("--stop-with-stdin", hidden=True, help="End when standard input is closed.")
    ] = False,
) -> None:
    """Run the bot: chats, deliveries, push API. Needs BOT_TOKEN; migrates the database at start."""
    finish(_run(stop_with_stdin=stop_with_stdin))


async def _run(*, stop_with_stdin: bool) -> None:
    memory.begin()
    from bot.logging import configure_logging  # noqa: PLC0415 - heavy imports only when run
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    token = settings.token
    configure_logging(settings.log_level, settings.log_format)

    from bot.app import serve  # noqa: PLC0415 - aiogram takes seconds: wrong settings are told before
    from bot.stopping import stop_requested  # noqa: PLC0415

    await serve(settings, token, await stop_requested(with_stdin=stop_with_stdin))
