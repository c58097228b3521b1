"""Lists as they come: every one of these holds the same two children of 7Б."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from intake.files.sheets import Row, Sheet
from tests.intake.files.building import doubts, lines, ods, read, rejections, text, xlsx

PETR = date(2013, 5, 1)
ANNA = date(2013, 11, 30)
PLAIN = [
    ["ФИО", "Класс", "Дата рождения"],
    ["Иванов Пётр Сергеевич", "7Б", "01.05.2013"],
    ["Белова Анна Юрьевна", "7Б", "30.11.2013"],
]
EXPECTED = ["7Б Иванов Пётр Сергеевич 01.05.2013", "7Б Белова Анна Юрьевна 30.11.2013"]


def _merge_class(book: Workbook) -> None:
    book.worksheets[0].merge_cells("A2:A3")


def _hide_second(book: Workbook) -> None:
    book.worksheets[1].sheet_state = "hidden"


def _apart(rows: list[list[str]]) -> list[list[str]]:
    return [[*name.rsplit(" ", 1), born] for name, _, born in rows]


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "UTF-8, commas": ("a.csv", lambda: text(PLAIN)),
    "UTF-8 with a mark, semicolons": ("a.csv", lambda: text(PLAIN, delimiter=";", encoding="utf-8-sig")),
    "Windows-1251, semicolons": ("a.csv", lambda: text(PLAIN, delimiter=";", encoding="cp1251")),
    "Windows-1251, tabs": ("a.tsv", lambda: text(PLAIN, delimiter="\t", encoding="cp1251")),
    "UTF-16 with a mark, tabs, as Excel's Unicode text": (
        "a.txt",
        lambda: text(PLAIN, delimiter="\t", encoding="utf-16"),
    ),
    "UTF-16 without a mark": ("a.csv", lambda: text(PLAIN, delimiter=";", encoding="utf-16-le")),
    "UTF-16 big-endian without a mark": ("a.csv", lambda: text(PLAIN, delimiter=";", encoding="utf-16-be")),
    "Excel's delimiter hint": ("a.csv", lambda: b"sep=|\r\n" + text(PLAIN, delimiter="|")),
    "no extension": ("список", lambda: text(PLAIN)),
    "commas in quoted cells": (
        "a.csv",
        lambda: text([PLAIN[0], ["Иванов, Пётр, Сергеевич", "7Б", "01.05.2013"], PLAIN[2]]),
    ),
    "three name columns, date cells": (
        "a.xlsx",
        lambda: xlsx(
            {
                "Лист1": [
                    ["№ п/п", "Фамилия", "Имя", "Отчество", "Класс", "Дата рожд."],
                    [1, "Иванов", "Пётр", "Сергеевич", "7 Б", PETR],
                    [2, "Белова", "Анна", "Юрьевна", "7-б", ANNA],
                ]
            }
        ),
    ),
    "two name columns": (
        "a.xlsx",
        lambda: xlsx(
            {
                "Лист1": [
                    ["Фамилия", "Имя и отчество", "Кл.", "ДР"],
                    ["Иванов", "Пётр Сергеевич", "7 «Б»", "1.5.13"],
                    ["Белова", "Анна Юрьевна", "7б", "30/11/2013"],
                ]
            }
        ),
    ),
    "one name column and a patronymic": (
        "a.xlsx",
        lambda: xlsx(
            {
                "Лист1": [
                    ["Фамилия Имя", "Отчество", "Класс", "Д.Р."],
                    ["Иванов Пётр", "Сергеевич", "7Б", "2013-05-01"],
                    ["Белова Анна", "Юрьевна", "7Б", "2013-11-30 00:00:00"],
                ]
            }
        ),
    ),
    "everything in the family name's column": (
        "a.xlsx",
        lambda: xlsx(
            {
                "Лист1": [
                    ["Фамилия", "Имя", "Отчество", "Класс", "Дата рождения"],
                    ["Иванов Пётр Сергеевич", None, None, "7Б", PETR],
                    ["Белова Анна", None, "Юрьевна", "7Б", ANNA],
                ]
            }
        ),
    ),
    "capitals, given name first, Latin letters inside": (
        "a.csv",
        lambda: text(
            [
                PLAIN[0],
                ["ИBAHOB ПЁТР СЕРГЕЕВИЧ", "7Б", "1 мая 2013 г."],
                ["Анна Юрьевна Белова", "7b", "30 ноября 2013"],
            ]
        ),
    ),
    "serial numbers for dates": (
        "a.xlsx",
        lambda: xlsx({"Лист1": [PLAIN[0], [PLAIN[1][0], "7Б", 41395], [PLAIN[2][0], "7Б", "41608"]]}),
    ),
    "a title, an empty row and a signature around the table": (
        "a.xlsx",
        lambda: xlsx(
            {
                "Лист1": [
                    ["Утверждаю: директор ___________"],
                    [],
                    ["Список учащихся 7 «Б» класса"],
                    [],
                    ["№", "Ф.И.О. обучающегося (полностью)", "Дата рождения (дд.мм.гггг)"],
                    [1, "Иванов Пётр Сергеевич", PETR],
                    [2, "Белова Анна Юрьевна", ANNA],
                    [None, "Итого: 2", None],
                ]
            }
        ),
    ),
    "one sheet for each class": (
        "a.xlsx",
        lambda: xlsx({"7 Б": [["Ученик", "Дата рождения"], [PLAIN[1][0], PETR], [PLAIN[2][0], ANNA]]}),
    ),
    "the class in a row above its children": (
        "a.csv",
        lambda: text(
            [
                ["№", "ФИО", "Дата рождения"],
                ["7 «Б» класс"],
                ["1", PLAIN[1][0], "1.05.2013"],
                ["2", *PLAIN[2][::2]],
            ]
        ),
    ),
    "the class once in a merged cell": (
        "a.xlsx",
        lambda: xlsx(
            {"Лист1": [["Класс", "ФИО", "ДР"], ["7Б", PLAIN[1][0], PETR], [None, PLAIN[2][0], ANNA]]},
            arrange=_merge_class,
        ),
    ),
    "grade and letter apart": (
        "a.csv",
        lambda: text(
            [
                ["Параллель", "Литера", "ФИО ребенка", "Дата рождения"],
                ["7", "Б", PLAIN[1][0], "01.05.2013"],
                ["7", "б", PLAIN[2][0], "30.11.2013"],
            ]
        ),
    ),
    "other columns, misspelt headings": (
        "a.csv",
        lambda: text(
            [
                ["№", "Фамилия имя отчесво", "Пол", "Дата рождния", "Класс", "СНИЛС", "ФИО матери"],
                ["1", PLAIN[1][0], "м", "01.05.2013", "7Б", "112-233-445 95", "Иванова Ольга"],
                ["2", PLAIN[2][0], "ж", "30.11.2013", "7Б", "", "Белова Ирина"],
            ]
        ),
    ),
    "no headings, one name column": ("a.csv", lambda: text([["1", *PLAIN[1]], ["2", *PLAIN[2]]])),
    "no headings, three name columns": (
        "a.csv",
        lambda: text(
            [
                ["Иванов", "Пётр", "Сергеевич", "01.05.2013", "7Б"],
                ["Белова", "Анна", "Юрьевна", "30.11.2013", "7Б"],
            ]
        ),
    ),
    "no headings, given name before family name": (
        "a.csv",
        lambda: text(
            [
                ["7Б", "Пётр", "Сергеевич", "Иванов", "01.05.2013"],
                ["7Б", "Анна", "Юрьевна", "Белова", "30.11.2013"],
            ]
        ),
    ),
    "headings repeated on every page": ("a.csv", lambda: text([*PLAIN[:2], PLAIN[0], PLAIN[2]])),
    "a hidden sheet with last year's list": (
        "a.xlsx",
        lambda: xlsx({"Лист1": PLAIN, "Старый": [PLAIN[0], ["Козлов Лев", "6Б", ""]]}, arrange=_hide_second),
    ),
    "non-breaking spaces and invisible characters": (
        "a.csv",
        lambda: text(
            [PLAIN[0], ["Иванов\u00a0Пётр  \u202aСергеевич\u202c\u200b", "7\u00a0Б", "01.05.2013"], PLAIN[2]]
        ),
    ),
    "a table of LibreOffice": ("a.ods", lambda: ods(PLAIN)),
    "the class behind the name": (
        "a.csv",
        lambda: text(
            [
                ["Ученики", "Дата рождения"],
                ["Иванов Пётр Сергеевич 7Б", "01.05.2013"],
                ["Белова Анна Юрьевна, 7 «б» класс", "30.11.2013"],
            ]
        ),
    ),
    "the class before the name": (
        "a.csv",
        lambda: text(
            [
                ["Ученики", "ДР"],
                ["7Б Иванов Пётр Сергеевич", "1.5.13"],
                ["7б, Белова Анна Юрьевна", "30.11.13"],
            ]
        ),
    ),
    "everything in one cell, no headings": (
        "a.txt",
        lambda: "Иванов Пётр Сергеевич 7Б 01.05.2013\nБелова Анна Юрьевна 7Б (30.11.2013)\n".encode("cp1251"),
    ),
    "a sheet's name with more than the class": (
        "a.xlsx",
        lambda: xlsx({"Список 7Б (2 чел.)": [["ФИ", "Отчество", "ДР"], *_apart(PLAIN[1:])]}),
    ),
    "a file's name with the class": (
        "7Б 2026-2027.xlsx",
        lambda: xlsx({"Лист1": [row[::2] for row in PLAIN]}),
    ),
    "signatures and totals among the names": (
        "a.xlsx",
        lambda: xlsx(
            {
                "7Б": [
                    ["№", "ФИО", "Дата рождения"],
                    [1, *PLAIN[1][::2]],
                    [2, *PLAIN[2][::2]],
                    [None, "Мальчиков - 1, девочек - 1"],
                    [None, "Дата составления"],
                    ["Классный руководитель", "Смирнова А.В."],
                    [None, "Директор школы"],
                    [None, "Ответственный исполнитель"],
                ]
            }
        ),
    ),
    "macros allowed": ("a.xlsm", lambda: xlsx({"Лист1": PLAIN})),
}


@pytest.mark.parametrize("case", CASES)
def test_a_list_is_read_however_it_was_made(case: str) -> None:
    name, build = CASES[case]

    preview = read(name, build())

    assert lines(preview) == EXPECTED
    assert doubts(preview) == rejections(preview) == []
    assert [(found.name, found.students) for found in preview.classes] == [("7Б", 2)]


def test_a_list_of_the_old_excel_is_read() -> None:
    data = Path(__file__).with_name("from_excel_2003.xls").read_bytes()

    assert lines(read("a.xls", data)) == ["7Б Иванов Пётр Сергеевич 01.05.2013", "7Б Белова Анна 30.11.2013"]


def test_an_english_list_keeps_its_letters() -> None:
    preview = read(
        "roster.csv",
        text(
            [
                ["Student ID", "Student", "Class", "Birth date"],
                ["17", "John Smith", "7B", "2013-05-01"],
                ["18", "Brown, Emma", "Year 7B", "May 2, 2013"],
            ]
        ),
    )

    assert lines(preview) == ["7B Smith John 01.05.2013", "7B Brown Emma 02.05.2013"]
    assert [student.file_id for student in preview.students] == ["17", "18"]


def test_rows_are_named_as_the_spreadsheet_shows_them() -> None:
    preview = read("a.xlsx", xlsx({"7Б": [[], ["Список"], [], ["ФИО", "Пол"], [], ["Иванов Пётр", "м"]]}))

    assert [(one.place.sheet, one.place.row) for one in preview.students] == [("7Б", 6)]


def test_sheets_without_names_are_named() -> None:
    preview = read("a.xlsx", xlsx({"Лист1": PLAIN, "Кабинеты": [["204", "химия"]], "Пустой": []}))

    assert preview.unread_sheets == ("Кабинеты",)


def test_a_row_shorter_than_the_table_has_empty_cells() -> None:
    sheet = Sheet("", (Row(1, ("a",)),))

    assert sheet.rows[0][5] is None


def test_a_name_beside_a_surname_is_the_given_one() -> None:
    preview = read("roster.csv", text([["Name", "Surname", "Form"], ["John", "Smith", "7B"]]))

    assert lines(preview) == ["7B Smith John"]


def test_a_program_s_name_in_a_sheet_s_name_is_no_class() -> None:
    preview = read("Выгрузка.xlsx", xlsx({"Выгрузка 1С": [["ФИО"], ["Иванов Пётр"]]}))

    assert rejections(preview) == ["2: class_missing"]


def test_who_is_called_like_a_line_of_totals_is_a_child() -> None:
    preview = read("a.csv", text([["ФИО", "Класс"], ["Мальчиков Иван", "7Б"], ["Директоров Олег", "7Б"]]))

    assert lines(preview) == ["7Б Мальчиков Иван", "7Б Директоров Олег"]
