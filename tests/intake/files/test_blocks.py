"""A class that stands once, at the head of its block."""

from diary.models.found_roster import FoundStudent
from tests.intake.files.building import doubts, line, lines, read_rows, rejections

HEADING = ("Класс", "ФИО", "Дата рождения")
BLOCKS = (
    ("7Б", "Иванов Пётр", "01.05.2013"),
    ("", "Котов Егор", "02.05.2013"),
    ("", "Лапин Ян", "03.05.2013"),
    ("8А", "Орлов Глеб", "04.05.2012"),
    ("", "Петров Иван", "05.05.2012"),
)


def test_children_below_a_class_are_taken_into_it_where_the_whole_list_is_so() -> None:
    preview = read_rows(HEADING, *BLOCKS)

    assert lines(preview) == ["7Б Иванов Пётр 01.05.2013", "8А Орлов Глеб 04.05.2012"]
    assert doubts(preview) == ["3: class_from_above", "4: class_from_above", "6: class_from_above"]
    understood = [one.understood for one in preview.doubtful]
    assert [line(one) for one in understood if isinstance(one, FoundStudent)] == [
        "7Б Котов Егор 02.05.2013",
        "7Б Лапин Ян 03.05.2013",
        "8А Петров Иван 05.05.2012",
    ]


def test_an_empty_row_ends_a_block() -> None:
    preview = read_rows(HEADING, *BLOCKS[:2], ("", "", ""), *BLOCKS[2:])

    assert rejections(preview) == ["5: class_missing"]
    assert doubts(preview) == ["3: class_from_above", "7: class_from_above"]


def test_a_class_forgotten_in_a_full_list_is_nobodys_guess() -> None:
    preview = read_rows(
        HEADING,
        ("7Б", "Иванов Пётр", ""),
        ("7Б", "Котов Егор", ""),
        ("", "Лапин Ян", ""),
        ("", "Львов Лев", ""),
        ("", "Орлов Глеб", ""),
        ("8А", "Петров Иван", ""),
    )

    assert rejections(preview) == ["4: class_missing", "5: class_missing", "6: class_missing"]


def test_who_stands_above_the_first_class_has_none() -> None:
    preview = read_rows(HEADING, ("", "Смирнов Олег", ""), *BLOCKS)

    assert rejections(preview) == ["2: class_missing"]
