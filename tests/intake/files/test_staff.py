from diary.models.found_roster import FoundStaff
from diary.models.people import Role
from tests.intake.files.building import doubts, lines, read, read_rows, staff_line, xlsx

HEADING = ("Учитель", "Должность", "Предметы", "Классный руководитель")


def test_teachers_on_another_sheet_bring_subjects_class_and_role() -> None:
    preview = read(
        "школа.xlsx",
        xlsx(
            {
                "Ученики": [["ФИО", "Класс"], ["Иванов Пётр", "7Б"]],
                "Учителя": [
                    ["Ф.И.О.", "Должность", "Предмет", "Классное руководство"],
                    ["Смирнова Анна Викторовна", "учитель", "алгебра, геометрия", "7 «Б»"],
                    ["Белова Ольга Юрьевна", "Секретарь", None, None],
                    ["Орлов Иван Петрович", "завуч, учитель истории", "ИСТОРИЯ", "нет"],
                ],
            }
        ),
    )

    assert lines(preview) == ["7Б Иванов Пётр"]
    assert [staff_line(member) for member in preview.staff] == [
        "Смирнова Анна Викторовна | teacher | Алгебра, Геометрия | 7Б",
        "Белова Ольга Юрьевна | office",
        "Орлов Иван Петрович | office+teacher | История",
    ]
    assert preview.subjects == ("Алгебра", "Геометрия", "История")


def test_a_teacher_with_a_row_for_each_subject_is_one_person() -> None:
    preview = read_rows(
        HEADING,
        ("Смирнова Анна Викторовна", "", "Алгебра", "7Б"),
        ("Орлов Иван", "", "История"),
        ("Смирнова А. В.", "", "Геометрия"),
        ("Смирнова Анна", "директор", "алгебра"),
    )

    assert [staff_line(member) for member in preview.staff] == [
        "Смирнова Анна Викторовна | office+teacher | Алгебра | 7Б",
        "Орлов Иван | teacher | История",
    ]


def test_what_is_unclear_about_staff_is_asked() -> None:
    preview = read_rows(
        HEADING,
        ("Смирнова Анна", "учитель", "=1+1; Физика", "7Б"),
        ("Орлов Иван", "повар", "", "садик"),
        ("Котова Ольга", "учитель", "х" * 101, "7Б"),
    )

    assert doubts(preview) == [
        "2: formula",
        "3: position_unknown, led_class_unreadable",
        "4: text_too_long, led_class_taken",
    ]
    understood = [one.understood for one in preview.doubtful]
    assert [one.subjects for one in understood if isinstance(one, FoundStaff)] == [("Физика",), (), ()]
    assert [one.leads for one in understood if isinstance(one, FoundStaff)] == [("7Б",), (), ()]


def test_a_teachers_list_without_headings_is_known_by_its_sheets_name() -> None:
    preview = read(
        "a.xlsx", xlsx({"Педагоги": [["Смирнова Анна", "7Б", "алгебра"], ["Орлов Иван", "8А", "история"]]})
    )

    assert [staff_line(member) for member in preview.staff] == [
        "Смирнова Анна | teacher | Алгебра | 7Б",
        "Орлов Иван | teacher | История | 8А",
    ]


def test_a_column_with_the_class_teacher_makes_no_staff_of_children() -> None:
    preview = read_rows(
        ("Ученик", "Класс", "Дата рождения", "Классный руководитель"),
        ("Иванов Пётр", "7Б", "01.05.2013", "Смирнова А. В."),
    )

    assert lines(preview) == ["7Б Иванов Пётр 01.05.2013"]
    assert preview.staff == ()


def test_a_signature_below_the_staff_is_nobody() -> None:
    preview = read(
        "a.xlsx",
        xlsx(
            {
                "Педагоги": [
                    ["ФИО", "Должность", "Предмет"],
                    ["Смирнова Анна Викторовна", "учитель", "алгебра"],
                    ["Директор школы", None, "_____ Иванов И.И."],
                ]
            }
        ),
    )

    assert [staff_line(member) for member in preview.staff] == [
        "Смирнова Анна Викторовна | teacher | Алгебра"
    ]
    assert preview.rejected == ()


def test_positions_in_english_are_understood() -> None:
    preview = read_rows(
        ("Teacher name", "Position", "Subjects"),
        ("Anna Brown", "Head Teacher", ""),
        ("John Smith", "teacher", "Maths"),
    )

    assert [member.roles for member in preview.staff] == [{Role.OFFICE}, {Role.TEACHER}]
