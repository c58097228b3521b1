from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from diary.models.teachings import Taught
from views.markup import Line, Run, bold, plain
from views.notifications.drawing import SEPARATOR, Drawing, comma
from views.reading.sheets import Leaf
from views.texts import Texts

MONDAY = date(2026, 9, 14)
"""Any Monday: weekdays are called after its week."""


def draw_classes(classes: Sequence[Taught], drawing: Drawing) -> Leaf:
    """Draw whom a teacher leads and teaches, and when."""
    texts = drawing.texts
    lines = [line for one in classes for line in _lines(one, drawing)]
    nothing = [plain(texts("The timetable has no lessons of yours yet."))]
    return Leaf(title=[bold(texts("Your classes"))], lines=lines or nothing)


def _lines(taught: Taught, drawing: Drawing) -> list[Line]:
    texts = drawing.texts
    about = drawing.said(taught.subject) or texts("you are the class teacher")
    children = texts.plural("{n} student", "{n} students", taught.students)
    reached = texts("families linked: {n}", n=taught.reached)
    return [
        [],
        [bold(drawing.said(taught.audience)), Run(SEPARATOR + about)],
        plain(children + SEPARATOR + reached),
        *([plain(_when(taught.lessons, texts))] if taught.lessons else []),
    ]


def _when(lessons: Iterable[tuple[int, int]], texts: Texts) -> str:
    """Return e.g. "Mon 1, 3 · Tue 2": the weekdays with their lessons."""
    days = groupby(lessons, key=lambda one: one[0])
    return SEPARATOR.join(
        f"{_weekday(day, texts)}\N{NO-BREAK SPACE}{comma(*(str(slot) for _, slot in group))}"
        for day, group in days
    )


def _weekday(number: int, texts: Texts) -> str:
    return texts.weekday_short(MONDAY + timedelta(days=number - 1))
