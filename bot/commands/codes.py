"""`codes`: access codes that the school hands out."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.outcome import finish, say
from bot.errors import CommandError

if TYPE_CHECKING:
    from diary.models.codes import IssuedCode

app = typer.Typer(no_args_is_help=True, help="Access codes that the school hands out.")


@app.command()
def issue(
    *,
    role: Annotated[str, typer.Option(help="guardian, student, teacher or office")] = "guardian",
    student: Annotated[str | None, typer.Option(help="The student's id in the journal.")] = None,
    staff: Annotated[str | None, typer.Option(help="The staff member's id in the journal.")] = None,
    label: Annotated[str, typer.Option(help="Tells two codes of one child apart, such as мама.")] = "",
) -> None:
    """Issue a single-use code, valid for 14 days; it is shown once."""
    for line in finish(_issue(role, student, staff, label)):
        typer.echo(line)
    say("Hand it over in person: it is not shown again.", "Передайте лично: больше не покажем.", error=True)


@app.command()
def office() -> None:
    """Issue the code that lets the first person of the office in; the one before it dies."""
    from bot.first_office import print_office_code  # noqa: PLC0415 - heavy imports only when run

    print_office_code(finish(_office()))


@app.command("list")
def show() -> None:
    """Show what was issued; the codes themselves are not known any more."""
    for line in finish(_list()):
        typer.echo(line)


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="The number that `codes list` shows.")]) -> None:
    """Make an unspent code worthless."""
    finish(_revoke(number))
    say("Revoked.", "Отозван.")


async def _issue(role: str, student: str | None, staff: str | None, label: str) -> list[str]:
    from bot.commands.issuing import open_codes  # noqa: PLC0415 - heavy imports only when run
    from diary.errors import CodeOwnerError  # noqa: PLC0415
    from diary.models.people import Role  # noqa: PLC0415

    if role not in set(Role):
        raise CommandError(
            f"There is no role {role}: guardian, student, teacher or office.",
            f"Роли {role} нет: guardian, student, teacher или office.",
        )
    async with open_codes() as codes:
        try:
            issued = await codes.issue(
                role=Role(role), student_external=student, staff_external=staff, label=label
            )
        except CodeOwnerError as error:
            raise CommandError(f"{error.field}: {error}", f"{error.field}: {error}") from None
    return [issued.code, *([issued.link] if issued.link else [])]


async def _office() -> "IssuedCode":
    from bot.commands.issuing import open_first_office  # noqa: PLC0415 - heavy imports only when run

    async with open_first_office() as (first_office, username):
        if not await first_office.is_needed():
            raise CommandError(
                "Somebody of the office is linked, or holds a code. They make codes for others: /codes",
                "Кто-то из канцелярии уже подключён или держит код. Другим коды выдаёт он сам: /codes",
            )
        return await first_office.issue(username)


async def _list() -> list[str]:
    from bot.commands.issuing import open_codes  # noqa: PLC0415 - heavy imports only when run

    async with open_codes() as codes:
        return [
            f"{c.id:>6}  {c.role.value:<9} {c.state.value:<9} {c.expires_at:%Y-%m-%d}  {c.owner}  {c.label}"
            for c in await codes.list()
        ]


async def _revoke(number: int) -> None:
    from bot.commands.issuing import open_codes  # noqa: PLC0415 - heavy imports only when run
    from diary.errors import NotEntitledError  # noqa: PLC0415
    from diary.models.ids import CodeId  # noqa: PLC0415

    async with open_codes() as codes:
        try:
            await codes.revoke(CodeId(number))
        except NotEntitledError:
            raise CommandError(
                f"There is no open code {number}: python -m bot codes list shows them.",
                f"Неиспользованного кода {number} нет: список даёт python -m bot codes list.",
            ) from None
