from collections.abc import Sequence

from diary.models.entries import Kind
from diary.models.readings import DayPage
from views.callbacks import ReadingCallback
from views.markup import Line, bold, plain
from views.notifications.drawing import Drawing
from views.reading.lists import entry_lines, lesson_line
from views.reading.sheets import Leaf
from views.reading.turning import earlier_and_later

TASKS = frozenset({Kind.HOMEWORK, Kind.TEST})


def draw_day(pages: Sequence[DayPage], drawing: Drawing, here: ReadingCallback) -> Leaf:
    """Draw one day of every child: the lessons, what was to be done, and what was said."""
    return Leaf(
        title=plain(drawing.day_named(pages[0].day)),
        lines=[line for page in pages for line in _child_lines(page, drawing)],
        rows=[earlier_and_later(here, drawing.texts)],
    )


def _child_lines(page: DayPage, drawing: Drawing) -> list[Line]:
    texts, class_name = drawing.texts, page.pupil.student.class_name
    on_lessons = {lesson.change.id for lesson in page.lessons if lesson.change}
    tasks = [entry for entry in page.entries if entry.kind in TASKS]
    others = [entry for entry in page.entries if entry.kind not in TASKS and entry.id not in on_lessons]
    lines: list[Line] = [[], [bold(drawing.child(page.pupil.student))]]
    lines += [lesson_line(each, drawing, class_name=class_name, in_full=False) for each in page.lessons]
    for heading, entries in ((texts("For this day:"), tasks), (texts("News of the day:"), others)):
        if entries:
            lines += [plain(heading), *entry_lines(entries, page.pupil, drawing)]
    if not page.lessons and not page.entries:
        lines.append(plain(texts("No lessons and no news on this day.")))
    return lines
