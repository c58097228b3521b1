"""What the pages of a term share."""

from diary.models.readings import AbsencesPage, GradesPage
from views.callbacks import ReadingCallback
from views.markup import Line, Run, bold
from views.notifications.drawing import SEPARATOR, Drawing
from views.reading.turning import Row, children, earlier_and_later


def term_title(page: GradesPage | AbsencesPage, drawing: Drawing) -> Line:
    texts, period = drawing.texts, page.period
    days = f"{texts.date(period.starts_on)} – {texts.date(period.ends_on)}"
    return [
        bold(drawing.child(page.choice.pupil.student)),
        Run(SEPARATOR + (drawing.said(period.name) or days)),
    ]


def term_rows(page: GradesPage | AbsencesPage, drawing: Drawing, here: ReadingCallback) -> list[Row]:
    turn = earlier_and_later(
        here,
        drawing.texts,
        earlier=page.has_earlier,
        later=here.offset < 0,
    )
    return [*([turn] if turn else []), *children(here, page.choice, drawing.texts)]
