"""A child as their family calls them: own names and colours."""

from collections.abc import Iterable
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.people import Colour
from diary.models.readings import Pupil
from views.callbacks import ReadingCallback, RowId, Screen
from views.keyboards import inline
from views.naming import SQUARES, called, child_called, role_said
from views.requests.child import ask_school_row
from views.texts import Texts

IN_A_ROW = 4


class ChildAction(StrEnum):
    OPEN = "o"
    RENAME = "n"
    RESET = "r"


class ChildCallback(CallbackData, prefix="k"):
    """Open a child's card, or begin to change what the family calls them."""

    student: RowId
    action: ChildAction = ChildAction.OPEN


class ColourCallback(CallbackData, prefix="kc"):
    """Paint a child; without a colour the square goes."""

    student: RowId
    colour: Colour | None = None


def card_said(pupil: Pupil, texts: Texts) -> str:
    """Return what stands above the choice of a name and colour."""
    student, link = pupil.student, pupil.link
    heading = ", ".join(part for part in (child_called(student, texts), student.class_name) if part)
    right = called(link.label, texts) or role_said(link.role, texts).lower()
    lines = [
        heading,
        texts("In the school's journal: {name}", name=texts.name_full(student.name)),
        texts("You: {role}", role=right),
        texts("The name and the colour below are for your chat alone: nobody else sees them."),
    ]
    return "\n".join(lines)


def card_keyboard(pupil: Pupil, texts: Texts) -> InlineKeyboardMarkup:
    student = pupil.student

    def act(text: str, action: ChildAction) -> InlineKeyboardButton:
        data = ChildCallback(student=student.id, action=action).pack()
        return InlineKeyboardButton(text=text, callback_data=data)

    names = [act(texts("✏️ Another name"), ChildAction.RENAME)]
    if student.view is not None:
        names.append(act(texts("↩ As in the journal"), ChildAction.RESET))
    colours = _colours(pupil)
    back = InlineKeyboardButton(
        text=texts("◀ Children"), callback_data=ReadingCallback(screen=Screen.CHILDREN).pack()
    )
    rows = [colours[at : at + IN_A_ROW] for at in range(0, len(colours), IN_A_ROW)]
    return inline(names, *rows, *filter(None, [ask_school_row(pupil, texts)]), [back])


def _colours(pupil: Pupil) -> list[InlineKeyboardButton]:
    chosen = pupil.student.view.colour if pupil.student.view else None
    return [
        InlineKeyboardButton(
            text=f"• {square}" if colour is chosen else square,
            callback_data=ColourCallback(
                student=pupil.id, colour=None if colour is chosen else colour
            ).pack(),
        )
        for colour, square in SQUARES.items()
    ]


def children_rows(pupils: Iterable[Pupil], texts: Texts) -> list[tuple[str, str]]:
    """Return a button for each child that opens their card: its text and contents."""
    return [
        (
            texts("✏️ {child}", child=child_called(pupil.student, texts, short=True)),
            ChildCallback(student=pupil.id).pack(),
        )
        for pupil in pupils
    ]


def rename_question(pupil: Pupil, texts: Texts) -> str:
    return texts(
        "{child}: what shall I call them in your chat? Write a name, at most 32 characters.",
        child=texts.name_full(pupil.student.name),
    )
