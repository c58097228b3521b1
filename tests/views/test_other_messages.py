from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from diary.models.entries import Kind
from diary.models.notifications import EntryContent, Layout
from tests.views.drafts import ORLOV, SCHOOL, buttons, drawn, entry, grade, item, pieces, signature

SIGN = [["✍️ Подписать", "💬 Ответить учителю"]]
TO_THE_CLASS: dict[str, Any] = {"audience": "7Б", "subject": "", "lesson": None}

TERM_GRADE = entry(Kind.TERM_GRADE, {"value": "5", "comment": "Так держать"}, term="1 четверть", lesson=None)
HOMEWORK = entry(
    Kind.HOMEWORK,
    {
        "text": "Упр. 5–8.\nВыучить правило.",
        "due": "2026-09-16",
        "attachments": ["https://x.ru/a/%D0%BB%D0%B8%D1%81%D1%82.pdf", "https://y.ru/"],
    },
    audience="7Б, английский 1",
)
TEST = entry(Kind.TEST, {"title": "Дроби и проценты"}, day=date(2026, 9, 18), audience="7Б")
PRAISE = entry(Kind.REMARK, {"tone": "praise", "text": "Помог новенькому", "points": 5})
ANNOUNCEMENT = entry(
    Kind.ANNOUNCEMENT,
    {"title": "Субботник", "text": "В субботу в 10:00."},
    **TO_THE_CLASS | {"audience": SCHOOL.name, "teacher": None},
)
MEETING = entry(
    Kind.MEETING,
    {
        "title": "Родительское собрание",
        "agenda": "Итоги месяца",
        "starts_at": "2026-09-18T15:30:00+00:00",
        "place": "кабинет 204",
    },
    **TO_THE_CLASS | {"teacher": ORLOV},
)
REPLACED = entry(
    Kind.TIMETABLE_CHANGE,
    {"change": "replaced", "new": {"subject": 2, "teacher": 2, "room": "305"}, "comment": "Болеет"},
    names={"new.subject": "Английский язык"},
    new_teacher=ORLOV,
)


@pytest.mark.parametrize(
    ("content", "russian", "english"),
    [
        (
            TERM_GRADE,
            [
                "Пётр Иванов, 7Б · Алгебра",
                "5 · итоговая, 1 четверть",
                "«Так держать»",
                "Смирнова А. В. · 14 сентября",
            ],
            [
                "Пётр Иванов, 7Б · Алгебра",
                "5 · term grade, 1 четверть",
                '"Так держать"',
                "А. В. Смирнова · 14 September",
            ],
        ),
        (
            HOMEWORK,
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Домашнее задание на 16 сентября, среда · 7Б, английский 1",
                "Упр. 5–8.",
                "Выучить правило.",
                "📎 лист.pdf, y.ru",
                "Смирнова А. В. · 14 сентября, урок 2",
            ],
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Homework for 16 September, Wednesday · 7Б, английский 1",
                "Упр. 5–8.",
                "Выучить правило.",
                "📎 лист.pdf, y.ru",
                "А. В. Смирнова · 14 September, lesson 2",
            ],
        ),
        (
            TEST,
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Контрольная · 18 сентября, пятница, урок 2",
                "Дроби и проценты",
                "Смирнова А. В.",
            ],
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Test · 18 September, Friday, lesson 2",
                "Дроби и проценты",
                "А. В. Смирнова",
            ],
        ),
        (
            PRAISE,
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Похвала · +5 баллов",
                "Помог новенькому",
                "Смирнова А. В. · 14 сентября, урок 2",
            ],
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Praise · +5 points",
                "Помог новенькому",
                "А. В. Смирнова · 14 September, lesson 2",
            ],
        ),
        (
            ANNOUNCEMENT,
            ["Пётр Иванов, 7Б · объявление · Школа № 7", "Субботник", "В субботу в 10:00.", "14 сентября"],
            ["Пётр Иванов, 7Б · announcement · Школа № 7", "Субботник", "В субботу в 10:00.", "14 September"],
        ),
        (
            MEETING,
            [
                "Пётр Иванов, 7Б · собрание",
                "Родительское собрание",
                "18 сентября, пятница, 18:30 · кабинет 204",
                "Итоги месяца",
                "Орлов И. П.",
            ],
            [
                "Пётр Иванов, 7Б · meeting",
                "Родительское собрание",
                "18 September, Friday, 18:30 · кабинет 204",
                "Итоги месяца",
                "И. П. Орлов",
            ],
        ),
        (
            REPLACED,
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Замена урока · 14 сентября, понедельник, урок 2",
                "Алгебра, Смирнова А. В. → Английский язык, Орлов И. П., кабинет 305",
                "«Болеет»",
            ],
            [
                "Пётр Иванов, 7Б · Алгебра",
                "Lesson replaced · 14 September, Monday, lesson 2",
                "Алгебра, А. В. Смирнова → Английский язык, И. П. Орлов, room 305",
                '"Болеет"',
            ],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, EntryContent) else "",
)
def test_each_kind_reads_in_both_languages(
    content: EntryContent, russian: list[str], english: list[str]
) -> None:
    assert drawn(item(content)).text.splitlines() == russian
    assert drawn(item(content), locale="en").text.splitlines() == english


