"""What is read about requests, in both languages: short, whole, and with buttons that fit."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from diary.errors import ClaimFlaw
from diary.models.entries import Json
from diary.models.ids import (
    AccountId,
    BotId,
    ClassId,
    LinkId,
    PersonId,
    RequestId,
    StaffId,
    StudentId,
    TelegramUserId,
)
from diary.models.notifications import NoticeContent
from diary.models.people import EVERYTHING, Link, Name, Role, Student
from diary.models.requests import (
    Candidate,
    Card,
    ClaimField,
    Employee,
    Holder,
    Likeness,
    Refusal,
    Request,
    RequestKind,
    RequestPage,
    RequestState,
    StaffCandidate,
    Who,
)
from diary.rules.claims import FIELDS
from tests.views.drafts import SCHOOL
from views.naming import called
from views.notices import draw
from views.notices.requests import DRAWINGS
from views.requests.applying import (
    consent_asked,
    question,
    sent_said,
    summary,
    summary_keyboard,
    waiting_said,
)
from views.requests.card import card_said
from views.requests.child import stolen_keyboard, stolen_said
from views.requests.desk import card_keyboard, list_keyboard, list_said, reasons_keyboard
from views.requests.words import flaw_said, kind_said, refusal_said, who_said
from views.texts import SUPPORTED_LOCALES, Texts, load_texts

NOON = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
MOST_LINES = 8
PETR = Student(
    id=StudentId(1),
    external_id="s1",
    name=Name(family_name="Иванов", given_name="Пётр"),
    class_id=ClassId(1),
    class_name="7Б",
)
LINK = Link(
    id=LinkId(1),
    person_id=PersonId(5),
    student_id=StudentId(1),
    role=Role.GUARDIAN,
    label="мама",
    scope=EVERYTHING,
    valid_until=None,
    created_at=NOON,
)
CLAIMS = {
    "who": "mother",
    "family_name": "Иванов",
    "given_name": "Петр",
    "birth_date": "2013-05-01",
    "class_name": "7Б",
    "position": "учитель",
}


@pytest.fixture(params=SUPPORTED_LOCALES)
def texts(request: pytest.FixtureRequest) -> Texts:
    return load_texts(request.param)


def request_of(kind: RequestKind, **changes: object) -> Request:
    values: dict[str, object] = {
        "id": RequestId(12),
        "kind": kind,
        "state": RequestState.OPEN,
        "person_id": PersonId(5),
        "account_id": AccountId(5),
        "bot_id": BotId(42),
        "user": TelegramUserId(9001),
        "account_is_live": True,
        "student_id": None,
        "claims": CLAIMS,
        "reason": None,
        "seen_in_person": False,
        "code_id": None,
        "sent_at": NOON,
        "decided_at": None,
        "decided_by": None,
    }
    return Request(**{**values, **changes})  # type: ignore[arg-type]


def candidate(number: int) -> Candidate:
    student = replace(PETR, id=StudentId(number))
    return Candidate(
        student=student, name=Likeness.NEAR, birth_date=Likeness.UNKNOWN, class_name=Likeness.DIFFERENT
    )


def labels(keyboard: object) -> list[str]:
    return [button.text for row in keyboard.inline_keyboard for button in row]  # type: ignore[attr-defined]


def test_the_fullest_card_is_short(texts: Texts) -> None:
    talked = {**CLAIMS, ClaimField.QUESTION.value: "Кто вы?", ClaimField.ANSWER.value: "Мама"}
    for kind in (RequestKind.GUARDIAN, RequestKind.RECOVERY):
        card = Card(
            request=request_of(kind, claims=talked),
            candidates=[candidate(number) for number in (1, 2, 3)],
            chosen=StudentId(1),
            holders=[Holder(link=LINK, reachable=True)],
        )
        assert len(card_said(card, texts, SCHOOL).splitlines()) <= MOST_LINES


def test_no_yes_without_a_choice_and_without_having_seen_the_applicant(texts: Texts) -> None:
    ru = load_texts("ru")
    unseen = Card(request=request_of(RequestKind.GUARDIAN), candidates=[candidate(1)], chosen=StudentId(1))
    seen = replace(unseen, request=request_of(RequestKind.GUARDIAN, seen_in_person=True))
    unchosen = replace(seen, chosen=None)

    assert "Одобрить" not in labels(card_keyboard(unseen, ru))
    assert "Одобрить" not in labels(card_keyboard(unchosen, ru))
    assert "Одобрить" in labels(card_keyboard(seen, ru))
    assert "☑ Видели лично" in labels(card_keyboard(seen, ru))


def test_a_recovery_needs_the_person_too() -> None:
    ru = load_texts("ru")
    card = Card(
        request=request_of(RequestKind.RECOVERY, seen_in_person=True),
        candidates=[candidate(1)],
        chosen=StudentId(1),
        holders=[Holder(link=LINK, reachable=False)],
    )

    assert "Одобрить" not in labels(card_keyboard(card, ru))
    shown = labels(card_keyboard(card, ru, person=5))
    assert "Одобрить" in shown
    assert "● мама · с 14 сентября · чата нет" in shown


def test_an_employee_is_shown_with_the_chat_that_would_end() -> None:
    ru = load_texts("ru")
    employee = Employee(
        id=StaffId(7),
        person_id=PersonId(8),
        name=Name(family_name="Орлов", given_name="Иван", patronymic="Петрович"),
        roles=frozenset({Role.TEACHER}),
        reachable=True,
    )
    card = Card(
        request=request_of(RequestKind.STAFF),
        employees=[StaffCandidate(employee=employee, name=Likeness.SAME)],
    )

    assert "Орлов И. П.: имя и фамилия ✓ · есть чат, он закроется" in card_said(card, ru, SCHOOL)
    assert "● Орлов И. П." in labels(card_keyboard(card, ru, employee=7))


@pytest.mark.parametrize("state", [RequestState.APPROVED, RequestState.REFUSED, RequestState.DROPPED])
def test_what_is_decided_says_so_and_nothing_of_the_claims(texts: Texts, state: RequestState) -> None:
    card = Card(request=request_of(RequestKind.GUARDIAN, state=state, reason="differs"))

    said = card_said(card, texts, SCHOOL)

    assert "Иванов" not in said
    assert len(labels(card_keyboard(card, texts))) == 1


def test_who_refused_and_why_are_two_lines() -> None:
    refused = request_of(RequestKind.GUARDIAN, state=RequestState.REFUSED, reason="not_shown")
    name = Name(family_name="Белова", given_name="Ольга")
    said = card_said(Card(request=refused, decided_by=name), load_texts("en"), SCHOOL)

    assert said.splitlines()[1:] == ["Refused by О. Белова", "No document was shown at the school office."]


def test_a_name_in_the_other_alphabet_is_said_to_match_in_other_letters() -> None:
    heard = replace(candidate(1), name=Likeness.HEARD)
    card = Card(request=request_of(RequestKind.GUARDIAN), candidates=[heard])
    said = card_said(card, load_texts("en"), SCHOOL)

    assert "Пётр Иванов, 7Б: full name ≈ (in other letters), birth date –, class ✗" in said


def test_lists_and_reasons_are_short(texts: Texts) -> None:
    requests = [request_of(kind) for kind in RequestKind]
    page = RequestPage(requests=requests, page=0, pages=2, total=8)

    assert len(list_said(page, texts, SCHOOL).splitlines()) <= MOST_LINES
    assert "2" in "".join(labels(list_keyboard(page, texts)))
    card = Card(request=request_of(RequestKind.CORRECTION), student=PETR)
    assert len(labels(reasons_keyboard(card, texts))) == 2


def test_who_puts_something_right_reads_that_the_tap_alone_changes_nothing(texts: Texts) -> None:
    said = card_said(Card(request=request_of(RequestKind.CORRECTION), student=PETR), texts, SCHOOL)

    assert said.splitlines()[-1].startswith(("Сначала исправьте в списке школы", "First correct it in the"))
    assert len(said.splitlines()) <= MOST_LINES


def test_what_was_wrong_is_said_to_be_put_right_not_approved() -> None:
    by, texts = Name(family_name="Белова", given_name="Ольга", patronymic="Юрьевна"), load_texts("ru")
    decided = {
        kind: Card(request=request_of(kind, state=RequestState.APPROVED), student=PETR, decided_by=by)
        for kind in (RequestKind.CORRECTION, RequestKind.SECOND_CODE)
    }

    said = {kind: card_said(card, texts, SCHOOL).splitlines()[-1] for kind, card in decided.items()}

    assert said[RequestKind.CORRECTION] == "Исправлено: Белова О. Ю."
    assert said[RequestKind.SECOND_CODE] == "Одобрено: Белова О. Ю."


def test_every_question_summary_and_answer_is_short(texts: Texts) -> None:
    for kind, fields in FIELDS.items():
        assert all(question(kind, field, texts).endswith(("?", "7B", "7Б", "2013", ".")) for field in fields)
        assert len(summary(kind, CLAIMS, texts).splitlines()) <= MOST_LINES
        assert len(labels(summary_keyboard(kind, texts))) == len(fields) + 2
    assert len(consent_asked(SCHOOL, texts).splitlines()) <= MOST_LINES
    assert all(len(sent_said(kind, texts).splitlines()) <= MOST_LINES for kind in RequestKind)
    assert waiting_said(request_of(RequestKind.GUARDIAN), texts)
    asked = request_of(RequestKind.GUARDIAN, state=RequestState.ASKED_BACK, claims={"question": "Кто вы?"})
    assert "Кто вы?" in waiting_said(asked, texts)


def test_every_word_is_said(texts: Texts) -> None:
    assert all(flaw_said(flaw, texts) for flaw in ClaimFlaw)
    assert all(kind_said(kind, texts) for kind in RequestKind)
    assert all(who_said(who, texts) for who in Who)
    assert all(refusal_said(reason.value, texts) != reason.value for reason in Refusal)
    assert refusal_said("Приходите завтра", texts) == "Приходите завтра"


def test_whose_phone_may_be_cut_off(texts: Texts) -> None:
    assert len(labels(stolen_keyboard(PETR, [], texts, office=False))) == 1
    assert len(stolen_said(PETR, [], texts).splitlines()) == 2
    keyboard = stolen_keyboard(PETR, [Holder(link=LINK, reachable=True)], texts, office=True)
    assert called("мама", texts) in labels(keyboard)[0]


@pytest.mark.parametrize("what", sorted(DRAWINGS))
@pytest.mark.parametrize("kind", RequestKind)
def test_every_notice_is_short_and_its_buttons_fit(texts: Texts, what: str, kind: RequestKind) -> None:
    data: dict[str, Json] = {
        "request": 2**53,
        "kind": kind.value,
        "code": 2**53,
        "version": "v" * 32,
        "count": 3,
        "reason": "not_shown",
        "question": "Кто вы?",
        "student": {"family_name": "Иванов", "given_name": "Пётр", "patronymic": ""},
        "class": "7Б",
        "label": "",
        "role": "guardian",
    }

    told = draw(NoticeContent(what=what, data=data, created_at=NOON), texts=texts)

    assert 0 < len(told.text.splitlines()) <= MOST_LINES
    assert all(len(button.callback_data.encode()) <= 64 for row in told.rows for button in row)
