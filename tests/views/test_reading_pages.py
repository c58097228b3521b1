from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.models.entries import Kind
from diary.models.ids import LinkId, PersonId, SubjectId
from diary.models.notifications import EntryContent
from diary.models.people import EVERYTHING, Link, Name, Role, Scope
from diary.models.readings import (
    AbsencesPage,
    Choice,
    DayPage,
    GradesPage,
    HomeworkPage,
    Lesson,
    Period,
    Pupil,
    SchedulePage,
    SubjectProgress,
    WeekPage,
)
from tests.views.drafts import (
    MARKED_AT,
    MASHA,
    MONDAY,
    ORLOV,
    PETR,
    SCHOOL,
    SMIRNOVA,
    attendance,
    buttons,
    entry,
    grade,
    pieces,
)
from views.callbacks import ReadingCallback, Screen
from views.markup import Run, plain, utf16_length
from views.notifications.drawing import Drawing
from views.notifications.render import TEXT_LIMIT
from views.reading.absences import draw_absences
from views.reading.children import draw_children
from views.reading.day import draw_day
from views.reading.grades import WIDTH, draw_grades
from views.reading.homework import draw_homework
from views.reading.schedule import draw_schedule
from views.reading.sheets import Leaf, render_sheet, split
from views.reading.week import draw_week
from views.rendered import Rendered
from views.texts import load_texts

UNCUT = 1_000_000
HERE = ReadingCallback(screen=Screen.GRADES)
TERM = Period(external_id="q1", name="1 четверть", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 25))
LESSON = Lesson(
    slot=2,
    starts_at=time(9, 25),
    ends_at=time(10, 10),
    subject_id=SubjectId(1),
    subject="Алгебра",
    teacher=SMIRNOVA,
    room="204",
    audience="7Б",
)


def drawing(locale: str = "ru") -> Drawing:
    return Drawing(texts=load_texts(locale), school=SCHOOL, room=UNCUT)


def link(**changes: Any) -> Link:
    parts: dict[str, Any] = {
        "id": LinkId(1),
        "person_id": PersonId(1),
        "student_id": PETR.id,
        "role": Role.GUARDIAN,
        "label": "мама",
        "scope": EVERYTHING,
        "valid_until": None,
        "created_at": MARKED_AT,
    }
    return Link(**parts | changes)


PUPIL = Pupil(student=PETR, link=link(), class_teacher=ORLOV)
SISTER = replace(PUPIL, student=MASHA)
ALONE = Choice(pupil=PUPIL, pupils=[PUPIL])


def shown(leaf: Leaf, here: ReadingCallback = HERE, locale: str = "ru") -> Rendered:
    return render_sheet(leaf, here, load_texts(locale))


def lines(leaf: Leaf, locale: str = "ru") -> list[str]:
    return shown(leaf, locale=locale).text.splitlines()


def day_page(*entries: EntryContent, lessons: Sequence[Lesson] = ()) -> DayPage:
    return DayPage(pupil=PUPIL, day=MONDAY, lessons=lessons, entries=entries)


def grades_page(*subjects: SubjectProgress, **changes: Any) -> GradesPage:
    parts: dict[str, Any] = {"choice": ALONE, "period": TERM, "has_earlier": False, "covered": True}
    return GradesPage(**parts | {"subjects": subjects} | changes)


def progress(subject: str, *values: str, **changes: Any) -> SubjectProgress:
    parts: dict[str, Any] = {"average": Decimal("4.256"), "absences": 2, "term_grade": ""}
    return SubjectProgress(subject=subject, grades=[grade(value) for value in values], **parts | changes)


def test_a_day_sets_tasks_apart_from_news_in_both_languages() -> None:
    page = day_page(
        entry(Kind.HOMEWORK, {"text": "§ 12", "due": "2026-09-14"}, audience="7Б"),
        grade("5", "контрольная", "Молодец!"),
        lessons=[LESSON],
    )

    assert lines(draw_day([page], drawing(), HERE)) == [
        "14 сентября, понедельник",
        "",
        "Пётр Иванов, 7Б",
        "2. 09:25 Алгебра · кабинет 204",
        "Задано на этот день:",
        "• Алгебра: § 12",
        "Новое за день:",
        "• Алгебра: 5 · контрольная: «Молодец!»",
    ]
    assert lines(draw_day([page], drawing("en"), HERE), "en") == [
        "14 September, Monday",
        "",
        "Пётр Иванов, 7Б",
        "2. 09:25 Алгебра · room 204",
        "For this day:",
        "• Алгебра: § 12",
        "News of the day:",
        '• Алгебра: 5 · контрольная: "Молодец!"',
    ]


def test_an_empty_day_says_so() -> None:
    assert (
        lines(draw_day([day_page()], drawing(), HERE))[-1] == "В этот день нет ни уроков, ни новых записей."
    )


