from dataclasses import replace
from typing import Any

import pytest

from diary.models.notifications import Layout
from tests.views.drafts import (
    A_SMIRNOVA,
    MASHA,
    PETR,
    PYOTR,
    averages,
    buttons,
    drawn,
    grade,
    item,
    pieces,
    signature,
)
from views.callbacks import AnswerTeacherCallback, SignCallback


def test_a_new_grade_in_russian() -> None:
    rendered = drawn(
        item(
            grade(
                "5",
                "контрольная «Дроби»",
                "Аккуратно и без ошибок, молодец!",
                weight=2,
                averages=averages("4.333", "4.6"),
            )
        )
    )

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра",
        "5 · контрольная «Дроби», вес 2",
        "«Аккуратно и без ошибок, молодец!»",
        "Смирнова А. В. · 14 сентября, урок 2",
        "Средний: 4,33 → 4,60",
    ]
    assert buttons(rendered) == [["✍️ Подписать", "💬 Ответить учителю"]]
    assert pieces(rendered) == [("bold", "Пётр Иванов, 7Б"), ("bold", "5")]


def test_a_new_grade_in_english() -> None:
    rendered = drawn(
        item(
            grade(
                "5",
                'test "Fractions"',
                "Neat and no mistakes, well done!",
                weight=2,
                averages=averages("4.333", "4.6"),
                subject="Algebra",
                teacher=A_SMIRNOVA,
            ),
            PYOTR,
        ),
        locale="en",
    )

    assert rendered.text.splitlines() == [
        "Pyotr Ivanov, 7B · Algebra",
        '5 · test "Fractions", weight 2',
        '"Neat and no mistakes, well done!"',
        "A. V. Smirnova · 14 September, lesson 2",
        "Average: 4.33 → 4.60",
    ]
    assert buttons(rendered) == [["✍️ Sign", "💬 Answer the teacher"]]


def test_several_grades_in_russian() -> None:
    rendered = drawn(
        item(grade("5", "контрольная", weight=2, averages=averages("4.333", "4.5"))),
        item(grade("4", "домашняя", "Проверьте знак в № 5", averages=averages("4.5", "4.4"))),
        item(grade("2", "устный счёт", "Можно пересдать в четверг", averages=averages("4.4", "4.14"))),
    )

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра · 14 сентября",
        "1) 5 · контрольная, вес 2",
        "2) 4 · домашняя: «Проверьте знак в № 5»",
        "3) 2 · устный счёт: «Можно пересдать в четверг»",
        "Смирнова А. В. · средний: 4,33 → 4,14",
    ]
    assert buttons(rendered) == [
        ["✍️ Подписать все (3)"],
        ["✍️ № 1", "✍️ № 2", "✍️ № 3"],
        ["💬 Ответить учителю"],
    ]


def test_several_grades_in_english() -> None:
    english: dict[str, Any] = {"subject": "Algebra", "teacher": A_SMIRNOVA}
    rendered = drawn(
        item(grade("5", "test", weight=2, averages=averages("4.333", "4.5"), **english), PYOTR),
        item(grade("4", "homework", "Check the sign in no. 5", **english), PYOTR),
        item(
            grade(
                "2",
                "mental arithmetic",
                "Can be retaken on Thursday",
                averages=averages("4.4", "4.14"),
                **english,
            ),
            PYOTR,
        ),
        locale="en",
    )

    assert rendered.text.splitlines() == [
        "Pyotr Ivanov, 7B · Algebra · 14 September",
        "1) 5 · test, weight 2",
        '2) 4 · homework: "Check the sign in no. 5"',
        '3) 2 · mental arithmetic: "Can be retaken on Thursday"',
        "A. V. Smirnova · average: 4.33 → 4.14",
    ]
    assert buttons(rendered) == [
        ["✍️ Sign all (3)"],
        ["✍️ No. 1", "✍️ No. 2", "✍️ No. 3"],
        ["💬 Answer the teacher"],
    ]


