from collections.abc import Sequence

from diary.models.readings import HomeworkPage
from views.callbacks import ReadingCallback
from views.markup import Line, bold, plain
from views.notifications.drawing import Drawing
from views.reading.lists import day_lines
from views.reading.sheets import Leaf
from views.reading.turning import earlier_and_later


def draw_homework(pages: Sequence[HomeworkPage], drawing: Drawing, here: ReadingCallback) -> Leaf:
    """Draw what every child has to do in the coming days."""
    texts, first = drawing.texts, pages[0]
    days = f"{texts.date(first.since)} – {texts.date(first.until)}"
    return Leaf(
        title=plain(texts("Homework: {days}", days=days)),
        lines=[line for page in pages for line in _child_lines(page, drawing)],
        rows=[earlier_and_later(here, texts)],
    )


def _child_lines(page: HomeworkPage, drawing: Drawing) -> list[Line]:
    texts = drawing.texts
    lines: list[Line] = [[], [bold(drawing.child(page.pupil.student))]]
    if not page.covered:
        return [*lines, plain(texts("Homework is not open to you. A parent can change that."))]
    if not page.by_day:
        return [
            *lines,
            plain(texts("Nothing set for these days yet. What the teachers set comes here by itself.")),
        ]
    return [*lines, *day_lines(page.by_day, page.pupil, drawing)[1:]]
