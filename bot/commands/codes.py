"""`codes`: access codes that the school hands out."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.outcome import finish, say
from bot.errors import CommandError

if TYPE_CHECKING:
    from bot.handing_out import Choice
    from diary.models.codes import CodeSummary, IssuedCode
    from diary.models.handing_out import HandedOut

app = typer.Typer(no_args_is_help=True, help="Access codes that the school hands out.")

Class = Annotated[str, typer.Option("--class", help="A class by its name, such as 7Б.")]
Everybody = Annotated[bool, typer.Option("--all", help="All children of the school.")]
Student = Annotated[str, typer.Option(help="One child, by the id in the journal or the name.")]
Staff = Annotated[str, typer.Option(help="One employee, by the id in the journal or the name, or: all")]
Role = Annotated[
    str, typer.Option(help="guardian (for children, where none is given), student, teacher or office")
]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", help="Tells two codes of one child apart, such as мама; may be given twice."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Fresh codes also for those who hold one; theirs stop working.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command()
def issue(
    *,
    class_name: Class = "",
    everybody: Everybody = False,
    student: Student = "",
    staff: Staff = "",
    role: Role = "",
    label: Labels = None,
    replace: Replace = False,
    yes: Yes = False,
) -> None:
    """Issue single-use codes, valid for 14 days, and show them once: to those who have none yet."""
    chosen = (class_name, everybody, student, staff, role, label, replace, yes)
    for line in finish(_issue(chosen)):
        typer.echo(line)
    say("Hand it over in person: it is not shown again.", "Передайте лично: больше не покажем.", error=True)


@app.command("print")
def print_(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="A PDF that does not exist yet.")],
    class_name: Class = "",
    everybody: Everybody = False,
    student: Student = "",
    staff: Staff = "",
    role: Role = "",
    label: Labels = None,
    replace: Replace = False,
    yes: Yes = False,
) -> None:
    """Issue codes and print a letter for each, two to a page, ready to cut and hand out."""
    chosen = (class_name, everybody, student, staff, role, label, replace, yes)
    count = finish(_print(output, chosen))
    say(f"{count} letters: {output}", f"Писем: {count}, файл {output}")


@app.command()
def office() -> None:
    """Issue the code that lets the first person of the office in; the one before it dies."""
    from bot.first_office import print_office_code  # noqa: PLC0415 - heavy imports only when run

    print_office_code(finish(_office()))


@app.command("list")
def show(*, class_name: Class = "") -> None:
    """Show what was issued; the codes themselves are not known any more."""
    lines = finish(_list(class_name))
    for line in lines:
        typer.echo(line)
    if not lines:
        say("No codes were issued yet.", "Кодов ещё не выдавали.", error=True)


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="The number that `codes list` shows.")]) -> None:
    """Make an unspent code worthless."""
    finish(_revoke(number))
    say("Revoked.", "Отозван.")


Chosen = tuple[str, bool, str, str, str, list[str] | None, bool, bool]


def _choice(chosen: Chosen) -> "Choice":
    from bot.handing_out import Choice  # noqa: PLC0415 - heavy imports only when run
    from diary.models.people import Role as Roles  # noqa: PLC0415

    class_name, everybody, student, staff, role, labels, replace, yes = chosen
    if role and role not in set(Roles):
        raise CommandError(
            f"There is no role {role}: guardian, student, teacher or office.",
            f"Роли {role} нет: guardian, student, teacher или office.",
        )
    return Choice(
        class_name=class_name,
        everybody=everybody,
        student=student,
        staff=staff,
        role=Roles(role) if role else None,
        labels=_labels(labels or ()),
        replace=replace,
        yes=yes,
    )


def _labels(said: Iterable[str]) -> tuple[str, ...]:
    """Return each once: of two codes of one label the first dies with the second."""
    from diary.rules.delegation import read_label  # noqa: PLC0415 - heavy imports only when run

    labels: dict[str, None] = {}
    for one in said:
        label = read_label(one)
        if label is None:
            raise CommandError(
                "A label is a short word or two, such as mother.", "Метка — это короткое слово-другое: мама."
            )
        labels[label] = None
    return tuple(labels)


async def _issue(chosen: Chosen) -> list[str]:
    from bot.handing_out import open_desk  # noqa: PLC0415 - heavy imports only when run

    choice = _choice(chosen)
    async with open_desk() as desk:
        handed = await desk.issue(choice)
    if choice.is_single and len(handed) == 1:
        return [handed[0].code, *([handed[0].link] if handed[0].link else [])]
    return [_line(one) for one in handed]


def _line(handed: "HandedOut") -> str:
    wanted = handed.wanted
    name = (wanted.student or wanted.member).name  # type: ignore[union-attr] # a code of many has an owner
    whose = f"{name.family_name} {name.given_name}"
    where = wanted.student.class_name if wanted.student else wanted.role.value
    return "\t".join([where, whose, wanted.label or "", handed.code, handed.link])


async def _print(output: Path, chosen: Chosen) -> int:
    from bot.handing_out import open_desk  # noqa: PLC0415 - heavy imports only when run

    async with open_desk() as desk:
        return await desk.print(_choice(chosen), output)


async def _office() -> "IssuedCode":
    from bot.commands.issuing import open_first_office  # noqa: PLC0415 - heavy imports only when run

    async with open_first_office() as (first_office, username):
        if not await first_office.is_needed():
            raise CommandError(
                "Somebody of the office is linked, or holds a code. They make codes for others: /codes",
                "Кто-то из канцелярии уже подключён или держит код. Другим коды выдаёт он сам: /codes",
            )
        return await first_office.issue(username)


async def _list(class_name: str) -> list[str]:
    from bot.commands.issuing import open_codes  # noqa: PLC0415 - heavy imports only when run
    from bot.handing_out import open_desk  # noqa: PLC0415

    owners = None
    if class_name:
        async with open_desk() as desk:
            owners = await desk.owners(class_name)
    async with open_codes() as codes:
        return [
            _listed(one)
            for one in await codes.list()
            if owners is None or (one.owner in owners and one.role not in {"teacher", "office"})
        ]


def _listed(code: "CodeSummary") -> str:
    name = f"{code.name.family_name} {code.name.given_name}" if code.name else ""
    said = f"{code.id:>6}  {code.role.value:<9} {code.state.value:<9} {code.expires_at:%Y-%m-%d}"
    return "  ".join([said, name, *([code.label] if code.label else []), code.owner])


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
