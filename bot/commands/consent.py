"""`consent`: the text that people consent to; the school may put its own in place of ours."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.outcome import finish, say
from bot.errors import CommandError

if TYPE_CHECKING:
    from diary.models.consents import ConsentDocument

app = typer.Typer(no_args_is_help=True, help="The consent to the processing of personal data.")
LARGEST_FILE = 200_000


@app.command("set")
def put(
    *,
    version: Annotated[str, typer.Option(help="A new name each time, such as 2026-2.")],
    ru: Annotated[Path, typer.Option(help="The text in Russian: plain text, UTF-8.")],
    en: Annotated[Path, typer.Option(help="The text in English: plain text, UTF-8.")],
) -> None:
    """Put the school's own text in force; everyone who consented to another is asked again."""
    asked = finish(_put(version, {"ru": ru, "en": en}))
    say(f"In force. Asked anew: {asked}", f"Действует. Спросим заново: {asked}")


@app.command()
def show(*, locale: Annotated[str, typer.Option("--language", help="ru or en")] = "ru") -> None:
    """Show the text in force and its version."""
    document = finish(_show())
    say(f"Version {document.version}", f"Редакция {document.version}", error=True)
    typer.echo(document.text(locale))


async def _put(version: str, files: dict[str, Path]) -> int:
    from bot.commands.services import open_consents  # noqa: PLC0415 - heavy imports only when run
    from diary.errors import ConsentTextError, ConsentVersionTakenError  # noqa: PLC0415

    texts = {locale: _read(path) for locale, path in files.items()}
    async with open_consents() as consents:
        try:
            return await consents.replace(version, texts)
        except ConsentTextError as error:
            raise CommandError(f"{error.field}: {error}", f"{error.field}: {error}") from None
        except ConsentVersionTakenError:
            raise CommandError(
                f"There is a version {version} already: what people consented to is never changed.",
                f"Редакция {version} уже есть: то, на что согласились, не меняют. Назовите её иначе.",
            ) from None


async def _show() -> "ConsentDocument":
    from bot.commands.services import open_consents  # noqa: PLC0415 - heavy imports only when run

    async with open_consents() as consents:
        return await consents.in_force()


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(
                f"{path} is too large for a text.", f"{path}: слишком большой файл для текста."
            )
        return path.read_text("utf-8-sig").replace("\r\n", "\n").strip()
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", f"{path} не читается: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8 text.", f"{path}: это не текст в UTF-8.") from None
