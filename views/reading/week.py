from diary.models.readings import WeekPage
from views.callbacks import ReadingCallback
from views.markup import Run, bold, plain
from views.notifications.drawing import SEPARATOR, Drawing
from views.reading.lists import day_lines
from views.reading.sheets import Leaf
from views.reading.turning import children, earlier_and_later


def draw_week(page: WeekPage, drawing: Drawing, here: ReadingCallback) -> Leaf:
    texts, pupil = drawing.texts, page.choice.pupil
    days = f"{texts.date(page.since)} – {texts.date(page.until)}"
    lines = day_lines(page.by_day, pupil, drawing)
    return Leaf(
        title=[bold(drawing.child(pupil.student)), Run(SEPARATOR + days)],
        lines=lines or [plain(texts("Nothing in the diary this week."))],
        rows=[
            earlier_and_later(here, texts),
            *children(here, page.choice, texts),
        ],
    )
