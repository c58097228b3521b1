"""Names, classes and dates, one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diary.models.found_roster import Doubt, Rejection
from intake.files.birth_dates import read_birth_date
from intake.files.classes import read_class, read_usual_class
from intake.files.columns import Column, meaning_of
from intake.files.names import ReadName, read_full_name, read_name_columns
from intake.files.sheets import clean_text
from tests.intake.files.building import TODAY

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
WORDS = st.text(RUSSIAN, min_size=2, max_size=12).map(str.capitalize)
PATRONYMICS = st.sampled_from(["Сергеевич", "Ильич", "Юрьевна", "Никитична", "Вагиф оглы"])


def _parts(read: ReadName | Rejection) -> tuple[str, str, str]:
    assert isinstance(read, ReadName)
    return read.name.family_name, read.name.given_name, read.name.patronymic


@pytest.mark.parametrize(
    ("text", "family", "given_name", "patronymic"),
    [
        ("Иванов Пётр Сергеевич", "Иванов", "Пётр", "Сергеевич"),
        ("Пётр Сергеевич Иванов", "Иванов", "Пётр", "Сергеевич"),
        ("Абрамович Иван Петрович", "Абрамович", "Иван", "Петрович"),
        ("Иван Петрович Абрамович", "Абрамович", "Иван", "Петрович"),
        ("Мамедов Али Вагиф оглы", "Мамедов", "Али", "Вагиф оглы"),
        ("МАМЕДОВА ЛЕЙЛА ВАГИФ КЫЗЫ", "Мамедова", "Лейла", "Вагиф кызы"),
        ("Гусейнов Али Вели-оглы", "Гусейнов", "Али", "Вели-оглы"),
        ("МАМИН-СИБИРЯК ДМИТРИЙ", "Мамин-Сибиряк", "Дмитрий", ""),
        ("Петров - Водкин Кузьма", "Петров-Водкин", "Кузьма", ""),
        ("12. иванова анна-мария", "Иванова", "Анна-Мария", ""),
        ("О'НИЛ АННА", "О'Нил", "Анна", ""),
        ("Пeтpов Иван", "Петров", "Иван", ""),
        ("COBA ПЁТР", "Сова", "Пётр", ""),
        ("Семёнова Лев", "Семёнова", "Лев", ""),
        ("Иванов, Пётр", "Иванов", "Пётр", ""),
        ("Smith, John", "Smith", "John", ""),
        ("John Smith", "Smith", "John", ""),
        ("Ivanov Ivan", "Ivanov", "Ivan", ""),
        ("Mary Ann Smith", "Smith", "Mary Ann", ""),
        ("Нгуен Ван Хунг", "Нгуен", "Ван", "Хунг"),
    ],
)
def test_names_are_understood(text: str, family: str, given_name: str, patronymic: str) -> None:
    assert _parts(read_full_name(text)) == (family, given_name, patronymic)


def test_names_in_two_alphabets_are_left_as_they_are() -> None:
    assert _parts(read_full_name("Smith Иван")) == ("Smith", "Иван", "")
    assert _parts(read_name_columns("Smith", "Иван", "")) == ("Smith", "Иван", "")


@given(WORDS, WORDS, PATRONYMICS)
def test_a_patronymic_at_the_end_always_puts_the_family_name_first(
    family: str, given_name: str, patronymic: str
) -> None:
    assert _parts(read_full_name(f"{family} {given_name} {patronymic}"))[2] == patronymic
    assert _parts(read_name_columns(family, given_name, patronymic)) == (family, given_name, patronymic)
    assert _parts(read_name_columns(family, f"{given_name} {patronymic}", ""))[2] == patronymic


@given(st.text(max_size=80))
@example("Иванов (")
@example("- -")
@example("ǅ ǅ")
def test_any_text_is_a_name_or_refused(text: str) -> None:
    read = read_full_name(clean_text(text) or "")

    if isinstance(read, ReadName):
        assert read.name.family_name
        assert read.name.given_name


@pytest.mark.parametrize(
    "text",
    ["7Б", "7 Б", "7-б", "7 «Б»", "7b", '7 "Б" класс', "7/Б", "07Б", "7_Б", "Класс: 7б", "7 Б класс.", "7–Б"],
)
def test_a_class_is_one_however_it_is_spelt(text: str) -> None:
    read = read_class(text)

    assert read is not None
    assert (read.name, read.doubt) == ("7Б", None)


@pytest.mark.parametrize(
    ("text", "name", "doubt"),
    [
        ("7A", "7А", None),
        ("7B", "7В", Doubt.CLASS_LETTER),
        ("7G", "7Г", Doubt.CLASS_LETTER),
        ("7Gx", "7GX", Doubt.CLASS_UNUSUAL),
        ("7-1", "7-1", None),
        ("10 физмат", "10 физмат", None),
        ("11А (физмат)", "11А", Doubt.CLASS_UNUSUAL),
        ("7", "7", None),
        (7.0, "7", None),
        ("13А", "13А", Doubt.CLASS_UNUSUAL),
    ],
)
def test_other_classes_are_taken_or_asked_about(text: str | float, name: str, doubt: Doubt | None) -> None:
    read = read_class(text)

    assert read is not None
    assert (read.name, read.doubt) == (name, doubt)


@pytest.mark.parametrize("text", ["", "2013", "=7", "112-233", date(2013, 5, 1), "-"])
def test_what_is_no_class_is_none(text: str | date) -> None:
    assert read_class(text) is None


@given(st.text(max_size=30), st.booleans())
def test_a_class_that_was_read_reads_the_same_again(text: str, latin: bool) -> None:
    read = read_usual_class(text, latin=latin)

    if read and not read.doubt:
        assert read_usual_class(read.name, latin=latin) == read


@pytest.mark.parametrize(
    "text",
    [
        "01.05.2013",
        "1.5.13",
        "01/05/2013",
        "1-5-2013",
        "2013-05-01",
        "2013-05-01T00:00:00",
        "1 мая 2013",
        "1 мая 2013 года",
        "01-май-2013",
        "01.05.2013 г.р.",
        "1 May 2013",
        "May 1, 2013",
        "41395",
    ],
)
def test_a_birth_date_is_one_however_it_is_written(text: str) -> None:
    read = read_birth_date(text, today=TODAY)

    assert (read.day, read.doubt) == (date(2013, 5, 1), None)


@given(st.dates(TODAY - timedelta(days=21 * 365), TODAY - timedelta(days=5 * 365)))
def test_every_birth_date_of_a_pupil_comes_back(day: date) -> None:
    for written in (
        day,
        f"{day:%d.%m.%Y}",
        f"{day:%d.%m.%y}",
        day.isoformat(),
        (day - date(1899, 12, 30)).days,
    ):
        assert read_birth_date(written, today=TODAY).day == day


@given(st.text(max_size=40) | st.floats() | st.dates())
def test_anything_else_is_a_date_of_a_living_person_or_doubted(cell: str | float | date) -> None:
    read = read_birth_date(cell, today=TODAY)

    assert (read.day is None and read.doubt) or (read.day and read.day <= TODAY)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Ф.И.О. обучающегося (полностью)", Column.FULL_NAME),
        ("Фамилия ученика", Column.FAMILY_NAME),
        ("Имя ребёнка", Column.GIVEN_NAME),
        ("ФИО родителей", Column.IGNORED),
        ("Телефон мамы", Column.IGNORED),
        ("Student's name", Column.FULL_NAME),
        ("Кл. рук.", Column.LEADS),
        ("Фамлия", Column.FAMILY_NAME),
        ("Смирнова", None),
        ("Иванов Пётр", None),
        ("", None),
        ("Фамилия " * 20, None),
    ],
)
def test_headings_are_understood(heading: str, column: Column | None) -> None:
    assert meaning_of(heading) is column