@pytest.mark.parametrize(
    ("details", "line", "struck"),
    [
        ({"change": "cancelled"}, "2. 09:25 Алгебра · кабинет 204 · Урок отменён", True),
        (
            {"change": "moved", "new": {"lesson": 5}},
            "2. 09:25 Алгебра · кабинет 204 · Урок перенесён · Урок 2 → урок 5",
            True,
        ),
        (
            {"change": "room", "new": {"room": "305"}},
            "2. 09:25 Алгебра · кабинет 204 · Другой кабинет · Кабинет 305",
            False,
        ),
    ],
)
def test_a_change_is_marked_at_its_lesson_and_not_said_twice(
    details: dict[str, Any], line: str, *, struck: bool
) -> None:
    change = entry(Kind.TIMETABLE_CHANGE, details)
    rendered = shown(draw_day([day_page(change, lessons=[replace(LESSON, change=change)])], drawing(), HERE))

    assert rendered.text.splitlines()[3:] == [line]
    assert (("strikethrough", "Алгебра · кабинет 204") in pieces(rendered)) is struck


def test_a_week_stands_under_its_days() -> None:
    page = WeekPage(choice=ALONE, since=MONDAY, until=date(2026, 9, 20), by_day=[(MONDAY, [grade("5")])])

    assert lines(draw_week(page, drawing(), HERE)) == [
        "Пётр Иванов, 7Б · 14 сентября – 20 сентября",
        "",
        "14 сентября, понедельник",
        "• Алгебра: 5",
    ]
    assert lines(draw_week(replace(page, by_day=[]), drawing(), HERE))[1:] == ["За эту неделю записей нет."]


@pytest.mark.parametrize(
    ("covered", "line"),
    [
        (True, "На эти дни пока ничего не задано. Новые задания придут сюда сами."),
        (False, "Домашние задания вам не открыты. Открыть их может родитель."),
    ],
)
def test_no_homework_is_told_apart_from_homework_that_is_not_open(line: str, *, covered: bool) -> None:
    page = HomeworkPage(pupil=PUPIL, since=MONDAY, until=MONDAY, covered=covered, by_day=[])

    assert lines(draw_homework([page], drawing(), HERE))[-1] == line


def test_grades_are_a_table_as_wide_as_a_phone() -> None:
    page = grades_page(
        progress("Алгебра", "5", "4-", "Н/А", term_grade="5"),
        progress("Основы безопасности жизнедеятельности", *["5"] * 20, absences=0),
        progress("Пение", average=None, absences=0),
    )
    rendered = shown(draw_grades(page, drawing(), HERE))

    table = rendered.text.splitlines()[1:]
    assert table == [
        "Предмет            Сред. Проп.",
        "Алгебра             4,26     2",
        "  5 4- Н/А итог: 5",
        "Основы…             4,26     –",
        "  5 5 5 5 5 5 5 5 5 5 5 5 5 5",
        "  5 5 5 5 5 5",
        "Пение                  –     –",
    ]
    assert all(len(row) <= WIDTH for row in table)
    assert pieces(rendered) == [("bold", "Пётр Иванов, 7Б"), ("pre", "\n".join(table))]


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (grades_page(), "Оценок за это время пока нет. Новая придёт сюда сама."),
        (grades_page(covered=False), "Оценки вам не открыты. Открыть их может родитель."),
    ],
)
def test_no_grades_are_told_apart_from_grades_that_are_not_open(page: GradesPage, line: str) -> None:
    assert lines(draw_grades(page, drawing(), HERE))[1:] == [line]


def test_terms_are_turned_where_there_are_others() -> None:
    earlier = HERE.model_copy(update={"offset": -1})

    assert buttons(shown(draw_grades(grades_page(has_earlier=True), drawing(), HERE))) == [["◀ Раньше"]]
    assert buttons(shown(draw_grades(grades_page(), drawing(), earlier), earlier)) == [["Позже ▶"]]
    assert buttons(shown(draw_grades(grades_page(), drawing(), HERE))) == []


def test_a_school_year_without_terms_is_named_by_its_days() -> None:
    page = grades_page(period=replace(TERM, name=""))

    assert lines(draw_grades(page, drawing(), HERE))[0] == "Пётр Иванов, 7Б · 1 сентября – 25 октября"


