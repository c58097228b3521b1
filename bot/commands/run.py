"""`run`: the real thing."""

from bot.commands.outcome import finish


def run() -> None:
    """Run the bot: chats, deliveries, push API. Needs BOT_TOKEN; migrates the database at start."""
    finish(_run())


async def _run() -> None:
    from bot.logging import configure_logging  # noqa: PLC0415 - heavy imports only when run
    from bot.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    token = settings.token
    configure_logging(settings.log_level, settings.log_format)

    from bot.app import serve  # noqa: PLC0415 - aiogram takes seconds: wrong settings are told before

    await serve(settings, token)
