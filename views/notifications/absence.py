"""A child who is not where the school expects it: the one message that asks back."""

from collections.abc import Sequence

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.notifications import Draft
from views.markup import Line, Page, Run, bold, one_line, plain
from views.notifications.drawing import SEPARATOR, Drawing, comma, dotted
from views.notifications.kinds.attendance import AttendanceView, is_worrying
from views.notifications.shown import Shown, signed_said
from views.texts import Texts

SETTLED = frozenset({AbsenceAnswer.FINE, AbsenceAnswer.AWAY, AbsenceAnswer.CALL})
"""Answers for the whole day: another missed lesson asks nothing more."""


def is_absence(draft: Draft) -> bool:
    """Whether the draft shows a child missing today for no known reason."""
    return any(is_worrying(item) for item in draft.items)


def asks(draft: Draft) -> bool:
    """Whether the question is still open and someone of the chat may answer it."""
    return answer_of(draft) not in SETTLED and any(
        is_worrying(item) and item.can_sign and item.entry is not None and not item.entry.signed
        for item in draft.items
    )


def answer_of(draft: Draft) -> AbsenceAnswer | None:
    """Return the last answer given to this message."""
    signatures = [
        signature
        for item in draft.items
        if item.entry is not None
        for signature in item.entry.signatures
        if signature.answer
    ]
    latest = max(signatures, key=lambda signature: signature.signed_at, default=None)
    return AbsenceAnswer(latest.answer) if latest and latest.answer else None


def draw_absence(draft: Draft, shown: Sequence[Shown], drawing: Drawing, page: Page) -> None:
    page.add([_heading(draft, shown, drawing)])
    for each in shown:
        span = page.add(_lines(each, answered=answer_of(draft) is not None))
        page.spans.update(dict.fromkeys(each.positions, span))
    page.add(_close(draft, drawing))


def _heading(draft: Draft, shown: Sequence[Shown], drawing: Drawing) -> Line:
    texts = drawing.texts
    students = {item.student.id: item.student for item in draft.items if item.student}
    children = "; ".join(drawing.child(student) for student in students.values())
    missed = sum(any(is_worrying(item) for item in each.items) for each in shown)
    before, _, after = (
        texts("❗ {child}: not in class") if missed == 1 else texts("❗ {child}: not in several classes")
    ).partition("{child}")
    return [Run(before), bold(children), Run(after)]


def _lines(shown: Shown, *, answered: bool) -> list[Line]:
    view, drawing = shown.view, shown.view.drawing
    place = view.place() if isinstance(view, AttendanceView) else view.topic()
    line = [Run(place)] if is_worrying(shown.items[0]) else view.listed()
    marked_at = drawing.texts.time(drawing.local(shown.entry.marked_at).time())
    said = drawing.texts("marked at {time}", time=marked_at)
    told = [*line, Run(SEPARATOR + comma(said, drawing.teacher(shown.entry)))]
    comment = [plain(one_line(text.text)) for line in view.comment() for text in line]
    return [told if answered and not shown.entry.withdrawn else shown.marked(told), *shown.struck(comment)]


def _close(draft: Draft, drawing: Drawing) -> list[Line]:
    texts, answer = drawing.texts, answer_of(draft)
    lines = []
    if answer is not None:
        lines.append(plain(dotted(_answered(draft, answer, texts), signed_said(draft.items, texts))))
    if asks(draft):
        lines.append(plain(texts("Do you know where your child is?")))
    return lines


def _answered(draft: Draft, answer: AbsenceAnswer, texts: Texts) -> str:
    said = answer_said(answer, texts)
    if any(item.guardians for item in draft.items):
        return texts("Answer: {answer}", answer=said)
    return texts("You answered: {answer}", answer=said)


def answer_said(answer: AbsenceAnswer, texts: Texts) -> str:
    return {
        AbsenceAnswer.FINE: texts("all is well"),
        AbsenceAnswer.LATE: texts("running late"),
        AbsenceAnswer.AWAY: texts("not coming today"),
        AbsenceAnswer.CALL: texts("I don't know, call me"),
    }[answer]
