"""`import PATH…`: the roster from spreadsheets, looked at before it is taken over."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.outcome import finish


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="XLSX, XLS, ODS or CSV: classes, children, staff.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and stop.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="Take doubtful rows too.")] = False,
    missing_left: Annotated[
        bool | None,
        typer.Option(
            "--missing-left/--missing-stay",
            help="Whether who is missing from a class of the file has left; by default if they are few.",
        ),
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="Show every row.")] = False,
) -> None:
    """Read lists of classes, children and staff, show what would change, and take it over with a yes.

    Ends with 1 where a file is refused or the answer is no.
    """
    finish(_import(paths, dry_run, yes, doubtful, missing_left, details))


async def _import(
    paths: list[Path],
    dry_run: bool,  # noqa: FBT001
    yes: bool,  # noqa: FBT001
    doubtful: bool,  # noqa: FBT001
    missing_left: bool | None,  # noqa: FBT001
    details: bool,  # noqa: FBT001
) -> None:
    from bot.commands.database import open_database  # noqa: PLC0415 - heavy imports only when run
    from bot.importing import Import  # noqa: PLC0415
    from bot.roster_files import build_roster_files  # noqa: PLC0415
    from bot.services import build_timing  # noqa: PLC0415
    from diary.clock import SystemClock  # noqa: PLC0415

    async with open_database() as database:
        timing = build_timing(database.school, database.settings)
        work = Import(
            roster_files=build_roster_files(database.storage, SystemClock(), timing),
            dry_run=dry_run,
            yes=yes,
            doubtful=doubtful,
            missing_left=missing_left,
            details=details,
        )
        await work.run(paths)
