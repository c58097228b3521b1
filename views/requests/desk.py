"""The office's list of requests, and its buttons."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.requests import APPLICATIONS, Card, Likeness, RequestKind, RequestPage, RequestState
from diary.models.school import School
from views.keyboards import cancel_row, inline
from views.naming import student_said
from views.paging import Row, button, in_rows, turning
from views.requests.callbacks import DeskAct, DeskCallback, DeskListCallback, StolenCallback
from views.requests.child import holder_said
from views.requests.words import kind_said, refusal_said
from views.texts import Texts


def list_said(page: RequestPage, texts: Texts, school: School) -> str:
    if not page.total:
        return texts("No requests are open.")
    count = texts.plural(
        "{n} open request, the oldest first:", "{n} open requests, the oldest first:", page.total
    )
    lines = [
        f"№ {one.id} · {texts.date(one.sent_at.astimezone(school.timezone).date())} · "
        f"{kind_said(one.kind, texts)}"
        + (" · " + texts("waits for an answer") if one.state is RequestState.ASKED_BACK else "")
        for one in page.requests
    ]
    return "\n".join([count, *lines])


def list_keyboard(page: RequestPage, texts: Texts) -> InlineKeyboardMarkup:
    numbers = [button(f"№ {one.id}", DeskCallback(request=one.id, act=DeskAct.OPEN)) for one in page.requests]
    rows = in_rows(numbers, 3) + turning(page.page, page.pages, lambda number: DeskListCallback(page=number))
    return inline(*rows, [button(texts("A phone was stolen"), StolenCallback())])


def card_keyboard(card: Card, texts: Texts, *, person: int = 0, employee: int = 0) -> InlineKeyboardMarkup:
    """Return only what would not be refused: no yes without a match and "seen in person"."""
    request = card.request
    choice = employee or card.chosen or 0
    desk = _Desk(request.id, choice, person)
    if not request.undecided:
        return inline(_back(texts))
    rows = _choices(card, desk, texts)
    if request.kind in APPLICATIONS:
        tick = "☑" if request.seen_in_person else "☐"
        rows.append([desk.button(f"{tick} {texts('Seen in person')}", DeskAct.SEEN)])
    rows += _yes(card, desk, texts)
    asks = [] if request.state is RequestState.ASKED_BACK else [desk.button(texts("Ask back"), DeskAct.ASK)]
    rows.append([*asks, desk.button(texts("Refuse"), DeskAct.REASONS)])
    return inline(*rows, _back(texts))


class _Desk:
    """Buttons that keep what was chosen until now."""

    def __init__(self, request: int, choice: int, person: int) -> None:
        self.request, self.choice, self.person = request, choice, person

    def button(
        self, text: str, act: DeskAct, *, choice: int | None = None, person: int | None = None
    ) -> InlineKeyboardButton:
        data = DeskCallback(
            request=self.request,
            act=act,
            choice=self.choice if choice is None else choice,
            person=self.person if person is None else person,
        )
        return InlineKeyboardButton(text=text, callback_data=data.pack())


def _choices(card: Card, desk: _Desk, texts: Texts) -> list[Row]:
    rows = [
        [
            desk.button(
                _chosen(student_said(one.student, texts), chosen=one.student.id == desk.choice),
                DeskAct.OPEN,
                choice=one.student.id,
                person=0,
            )
        ]
        for one in card.candidates
    ]
    rows += [
        [
            desk.button(
                _chosen(texts.name_short(one.employee.name), chosen=one.employee.id == desk.choice),
                DeskAct.OPEN,
                choice=one.employee.id,
            )
        ]
        for one in card.employees
    ]
    if card.request.kind is RequestKind.RECOVERY:
        rows += [
            [
                desk.button(
                    _chosen(holder_said(one, texts), chosen=one.person_id == desk.person),
                    DeskAct.OPEN,
                    person=one.person_id,
                )
            ]
            for one in card.holders
        ]
    return rows


def _chosen(text: str, *, chosen: bool) -> str:
    return f"{'●' if chosen else '○'} {text}"


def _yes(card: Card, desk: _Desk, texts: Texts) -> list[Row]:
    kind = card.request.kind
    if kind is RequestKind.CORRECTION:
        return [[desk.button(texts("Put right"), DeskAct.APPROVE)]]
    if kind is RequestKind.SECOND_CODE:
        return [
            [desk.button(texts("Yes: handed out at school"), DeskAct.APPROVE)],
            [desk.button(texts("Yes: into the asking parent's chat"), DeskAct.IN_CHAT)],
        ]
    chosen = desk.choice and (kind is not RequestKind.RECOVERY or desk.person)
    if chosen and card.request.seen_in_person:
        return [[desk.button(texts("Approve"), DeskAct.APPROVE)]]
    return []


def reason_asked(kind: RequestKind, texts: Texts) -> str:
    """Remind the office that an applicant may be anybody."""
    asked = texts("Write the reason.")
    if kind not in APPLICATIONS - {RequestKind.STAFF}:
        return asked
    return f"{asked} {texts('Leave out whether the child is at the school.')}"


def reasons_keyboard(card: Card, texts: Texts) -> InlineKeyboardMarkup:
    desk = _Desk(card.request.id, 0, 0)
    rows = []
    if card.request.kind in APPLICATIONS:
        rows = [
            [desk.button(texts("Not in the list, or differs"), DeskAct.DIFFERS)],
            [desk.button(texts("No document was shown"), DeskAct.NOT_SHOWN)],
        ]
    other = desk.button(texts("Another reason, in words"), DeskAct.OTHER)
    return inline(*rows, [other], [desk.button(texts("Back"), DeskAct.OPEN)])


def words_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    return inline(cancel_row(texts))


def _back(texts: Texts) -> Row:
    data = DeskListCallback().pack()
    return [InlineKeyboardButton(text=texts("All requests"), callback_data=data)]


def outcome_said(card: Card, texts: Texts) -> str:
    """Return who decided what: for the one of the office who came second."""
    request = card.request
    by = texts.name_short(card.decided_by) if card.decided_by else texts("School office")
    is_correction = request.kind is RequestKind.CORRECTION
    said = {
        RequestState.APPROVED: texts("Put right by {name}", name=by)
        if is_correction
        else texts("Approved by {name}", name=by),
        RequestState.REFUSED: texts("Refused by {name}", name=by),
        RequestState.DROPPED: texts("Taken back by whoever asked."),
    }[request.state]
    refused = request.state is RequestState.REFUSED and request.reason
    return f"{said}\n{refusal_said(request.reason or '', texts)}" if refused else said


def marks(parts: Sequence[tuple[str, Likeness]], texts: Texts) -> str:
    return ", ".join(likeness_said(name, likeness, texts) for name, likeness in parts)


def likeness_said(what: str, likeness: Likeness, texts: Texts) -> str:
    """Return e.g. "birth date ✓"."""
    mark = {
        Likeness.SAME: "✓",
        Likeness.NEAR: "≈",
        Likeness.HEARD: "≈",
        Likeness.DIFFERENT: "✗",
        Likeness.UNKNOWN: "–",
    }[likeness]
    letters = f" ({texts('in other letters')})" if likeness is Likeness.HEARD else ""
    return f"{what} {mark}{letters}"