def test_buttons_carry_the_message_and_the_number_in_it() -> None:
    rendered = drawn(item(grade("5")), item(grade("4")))
    assert rendered.keyboard is not None
    data = [button.callback_data for row in rendered.keyboard.inline_keyboard for button in row]

    assert data == [
        SignCallback(message=77, item=0).pack(),
        SignCallback(message=77, item=1).pack(),
        SignCallback(message=77, item=2).pack(),
        AnswerTeacherCallback(message=77).pack(),
    ]
    assert all(len(each or "") <= 25 for each in data)


def test_each_line_of_several_is_a_span_for_quotes() -> None:
    rendered = drawn(item(grade("5", "контрольная")), item(grade("4", "домашняя")))

    quoted = [rendered.text[span.start : span.end] for span in rendered.spans]
    assert quoted == ["1) 5 · контрольная", "2) 4 · домашняя"]


def test_a_single_entry_is_the_whole_message_to_quotes() -> None:
    rendered = drawn(item(grade("5", "контрольная")))

    assert [(span.start, span.end) for span in rendered.spans] == [(0, len(rendered.text))]


def test_a_signed_grade_says_so_and_its_button_goes() -> None:
    rendered = drawn(item(grade("5", "контрольная", signatures=(signature(),))))

    assert rendered.text.splitlines()[1] == "5 · контрольная · подписано"
    assert buttons(rendered) == [["💬 Ответить учителю"]]


def test_of_several_the_signed_line_says_so_and_the_others_keep_their_buttons() -> None:
    signed = grade("4", "домашняя", "Проверьте знак", signatures=(signature(),))
    rendered = drawn(item(grade("5")), item(signed), item(grade("2")))

    assert rendered.text.splitlines()[2] == "2) 4 · домашняя: «Проверьте знак» · подписано"
    assert buttons(rendered) == [
        ["✍️ Подписать все (2)"],
        ["✍️ № 1", "✍️ № 3"],
        ["💬 Ответить учителю"],
    ]


def test_the_last_unsigned_of_several_has_the_only_button() -> None:
    signed = grade("4", signatures=(signature(),))

    assert buttons(drawn(item(signed), item(grade("2")))) == [["✍️ № 2"], ["💬 Ответить учителю"]]


def test_many_grades_have_their_buttons_in_rows_of_four() -> None:
    rows = buttons(drawn(*(item(grade("5")) for _ in range(6))))

    assert [len(row) for row in rows] == [1, 4, 2, 1]


def test_grades_of_different_days_and_teachers_do_not_claim_one() -> None:
    other = replace(grade("4"), day=None, teacher=None)

    assert drawn(item(grade("5")), item(other)).text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра",
        "1) 5",
        "2) 4",
    ]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (None, "4.6", "Средний: 4,60"),
        ("4.6", "4.6", "Средний: 4,60"),
        ("4.6", None, "Смирнова А. В. · 14 сентября, урок 2"),
    ],
)
def test_the_average_is_said_only_as_far_as_there_is_one(
    before: str | None, after: str | None, line: str
) -> None:
    assert drawn(item(grade("5", averages=averages(before, after)))).text.splitlines()[-1] == line


@pytest.mark.parametrize(
    ("weight", "line"),
    [(None, "5"), (1, "5"), (2, "5 · вес 2"), (0.5, "5 · вес 0,50"), ("NaN", "5"), ("x", "5")],
)
def test_a_weight_is_said_where_it_is_not_one(weight: object, line: str) -> None:
    assert drawn(item(grade("5", weight=weight))).text.splitlines()[1] == line


def test_a_corrected_grade_is_struck_out_in_the_old_message() -> None:
    corrected = grade("5", "контрольная", was={"value": "2", "work": "контрольная"}, told_revision=2)
    rendered = drawn(item(corrected))

    assert rendered.text.splitlines()[1] == "2 5 · контрольная"
    assert pieces(rendered)[1:] == [("strikethrough", "2"), ("bold", "5")]


