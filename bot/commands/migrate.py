"""`migrate`: bring the database to the newest schema. `run` does it by itself at start."""

from bot.commands.outcome import finish, say


def migrate() -> None:
    """Bring the database to the newest schema."""
    finish(_migrate())
    say("The database is up to date.", "База данных обновлена.")


async def _migrate() -> None:
    from bot.commands.database import open_engine  # noqa: PLC0415 - heavy imports only when run
    from bot.settings import load_settings  # noqa: PLC0415
    from storage.migrate import upgrade  # noqa: PLC0415

    async with open_engine(load_settings().database_url) as engine:
        await upgrade(engine)
