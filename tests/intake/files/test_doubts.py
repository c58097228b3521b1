from diary.models.found_roster import FoundStudent
from tests.intake.files.building import TODAY, doubts, line, lines, read_rows, rejections

HEADING = ("ФИО", "Класс", "Дата рождения", "Личное дело")


def test_a_wrong_birth_date_is_asked_about_and_left_out() -> None:
    preview = read_rows(
        HEADING,
        ("Иванов Пётр", "7Б", "32.13.2013"),
        ("Петров Иван", "7Б", "не знаю"),
        ("Сидоров Лев", "7Б", f"01.01.{TODAY.year + 1}"),
        ("Орлов Глеб", "7Б", "01.01.1960"),
        ("Котов Егор", "7Б", "05/13/2013"),
    )

    assert lines(preview) == []
    assert doubts(preview) == [
        "2: birth_date_unreadable",
        "3: birth_date_unreadable",
        "4: birth_date_unlikely",
        "5: birth_date_unlikely",
        "6: birth_date_order",
    ]
    understood = [one.understood for one in preview.doubtful]
    assert [line(one) for one in understood if isinstance(one, FoundStudent)] == [
        "7Б Иванов Пётр",
        "7Б Петров Иван",
        "7Б Сидоров Лев",
        "7Б Орлов Глеб 01.01.1960",
        "7Б Котов Егор 13.05.2013",
    ]
    assert preview.doubtful[0].reasons[0].values == {"value": "32.13.2013"}


def test_names_and_classes_that_were_guessed_are_asked_about() -> None:
    preview = read_rows(
        HEADING,
        ("Пётр Иванов", "7Б"),
        ("Гарсиа Лопес Мария Ивановна", "7Б"),
        ("Иванов П.С.", "7Б"),
        ("Ивановz Пётр", "7Б"),
        ("Котов Егор", "7B"),
        ("Котова Анна", "Подготовительная"),
        ("Лапин Ян", "11А (физмат)"),
    )

    assert doubts(preview) == [
        "2: name_order",
        "3: name_parts",
        "4: name_initials",
        "5: name_alphabet",
        "6: class_letter",
        "7: class_unusual",
        "8: class_unusual",
    ]
    assert [one.name for one in preview.classes] == ["7Б", "7В", "11А", "Подготовительная"]


def test_rows_that_cannot_be_taken_say_why() -> None:
    preview = read_rows(
        HEADING,
        ("Иванов", "7Б"),
        ("Ив4нов Пётр", "7Б"),
        ("Иванов Пётр", ""),
        ("Иванов Пётр", "2013"),
        ("", "7Б", "01.05.2013"),
        ("Иванов Пётр", "7Б", "01.05.2013", "x" * 129),
        ("Иванов " + "Пётр" * 200, "7Б"),
    )

    assert rejections(preview) == [
        "2: name_incomplete",
        "3: name_unreadable",
        "4: class_missing",
        "5: class_unreadable",
        "6: name_missing",
        "7: id_too_long",
        "8: text_too_long",
    ]
    assert max(len(row.reason.values.get("value", "")) for row in preview.rejected) <= 61


def test_what_begins_like_a_formula_is_text_and_not_taken() -> None:
    preview = read_rows(
        HEADING,
        ("=HYPERLINK(A1) Иванов", "7Б"),
        ("Иванов Пётр", "=7Б"),
        ("Петров Иван", "7Б", "", "@SUM(1)"),
        ("+Котов Егор", "7Б"),
    )

    assert rejections(preview) == ["2: formula", "3: formula", "5: formula"]
    assert doubts(preview) == ["4: formula"]


def test_the_same_child_twice_is_taken_once() -> None:
    preview = read_rows(
        HEADING,
        ("Иванов Пётр Сергеевич", "7Б", "01.05.2013"),
        ("Иванов Петр", "7 б", "1 мая 2013"),
        ("Котов Егор", "7Б", "02.05.2013", "12"),
        ("Котов Егор", "7Б", "", "12"),
    )

    assert lines(preview) == ["7Б Иванов Пётр Сергеевич 01.05.2013", "7Б Котов Егор 02.05.2013"]
    assert rejections(preview) == ["3: duplicate", "5: duplicate"]
    assert preview.rejected[0].reason.values == {"sheet": "", "row": "2"}


def test_namesakes_whom_a_date_patronymic_or_number_tells_apart_are_two_children() -> None:
    preview = read_rows(
        HEADING,
        ("Иванов Пётр", "7Б", "01.05.2013"),
        ("Иванов Пётр", "7Б", "02.05.2013"),
        ("Котов Егор Ильич", "7Б"),
        ("Котов Егор Львович", "7Б"),
        ("Белова Анна", "7Б", "", "1"),
        ("Белова Анна", "7Б", "", "2"),
    )

    assert len(preview.students) == 6
    assert preview.doubtful == ()


def test_namesakes_whom_nothing_tells_apart_are_asked_about() -> None:
    preview = read_rows(
        HEADING,
        ("Иванов Пётр", "7Б"),
        ("Иванов Пётр", "7Б"),
        ("Котов Егор", "7Б", "01.05.2013"),
        ("Котов Егор", "8А", "01.05.2013"),
    )

    assert doubts(preview) == ["3: same_name", "5: two_classes"]
    assert preview.doubtful[1].reasons[0].values == {"sheet": "", "row": "4", "name": "7Б"}


def test_one_number_for_two_children_is_refused() -> None:
    preview = read_rows(HEADING, ("Иванов Пётр", "7Б", "", "5"), ("Котов Егор", "7Б", "", "5"))

    assert rejections(preview) == ["3: id_repeated"]


def test_numbers_keep_no_point_from_the_spreadsheet() -> None:
    preview = read_rows(HEADING, ("Иванов Пётр", "7Б", "", "5"))

    assert [student.file_id for student in preview.students] == ["5"]
