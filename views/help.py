"""What the bot can do, and what is set."""

from collections.abc import Sequence

from aiogram.types import BotCommand

from diary.models.deliveries import GradesWhen
from diary.models.people import LINK_ROLES, STAFF_ROLES, Role
from diary.models.school import School
from views.keyboards import when_said
from views.refusals import ask_for_code
from views.texts import Texts


def help_said(commands: Sequence[BotCommand], roles: frozenset[Role], school: School, texts: Texts) -> str:
    """Return what someone of these roles can do here."""
    parts = [texts("The diary of {school}, in your chat.", school=school.name)]
    if roles & LINK_ROLES and Role.GUARDIAN not in roles:
        parts.append(texts("News of the diary comes by itself. Parents alone sign it."))
    if Role.GUARDIAN in roles:
        parts.append(
            texts("News of the diary comes by itself. ✍️ signs it, 💬 or a reply writes to the teacher.")
        )
    if roles & STAFF_ROLES:
        parts.append(
            texts("What families write arrives here. Reply to their message to answer; photos and files too.")
        )
    if Role.OFFICE in roles:
        parts.append(
            texts(
                "A new list of classes, children or staff? Send the file (XLSX or CSV) here: "
                "I show what would change first."
            )
        )
    if not roles:
        parts.append(ask_for_code(texts))
    parts.append("\n".join(f"/{command.command} — {command.description}" for command in commands))
    return "\n\n".join(parts)


def settings_said(chosen: GradesWhen | None, texts: Texts) -> str:
    if chosen is None:
        return texts("Language:")
    return texts("Language, and when grades come. Now: {when}.", when=when_said(chosen, texts).lower())