CORRECTED: dict[str, Any] = {
    "revision": 2,
    "told_revision": 2,
    "lesson": None,
    "averages": averages("3.4", "4.6"),
    "signatures": (signature(value="2"),),
    "was": {"value": "2"},
}


def test_a_list_with_a_correction_says_what_the_correction_did_to_the_average() -> None:
    corrected = grade(
        "6", was={"value": "4"}, told_revision=2, averages=averages("3", "3.5", since=9, until=9)
    )
    untouched = grade("4", averages=averages("4", "3.2", since=2, until=2))

    assert (
        drawn(item(corrected), item(untouched)).text.splitlines()[-1]
        == "Смирнова А. В. · средний: 3,00 → 3,50"
    )


def test_a_list_counts_from_its_earliest_grade_to_what_was_changed_last() -> None:
    reweighed = grade("5", weight=3, revision=2, averages=averages("3", "4", since=1, until=9))
    untouched = grade("4", averages=averages("3.5", "3.7", since=2, until=2))

    assert (
        drawn(item(reweighed), item(untouched)).text.splitlines()[-1]
        == "Смирнова А. В. · средний: 3,00 → 4,00"
    )


def test_a_correction_in_russian() -> None:
    corrected = grade("5", "контрольная «Дроби»", "Перепутала строки, извините", weight=2, **CORRECTED)
    rendered = drawn(item(corrected), layout=Layout.CORRECTION)

    assert rendered.text.splitlines() == [
        "Оценка исправлена · Пётр Иванов, 7Б · Алгебра",
        "Было 2 → стало 5 · контрольная «Дроби», 14 сентября",
        "Смирнова А. В.: «Перепутала строки, извините»",
        "Средний: 3,40 → 4,60",
        "Вы подписали «2». Подпишите, пожалуйста, новую.",
    ]
    assert buttons(rendered) == [["✍️ Подписать", "💬 Ответить учителю"]]
    assert pieces(rendered) == [("bold", "Пётр Иванов, 7Б")]


def test_a_correction_in_english() -> None:
    corrected = grade(
        "5",
        'test "Fractions"',
        "I mixed up the rows, sorry",
        subject="Algebra",
        teacher=A_SMIRNOVA,
        **CORRECTED,
    )
    rendered = drawn(item(corrected, PYOTR), layout=Layout.CORRECTION, locale="en")

    assert rendered.text.splitlines() == [
        "Grade corrected · Pyotr Ivanov, 7B · Algebra",
        'Was 2 → now 5 · test "Fractions", 14 September',
        'A. V. Smirnova: "I mixed up the rows, sorry"',
        "Average: 3.40 → 4.60",
        'You signed the "2". Please sign the new grade.',
    ]
    assert buttons(rendered) == [["✍️ Sign", "💬 Answer the teacher"]]


def test_who_had_signed_nothing_is_not_told_that_they_did() -> None:
    rendered = drawn(item(grade("5", was={"value": "2"}, told_revision=2)), layout=Layout.CORRECTION)

    assert "подписали" not in rendered.text


def test_a_signed_correction_asks_for_nothing_more() -> None:
    signatures = (signature(value="2"), signature(2, value="5"))
    rendered = drawn(
        item(grade("5", was={"value": "2"}, told_revision=2, signatures=signatures)), layout=Layout.CORRECTION
    )

    assert rendered.text.splitlines()[1:] == ["Было 2 → стало 5 · 14 сентября · подписано", "Смирнова А. В."]
    assert buttons(rendered) == [["💬 Ответить учителю"]]


