from diary.models.readings import SchedulePage
from views.callbacks import ReadingCallback
from views.markup import Line, Run, bold, plain
from views.notifications.drawing import SEPARATOR, Drawing
from views.reading.lists import lesson_line
from views.reading.sheets import Leaf
from views.reading.turning import children, earlier_and_later


def draw_schedule(page: SchedulePage, drawing: Drawing, here: ReadingCallback) -> Leaf:
    """Draw the lessons of a child, or those that a teacher gives."""
    texts = drawing.texts
    return Leaf(
        title=_title(page, drawing),
        lines=_lines(page, drawing),
        rows=[
            earlier_and_later(here, texts),
            *(children(here, page.choice, texts) if page.choice else []),
        ],
    )


def _title(page: SchedulePage, drawing: Drawing) -> Line:
    day = drawing.day_named(page.day)
    if page.choice is None:
        return [bold(drawing.texts("Your lessons")), Run(SEPARATOR + day)]
    return [bold(drawing.child(page.choice.pupil.student)), Run(SEPARATOR + day)]


def _lines(page: SchedulePage, drawing: Drawing) -> list[Line]:
    texts = drawing.texts
    if not page.covered:
        return [plain(texts("The timetable is not open to you. A parent can change that."))]
    if not page.lessons:
        return [plain(texts("No lessons on this day."))]
    class_name = page.choice.pupil.student.class_name if page.choice else ""
    return [
        lesson_line(lesson, drawing, class_name=class_name, in_full=page.choice is not None)
        for lesson in page.lessons
    ]