@pytest.mark.parametrize("content", [TERM_GRADE, HOMEWORK, TEST, PRAISE, MEETING, REPLACED])
def test_each_kind_is_signed_and_answered(content: EntryContent) -> None:
    assert buttons(drawn(item(content))) == SIGN


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_drawn_with_nothing_in_it(kind: Kind) -> None:
    empty = entry(kind, {}, subject="", teacher=None, day=None, lesson=None)

    for layout in (Layout.FRESH, Layout.CORRECTION, Layout.WITHDRAWAL):
        rendered = drawn(item(empty), layout=layout)
        assert "Пётр Иванов, 7Б" in rendered.text
        assert all(entity.length for entity in rendered.entities)
    assert drawn(item(empty), item(replace(empty, id=2))).text  # type: ignore[arg-type]  # any id


@pytest.mark.parametrize(
    ("content", "heading"),
    [
        (TERM_GRADE, "Итоговая оценка исправлена · Пётр Иванов, 7Б · Алгебра"),
        (HOMEWORK, "Домашнее задание изменено · Пётр Иванов, 7Б · Алгебра"),
        (TEST, "Контрольная: изменение · Пётр Иванов, 7Б · Алгебра"),
        (PRAISE, "Запись учителя изменена · Пётр Иванов, 7Б · Алгебра"),
        (ANNOUNCEMENT, "Объявление изменено · Пётр Иванов, 7Б · Школа № 7"),
        (MEETING, "Собрание: изменение · Пётр Иванов, 7Б"),
        (REPLACED, "Изменение в расписании исправлено · Пётр Иванов, 7Б · Алгебра"),
    ],
)
def test_a_correction_says_what_was_corrected(content: EntryContent, heading: str) -> None:
    corrected = replace(content, was={"value": "4"}, told_revision=2, signatures=(signature(),))
    lines = drawn(item(corrected), layout=Layout.CORRECTION).text.splitlines()

    assert lines[0] == heading
    assert lines[-1].startswith("Вы подписали")


@pytest.mark.parametrize(
    ("content", "heading"),
    [
        (TERM_GRADE, "Итоговая оценка отозвана"),
        (HOMEWORK, "Домашнее задание отозвано"),
        (TEST, "Контрольная отменена"),
        (PRAISE, "Запись учителя отозвана"),
        (ANNOUNCEMENT, "Объявление отозвано"),
        (MEETING, "Собрание отменено"),
        (REPLACED, "Изменение отменено, урок по расписанию"),
    ],
)
def test_a_withdrawal_says_what_is_off_and_strikes_it_out(content: EntryContent, heading: str) -> None:
    rendered = drawn(item(replace(content, withdrawn=True)), layout=Layout.WITHDRAWAL)

    assert rendered.text.startswith(f"{heading} · Пётр Иванов, 7Б")
    assert "strikethrough" in [style for style, _ in pieces(rendered)]
    assert "✍️" not in str(buttons(rendered))


def test_changed_homework_shows_what_was_struck_out() -> None:
    changed = replace(HOMEWORK, audience="7Б", was={"text": "Упр. 5", "due": "2026-09-15"}, told_revision=2)
    rendered = drawn(item(changed))

    assert rendered.text.splitlines()[1] == "Домашнее задание на 15 сентября, вторник 16 сентября, среда"
    assert ("strikethrough", "15 сентября, вторник") in pieces(rendered)
    assert ("strikethrough", "Упр. 5") in pieces(rendered)


def test_homework_links_its_files_by_name() -> None:
    rendered = drawn(item(HOMEWORK))

    links = [(entity.type, entity.url) for entity in rendered.entities if entity.url]
    assert links == [
        ("text_link", "https://x.ru/a/%D0%BB%D0%B8%D1%81%D1%82.pdf"),
        ("text_link", "https://y.ru/"),
    ]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "tg://user?id=1", "просто текст"])
