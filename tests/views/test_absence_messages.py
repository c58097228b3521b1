from datetime import UTC, datetime
from typing import Any

import pytest

from diary.models.deliveries import Lane
from diary.models.notifications import Item, Layout
from tests.views.drafts import (
    A_SMIRNOVA,
    ORLOV,
    PYOTR,
    attendance,
    buttons,
    drawn,
    item,
    pieces,
    signature,
)
from views.callbacks import AbsenceCallback

QUESTION = [
    ["✍️ Знаю, всё в порядке"],
    ["Опаздывает", "Сегодня не придёт"],
    ["Не знаю, позвоните мне"],
    ["💬 Ответить учителю"],
]


def missing(**changes: Any) -> Item:
    """Return today's absence that nobody excused."""
    return item(attendance(**changes), lane=Lane.URGENT)


def next_lesson(**changes: Any) -> Item:
    marked_at = datetime(2026, 9, 14, 7, 31, tzinfo=UTC)
    english = {"subject": "Английский язык", "lesson": 3, "teacher": ORLOV, "marked_at": marked_at}
    return missing(**english | changes)


def test_an_absence_in_russian() -> None:
    rendered = drawn(missing())

    assert rendered.text.splitlines() == [
        "❗ Пётр Иванов, 7Б: нет на уроке",
        "Алгебра, урок 2 · отметка в 09:32, Смирнова А. В.",
        "Вы знаете, где ребёнок?",
    ]
    assert buttons(rendered) == QUESTION
    assert pieces(rendered) == [("bold", "Пётр Иванов, 7Б")]


def test_an_absence_in_english() -> None:
    content = attendance(subject="Algebra", teacher=A_SMIRNOVA)
    rendered = drawn(item(content, PYOTR, lane=Lane.URGENT), locale="en")

    assert rendered.text.splitlines() == [
        "❗ Pyotr Ivanov, 7B: not in class",
        "Algebra, lesson 2 · marked at 09:32, A. V. Smirnova",
        "Do you know where your child is?",
    ]
    assert buttons(rendered) == [
        ["✍️ I know, all is well"],
        ["Running late", "Not coming today"],
        ["I don't know, call me"],
        ["💬 Answer the teacher"],
    ]


def test_the_answers_stand_in_the_buttons() -> None:
    keyboard = drawn(missing()).keyboard
    assert keyboard is not None
    data = [button.callback_data for row in keyboard.inline_keyboard for button in row][:-1]

    answers = [AbsenceCallback.unpack(each or "").answer.value for each in data]
    assert answers == ["fine", "late", "away", "call"]
    assert all(len(each or "") <= 25 for each in data)


def test_a_days_absences_are_one_message() -> None:
    rendered = drawn(missing(), next_lesson(), layout=Layout.ABSENCE_DAY)

    assert rendered.text.splitlines() == [
        "❗ Пётр Иванов, 7Б: нет на уроках",
        "Алгебра, урок 2 · отметка в 09:32, Смирнова А. В.",
        "Английский язык, урок 3 · отметка в 10:31, Орлов И. П.",
        "Вы знаете, где ребёнок?",
    ]
    assert buttons(rendered) == QUESTION
    spans = [rendered.text[span.start : span.end] for span in rendered.spans]
    assert spans[1].startswith("Английский язык, урок 3")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("fine", "всё в порядке"),
        ("late", "опаздывает"),
        ("away", "сегодня не придёт"),
        ("call", "не знаю, позвоните мне"),
    ],
)
def test_an_answer_takes_the_place_of_the_question(answer: str, said: str) -> None:
    rendered = drawn(missing(signatures=(signature(answer=answer),)))

    assert rendered.text.splitlines()[2:] == [f"Вы ответили: {said} · подписано"]
    assert buttons(rendered) == [["💬 Ответить учителю"]]


def test_after_an_answer_for_the_day_the_next_lesson_asks_only_for_a_signature() -> None:
    rendered = drawn(
        missing(signatures=(signature(answer="away"),)), next_lesson(), layout=Layout.ABSENCE_DAY
    )

    assert rendered.text.splitlines()[-1] == "Вы ответили: сегодня не придёт · подписано"
    assert buttons(rendered) == [["✍️ Подписать"], ["💬 Ответить учителю"]]


def test_who_runs_late_and_misses_the_next_lesson_is_asked_about_again() -> None:
    rendered = drawn(
        missing(signatures=(signature(answer="late"),)), next_lesson(), layout=Layout.ABSENCE_DAY
    )

    assert rendered.text.splitlines()[-2:] == [
        "Вы ответили: опаздывает · подписано",
        "Вы знаете, где ребёнок?",
    ]
    assert buttons(rendered) == QUESTION