def test_a_changed_comment_is_called_that() -> None:
    changed = grade("5", comment="Новый", was={"value": "5", "comment": "Старый"}, told_revision=2)
    changed = replace(changed, signatures=(signature(value="5"),))
    rendered = drawn(item(changed), layout=Layout.CORRECTION)

    assert rendered.text.splitlines() == [
        "Комментарий к оценке исправлен · Пётр Иванов, 7Б · Алгебра",
        "5 · 14 сентября",
        "Смирнова А. В.: «Новый»",
        "Вы подписали прежнюю запись. Подпишите, пожалуйста, новую.",
    ]


def test_a_withdrawn_grade_is_struck_out_and_needs_no_signature() -> None:
    rendered = drawn(item(grade("2", "устно", "Шумел", withdrawn=True, averages=averages("4", "3"))))

    assert rendered.text.splitlines() == [
        "Пётр Иванов, 7Б · Алгебра",
        "2 · устно · отозвано",
        "«Шумел»",
        "Смирнова А. В. · 14 сентября, урок 2",
    ]
    assert pieces(rendered)[1:] == [("strikethrough", "2 · устно"), ("strikethrough", "«Шумел»")]
    assert buttons(rendered) == [["💬 Ответить учителю"]]


def test_when_all_of_several_are_withdrawn_no_average_is_left() -> None:
    rendered = drawn(item(grade("2", withdrawn=True)), item(grade("3", withdrawn=True)))

    assert rendered.text.splitlines()[1:] == ["1) 2 · отозвано", "2) 3 · отозвано", "Смирнова А. В."]


def test_a_correction_of_what_was_withdrawn_since_says_that() -> None:
    rendered = drawn(item(grade("5", withdrawn=True, was={"value": "2"})), layout=Layout.CORRECTION)

    assert rendered.text.splitlines()[0] == "Оценка отозвана · Пётр Иванов, 7Б · Алгебра"


def test_a_message_that_may_have_arrived_before_says_so_first() -> None:
    assert drawn(item(grade("5")), again=True).text.startswith("(повторно) Пётр Иванов, 7Б")
    rendered = drawn(item(grade("5")), again=True, locale="en")
    assert rendered.text.startswith("(again) Пётр Иванов, 7Б")
    assert pieces(rendered)[0] == ("bold", "Пётр Иванов, 7Б")


def test_who_may_not_sign_or_write_sees_no_button_for_it() -> None:
    assert buttons(drawn(item(grade("5"), can_sign=False))) == [["💬 Ответить учителю"]]
    assert buttons(drawn(item(grade("5"), can_write=False))) == [["✍️ Подписать"]]
    assert drawn(item(grade("5"), can_sign=False, can_write=False)).keyboard is None


def test_without_a_teacher_the_answer_goes_to_the_school() -> None:
    assert buttons(drawn(item(grade("5", teacher=None)))) == [["✍️ Подписать", "💬 Ответить"]]


def test_siblings_who_share_an_entry_share_its_message() -> None:
    shared = grade("5")
    rendered = drawn(item(shared, PETR), item(shared, MASHA))

    assert rendered.text.splitlines()[0] == "Пётр Иванов, 7Б; Маша Иванова, 7Б · Алгебра"
    assert rendered.spans[0] == rendered.spans[1]
    assert buttons(rendered) == [["✍️ Подписать", "💬 Ответить учителю"]]


def test_a_shared_entry_is_signed_when_it_is_for_every_child() -> None:
    shared = grade("5")
    signed = replace(shared, signatures=(signature(),))

    half = drawn(item(signed, PETR), item(shared, MASHA))
    assert "подписано" not in half.text
    assert buttons(half)[0][0] == "✍️ Подписать"
    assert "подписано" in drawn(item(signed, PETR), item(signed, MASHA)).text


def test_siblings_who_share_several_entries_sign_them_together() -> None:
    first, second = grade("5"), grade("4")
    rendered = drawn(item(first, PETR), item(first, MASHA), item(second, PETR), item(second, MASHA))

    assert buttons(rendered) == [["✍️ Подписать все (2)"], ["💬 Ответить учителю"]]