def test_children_are_chosen_by_name_and_namesakes_by_full_name() -> None:
    namesake = replace(SISTER, student=replace(MASHA, name=Name(family_name="Петров", given_name="Пётр")))

    def labels(*pupils: Pupil) -> list[list[str]]:
        choice = Choice(pupil=PUPIL, pupils=pupils)
        return buttons(shown(draw_grades(grades_page(choice=choice), drawing(), HERE)))

    assert labels(PUPIL, SISTER) == [["✓ Пётр", "Маша"]]
    assert labels(PUPIL, namesake) == [["✓ Пётр Иванов", "Пётр Петров"]]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({"entries": []}, ["Ни пропусков, ни опозданий за это время нет."]),
        ({"covered": False}, ["Посещаемость вам не открыта. Открыть её может родитель."]),
        (
            {"entries": [attendance(), attendance("late", justification="", day=None)]},
            [
                "Пропущено уроков: 1 (по уважительной причине: 0), опозданий и ранних уходов: 1",
                "• 14 сентября · Алгебра, урок 2: нет на уроке · без уважительной причины",
                "• Алгебра, урок 2: опоздание",
            ],
        ),
    ],
)
def test_absences_are_counted_or_said_to_be_none(changes: dict[str, Any], rows: list[str]) -> None:
    parts: dict[str, Any] = {"choice": ALONE, "period": TERM, "has_earlier": False, "covered": True}
    page = AbsencesPage(**parts | {"entries": []} | changes)

    assert lines(draw_absences(page, drawing(), HERE))[1:] == rows


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, ["2. 09:25–10:10 Алгебра · кабинет 204 · Смирнова А. В."]),
        ({"lessons": []}, ["Уроков в этот день нет."]),
        ({"covered": False}, ["Расписание вам не открыто. Открыть его может родитель."]),
        (
            {
                "lessons": [
                    replace(LESSON, starts_at=None, ends_at=None, room="", teacher=None, audience="7Б, англ.")
                ]
            },
            ["2. Алгебра · 7Б, англ."],
        ),
    ],
)
def test_a_timetable_has_times_rooms_and_teachers_as_far_as_known(
    changes: dict[str, Any], rows: list[str]
) -> None:
    parts: dict[str, Any] = {"choice": ALONE, "day": MONDAY, "covered": True, "lessons": [LESSON]}

    assert lines(draw_schedule(SchedulePage(**parts | changes), drawing(), HERE))[1:] == rows


def test_a_teachers_timetable_names_the_class() -> None:
    page = SchedulePage(choice=None, day=MONDAY, covered=True, lessons=[LESSON])

    assert lines(draw_schedule(page, drawing("en"), HERE), "en") == [
        "Your lessons · 14 September, Monday",
        "2. 09:25 Алгебра · 7Б · room 204",
    ]


def test_a_trusted_person_sees_what_is_open_to_them_and_until_when() -> None:
    scope = Scope(kinds=frozenset({Kind.GRADE, Kind.TEST}), subjects=frozenset({SubjectId(7)}))
    trusted = link(role=Role.TRUSTED, label="", valid_until=MARKED_AT, scope=scope)
    student = link(role=Role.STUDENT, label="")
    subjects = {SubjectId(7): "Алгебра", SubjectId(8): "Физика"}
    led = Pupil(student=PETR, link=trusted, class_teacher=ORLOV, subjects=subjects)
    pupils = [led, Pupil(student=MASHA, link=student)]

    assert lines(draw_children(pupils, drawing())) == [
        "Вам открыты дневники:",
        "",
        "Пётр Иванов, 7Б",
        "Вы: доверенное лицо · до 14 сентября",
        "Вам открыто: оценки, контрольные: Алгебра",
        "",
        "Маша Иванова, 7Б",
        "Вы: ученик",
    ]


WORDS = st.text(alphabet=st.sampled_from("аб 😀\n"), max_size=30).map(lambda text: text * 150)


@given(st.lists(WORDS, max_size=12), st.integers(0, 99))
def test_every_sheet_fits_and_nothing_is_lost(texts: list[str], number: int) -> None:
    leaf = Leaf(title=plain("Пётр Иванов"), lines=[plain(text) for text in texts])

    sheets = split(leaf.lines)
    rendered = shown(leaf, HERE.model_copy(update={"sheet": number}))

    told = "".join(run.text for sheet in sheets for line in sheet for run in line)
    assert told.replace(" ", "") == "".join(texts).replace(" ", "")
    assert utf16_length(rendered.text) <= TEXT_LIMIT


def test_sheets_are_turned_and_keep_their_title() -> None:
    leaf = Leaf(title=plain("Пётр"), lines=[[Run(f"строка {number}")] for number in range(100)])

    first, last = shown(leaf), shown(leaf, HERE.model_copy(update={"sheet": 99}))

    assert first.text.startswith("Пётр\nстрока 0\n")
    assert last.text.endswith("\nстрока 99")
    assert last.text.startswith("Пётр\n")
    assert buttons(first) == [["↓ Лист 2 из 3"]]
    assert buttons(last) == [["↑ Лист 2 из 3"]]


def test_buttons_of_pages_stay_short() -> None:
    far = ReadingCallback(screen=Screen.GRADES, student=10**12, offset=-400, sheet=99)

    assert len(far.pack()) <= 25