def test_what_is_no_web_address_is_no_link(address: str) -> None:
    rendered = drawn(item(entry(Kind.HOMEWORK, {"text": "x", "attachments": [address, 5]})))

    assert f"📎 {address}" in rendered.text
    assert not [entity for entity in rendered.entities if entity.url]


def test_homework_without_a_day_says_so() -> None:
    rendered = drawn(item(entry(Kind.HOMEWORK, {"text": "Упр. 5"})))

    assert rendered.text.splitlines()[1] == "Домашнее задание, день не указан"


def test_a_moved_test_shows_the_day_it_was_to_be() -> None:
    rendered = drawn(item(replace(TEST, was={}, was_day=date(2026, 9, 17))))

    assert rendered.text.splitlines()[1].startswith("Контрольная · 17 сентября, четверг 18 сентября")


@pytest.mark.parametrize(
    ("points", "line"), [(-2, "Замечание · −2 балла"), (1, "Замечание · +1 балл"), (0, "Замечание")]
)
def test_points_of_a_remark_are_counted(points: int, line: str) -> None:
    remark = entry(Kind.REMARK, {"tone": "reprimand", "text": "Шумел", "points": points})

    assert drawn(item(remark)).text.splitlines()[1] == line


def test_a_meeting_at_school_time_is_at_that_time() -> None:
    changed = replace(
        MEETING,
        details={"title": "Собрание", "starts_at": "2026-09-19T18:30"},
        was={"title": "Собрание", "starts_at": "2026-09-18T18:30"},
    )

    assert (
        drawn(item(changed)).text.splitlines()[2] == "18 сентября, пятница, 18:30 19 сентября, суббота, 18:30"
    )


@pytest.mark.parametrize(
    ("details", "lines"),
    [
        ({"change": "cancelled"}, ["Урок отменён · 14 сентября, понедельник, урок 2"]),
        (
            {"change": "moved", "new": {"lesson": 5}},
            ["Урок перенесён · 14 сентября, понедельник, урок 2", "Урок 2 → урок 5"],
        ),
        (
            {"change": "room", "new": {"room": "305"}},
            ["Другой кабинет · 14 сентября, понедельник, урок 2", "Кабинет 305"],
        ),
    ],
)
def test_a_timetable_change_says_what_is_instead(details: dict[str, Any], lines: list[str]) -> None:
    assert drawn(item(entry(Kind.TIMETABLE_CHANGE, details))).text.splitlines()[1:] == lines


def test_several_of_a_kind_are_listed_in_full() -> None:
    cancelled = entry(Kind.TIMETABLE_CHANGE, {"change": "cancelled", "comment": "Болеет"})
    contents = [TERM_GRADE, HOMEWORK, TEST, PRAISE, ANNOUNCEMENT, MEETING, cancelled]
    lines = drawn(*(item(content) for content in contents)).text.splitlines()

    assert lines == [
        "Пётр Иванов, 7Б",
        "1) Алгебра: 5 · итоговая, 1 четверть: «Так держать»",
        "2) Алгебра: Упр. 5–8. Выучить правило. · 7Б, английский 1 📎 лист.pdf, y.ru",
        "3) Алгебра: Контрольная · Дроби и проценты",
        "4) Алгебра: Похвала · +5 баллов: Помог новенькому",
        "5) Объявление · Субботник: В субботу в 10:00.",
        "6) Собрание · Родительское собрание · 18 сентября, пятница, 18:30 · кабинет 204: Итоги месяца",
        "7) Алгебра: Урок отменён, урок 2: Болеет",
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 5, 14), "14 мая, пятница"),
        (date(2019, 6, 9), "9 июня 2019, воскресенье"),
        (date(2027, 9, 1), "1 сентября 2027, среда"),
    ],
)
def test_a_day_of_another_school_year_is_said_with_its_year(day: date, said: str) -> None:
    homework = entry(Kind.HOMEWORK, {"text": "§ 5", "due": day.isoformat()})

    assert drawn(item(homework)).text.splitlines()[1] == f"Домашнее задание на {said}"


def test_a_grade_of_an_earlier_year_says_which() -> None:
    assert drawn(item(grade("5", day=date(2018, 9, 14), lesson=None))).text.splitlines()[-1] == (
        "Смирнова А. В. · 14 сентября 2018"
    )


def test_an_announcement_of_an_earlier_day_says_when_it_was_published() -> None:
    late = replace(ANNOUNCEMENT, day=None, received_at=ANNOUNCEMENT.marked_at + timedelta(days=3))

    assert drawn(item(late)).text.splitlines()[-1] == "14 сентября"
    assert (
        drawn(item(replace(late, received_at=late.marked_at))).text.splitlines()[-1] == "В субботу в 10:00."
    )
