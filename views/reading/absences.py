from diary.models.notifications import EntryContent
from diary.models.readings import AbsencesPage
from views.callbacks import ReadingCallback
from views.markup import Line, Run, plain
from views.notifications.drawing import SEPARATOR, Drawing
from views.notifications.kinds import view_of
from views.reading.lists import BULLET
from views.reading.sheets import Leaf
from views.reading.terms import term_rows, term_title


def draw_absences(page: AbsencesPage, drawing: Drawing, here: ReadingCallback) -> Leaf:
    texts = drawing.texts
    if not page.covered:
        lines = [plain(texts("Attendance is not open to you. A parent can change that."))]
    elif not page.entries:
        lines = [plain(texts("No missed lessons and no lateness in this term."))]
    else:
        lines = [plain(_totals(page, drawing)), *(_line(entry, drawing) for entry in page.entries)]
    return Leaf(title=term_title(page, drawing), lines=lines, rows=term_rows(page, drawing, here))


def _totals(page: AbsencesPage, drawing: Drawing) -> str:
    missed = [entry for entry in page.entries if entry.details.get("presence") == "absent"]
    excused = sum(entry.details.get("justification") == "excused" for entry in missed)
    return drawing.texts(
        "Missed: {missed} (for a good reason: {excused}), late or left early: {other}",
        missed=len(missed),
        excused=excused,
        other=len(page.entries) - len(missed),
    )


def _line(entry: EntryContent, drawing: Drawing) -> Line:
    day = drawing.texts.date(entry.day) + SEPARATOR if entry.day else ""
    return [Run(BULLET + day), *view_of(entry, drawing).listed()]