def test_signed_without_an_answer_says_so_at_the_lesson() -> None:
    rendered = drawn(missing(signatures=(signature(),)))

    assert rendered.text.splitlines()[1:] == ["Алгебра, урок 2 · отметка в 09:32, Смирнова А. В. · подписано"]


def test_a_withdrawn_lesson_is_struck_out_among_the_others() -> None:
    rendered = drawn(missing(withdrawn=True, justification=""), next_lesson(), layout=Layout.ABSENCE_DAY)

    assert rendered.text.splitlines()[:2] == [
        "❗ Пётр Иванов, 7Б: нет на уроке",
        "Алгебра, урок 2: нет на уроке · отметка в 09:32, Смирнова А. В. · отозвано",
    ]


def test_who_may_not_sign_is_not_asked() -> None:
    rendered = drawn(item(attendance(), lane=Lane.URGENT, can_sign=False, can_write=False))

    assert "знаете" not in rendered.text
    assert rendered.keyboard is None


def test_a_comment_stands_under_its_lesson() -> None:
    content = attendance()
    details = dict(content.details) | {"comment": "Вышел\nи не вернулся"}
    rendered = drawn(missing(details=details))

    assert rendered.text.splitlines()[2] == "«Вышел и не вернулся»"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (attendance(justification="excused"), "Нет на уроке · по уважительной причине"),
        (attendance(), "Нет на уроке · без уважительной причины"),
        (attendance(justification="pending"), "Нет на уроке · причина уточняется"),
        (attendance("late", minutes=10, justification=""), "Опоздание, 10 мин"),
        (attendance("left_early", justification=""), "Уход с урока раньше"),
        (attendance("remote", justification=""), "Дистанционно"),
    ],
)
def test_what_is_no_alarm_is_told_calmly(content: Any, line: str) -> None:
    rendered = drawn(item(content))

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра",
        line,
        "Смирнова А. В. · 14 сентября, урок 2",
    ]
    assert buttons(rendered) == [["✍️ Подписать", "💬 Ответить учителю"]]


def test_an_urgent_absence_excused_meanwhile_is_no_alarm_any_more() -> None:
    assert "❗" not in drawn(missing(justification="excused")).text


def test_several_calm_absences_are_a_list_with_their_subjects() -> None:
    english = attendance(subject="Английский язык", lesson=3, teacher=ORLOV)
    rendered = drawn(item(attendance()), item(english), layout=Layout.ABSENCE_DAY)

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · 14 сентября",
        "1) Алгебра, урок 2: нет на уроке · без уважительной причины",
        "2) Английский язык, урок 3: нет на уроке · без уважительной причины",
    ]


def test_absences_of_one_subject_name_it_once() -> None:
    rendered = drawn(item(attendance(lesson=1)), item(attendance("late")), layout=Layout.ABSENCE_DAY)

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра · 14 сентября",
        "1) Урок 1: нет на уроке · без уважительной причины",
        "2) Урок 2: опоздание · без уважительной причины",
        "Смирнова А. В.",
    ]


def test_an_absence_that_was_a_mistake_is_corrected_in_words() -> None:
    mistaken = attendance("present", justification="", was={"presence": "absent"}, told_revision=2)

    notice = drawn(item(mistaken), layout=Layout.CORRECTION)
    edited = drawn(item(mistaken, lane=Lane.URGENT))

    assert notice.text.splitlines() == [
        "Отметка о посещении исправлена · Пётр Иванов, 7Б · Алгебра",
        "Было «нет на уроке» → стало «на уроке» · 14 сентября, урок 2",
        "Смирнова А. В.",
    ]
    assert edited.text.splitlines()[1] == "Нет на уроке На уроке"
    assert pieces(edited)[1] == ("strikethrough", "Нет на уроке")


def test_a_correction_of_the_reason_alone_says_what_is_now() -> None:
    rendered = drawn(item(attendance(was={"presence": "absent"})), layout=Layout.CORRECTION)

    assert rendered.text.splitlines()[1] == "нет на уроке · 14 сентября, урок 2"


def test_a_withdrawn_absence_that_was_told_is_told() -> None:
    rendered = drawn(missing(withdrawn=True), layout=Layout.WITHDRAWAL)

    assert rendered.text.splitlines() == [
        "Отметка о посещении отозвана · Пётр Иванов, 7Б · Алгебра",
        "Нет на уроке · без уважительной причины",
        "Смирнова А. В. · 14 сентября, урок 2",
    ]
    assert pieces(rendered)[1][0] == "strikethrough"
    assert buttons(rendered) == [["💬 Ответить учителю"]]
