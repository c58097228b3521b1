"""As whom a person of several roles is here."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from diary.models.people import Role
from views.callbacks import ActCallback
from views.texts import Texts


def acting_question(command: str, texts: Texts) -> str:
    return texts(
        "You have several roles here. As whom do you want /{command}? I remember it; /settings changes it.",
        command=command,
    )


def acting_said(acting: Role | None, texts: Texts) -> str:
    if acting is None:
        return texts("You have several roles here. As whom shall I show you commands?")
    said = {
        Role.TEACHER: texts("You are here as a teacher."),
        Role.OFFICE: texts("You are here as the school office."),
    }.get(acting, texts("You are here as family."))
    return said + "\n" + texts("What comes to you in your other roles comes all the same.")


def acting_row(
    capacities: Sequence[Role], texts: Texts, *, chosen: Role | None = None, command: str = ""
) -> list[InlineKeyboardButton]:
    labels = {Role.TEACHER: texts("🎓 Teacher"), Role.OFFICE: texts("🏫 Office")}
    return [
        InlineKeyboardButton(
            text=("• " if one is chosen else "") + labels.get(one, texts("👪 Family")),
            callback_data=ActCallback(role=one, command=command).pack(),
        )
        for one in capacities
    ]
