"""The buttons under a message: only those that would not be refused."""

from collections.abc import Sequence

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.notifications import Draft, Layout
from views.callbacks import AbsenceCallback, AnswerTeacherCallback, SignCallback
from views.notifications.absence import answer_said, asks, is_absence
from views.notifications.drawing import capitalised
from views.notifications.shown import Shown
from views.rendered import Button
from views.texts import Texts

NUMBERS_IN_A_ROW = 4

Rows = list[list[Button]]


def keyboard(draft: Draft, shown: Sequence[Shown], texts: Texts) -> Rows:
    rows = _sign_rows(draft, shown, texts)
    answer = _answer_button(draft, shown, texts)
    if answer is not None and len(shown) == 1 and len(rows) == 1:
        rows[0].append(answer)
    elif answer is not None:
        rows.append([answer])
    return rows


def _sign_rows(draft: Draft, shown: Sequence[Shown], texts: Texts) -> Rows:
    if draft.layout is Layout.WITHDRAWAL:
        return []
    is_list = draft.layout is not Layout.CORRECTION and not is_absence(draft)
    if draft.layout is not Layout.CORRECTION and is_absence(draft) and asks(draft):
        return _absence_rows(draft, texts)
    unsigned = [(number, each) for number, each in enumerate(shown, start=1) if each.to_sign]
    if not unsigned:
        return []
    one_by_one = is_list and len(shown) > 1 and all(len(each.items) == 1 for each in shown)
    numbers = [
        _sign(texts("✍️ No. {number}", number=number), draft, each.positions[0]) for number, each in unsigned
    ]
    if one_by_one and len(unsigned) == 1:
        return [numbers]
    every = texts("✍️ Sign all ({count})", count=len(unsigned)) if len(unsigned) > 1 else texts("✍️ Sign")
    rows = [numbers[at : at + NUMBERS_IN_A_ROW] for at in range(0, len(numbers), NUMBERS_IN_A_ROW)]
    return [[_sign(every, draft, 0)], *(rows if one_by_one else [])]


def _sign(text: str, draft: Draft, item: int) -> Button:
    data = SignCallback(message=draft.message_id, item=item).pack()
    return Button(text=text, callback_data=data)


def _absence_rows(draft: Draft, texts: Texts) -> Rows:
    def button(answer: AbsenceAnswer, text: str = "") -> Button:
        data = AbsenceCallback(message=draft.message_id, answer=answer).pack()
        label = text or capitalised(answer_said(answer, texts))
        return Button(text=label, callback_data=data)

    return [
        [button(AbsenceAnswer.FINE, texts("✍️ I know, all is well"))],
        [button(AbsenceAnswer.LATE), button(AbsenceAnswer.AWAY)],
        [button(AbsenceAnswer.CALL)],
    ]


def _answer_button(draft: Draft, shown: Sequence[Shown], texts: Texts) -> Button | None:
    if not any(item.can_write for item in draft.items):
        return None
    has_teacher = any(each.entry.teacher for each in shown)
    text = texts("💬 Answer the teacher") if has_teacher else texts("💬 Answer")
    return Button(text=text, callback_data=AnswerTeacherCallback(message=draft.message_id).pack())
