"""Buttons that turn to another day, week or term, and to another child."""

from collections.abc import Sequence

from diary.models.readings import Choice, Pupil
from views.callbacks import ReadingCallback
from views.naming import child_called
from views.rendered import Button
from views.texts import Texts

NAMES_IN_A_ROW = 3

Row = list[Button]


def earlier_and_later(
    here: ReadingCallback, texts: Texts, *, earlier: bool = True, later: bool = True
) -> Row:
    """Return buttons to the page before and after, where there are such pages."""
    row = []
    if earlier:
        row.append(_button(texts("◀ Earlier"), here, here.offset - 1))
    if later:
        row.append(_button(texts("Later ▶"), here, here.offset + 1))
    return row


def children(here: ReadingCallback, choice: Choice, texts: Texts) -> list[Row]:
    """Return a button for each child, where there are several."""
    if len(choice.pupils) == 1:
        return []
    buttons = [
        Button(
            text=("✓ " if pupil.id == choice.pupil.id else "") + _called(pupil, choice.pupils, texts),
            callback_data=here.model_copy(update={"student": pupil.id, "sheet": 0}).pack(),
        )
        for pupil in choice.pupils
    ]
    return [buttons[at : at + NAMES_IN_A_ROW] for at in range(0, len(buttons), NAMES_IN_A_ROW)]


def _button(text: str, here: ReadingCallback, offset: int) -> Button:
    data = here.model_copy(update={"offset": offset, "sheet": 0}).pack()
    return Button(text=text, callback_data=data)


def _called(pupil: Pupil, pupils: Sequence[Pupil], texts: Texts) -> str:
    """Return the family's own name, or the given one, with the family name where siblings share it."""
    name, view = pupil.student.name, pupil.student.view
    if view is not None and (view.short_name or view.colour):
        return child_called(pupil.student, texts, short=True)
    namesakes = [each for each in pupils if each.student.name.given_name == name.given_name]
    return name.given_name if len(namesakes) == 1 else texts.name_full(name)
