from diary.models.readings import GradesPage, SubjectProgress
from views.callbacks import ReadingCallback
from views.markup import Run, cut, one_line, plain
from views.notifications.drawing import Drawing
from views.reading.sheets import Leaf
from views.reading.terms import term_rows, term_title

WIDTH = 30
"""Characters that a phone shows in one monospaced line."""

SUBJECT_WIDTH, NUMBER_WIDTH = 18, 6


def draw_grades(page: GradesPage, drawing: Drawing, here: ReadingCallback) -> Leaf:
    texts = drawing.texts
    if not page.covered:
        lines = [plain(texts("Grades are not open to you. A parent can change that."))]
    elif not page.subjects:
        lines = [plain(texts("No grades in this term yet. A new one comes here by itself."))]
    else:
        lines = [[Run(row, "pre")] for row in _table(page, drawing)]
    return Leaf(title=term_title(page, drawing), lines=lines, rows=term_rows(page, drawing, here))


def _table(page: GradesPage, drawing: Drawing) -> list[str]:
    texts = drawing.texts
    rows = [_row(texts("Subject"), texts("Aver."), texts("Abs."))]
    for subject in page.subjects:
        average = "–" if subject.average is None else texts.decimal(subject.average)
        rows.append(_row(one_line(drawing.said(subject.subject)), average, str(subject.absences or "–")))
        rows += _values(subject, drawing)
    return rows


def _row(subject: str, average: str, absences: str) -> str:
    name = cut(subject, SUBJECT_WIDTH)
    return f"{name:<{SUBJECT_WIDTH}}{average:>{NUMBER_WIDTH}}{absences:>{NUMBER_WIDTH}}"


def _values(subject: SubjectProgress, drawing: Drawing) -> list[str]:
    """Return the grades in the order of their dates, as many to a line as there is room for."""
    values = [one_line(str(grade.details.get("value") or "")) for grade in subject.grades]
    if subject.term_grade:
        values.append(drawing.texts("term: {value}", value=subject.term_grade))
    rows = [" "]
    for value in values:
        if len(rows[-1]) + 1 + len(value) > WIDTH and rows[-1].strip():
            rows.append(" ")
        rows[-1] += f" {cut(value, WIDTH - 2)}"
    return [row for row in rows if row.strip()]
