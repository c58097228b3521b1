"""A later file against what is known."""

from collections.abc import Sequence
from datetime import date

import pytest

from diary.models.found_roster import Place
from diary.models.ids import ClassId, PersonId, StaffId, StudentId
from diary.models.people import Name, Role, StaffMember, Student
from diary.models.roster_difference import Difference, Step
from diary.models.school_lists import SchoolLists
from intake.files.compare import compare
from intake.files.patch import to_roster
from intake.push.rosters import read_roster
from tests.intake.files.building import line, read_rows

HEADING = ("ФИО", "Класс", "Дата рождения", "Личное дело")
STAFF_HEADING = ("Учитель", "Должность", "Предмет", "Классное руководство")


def _name(text: str) -> Name:
    family, given, *rest = text.split()
    return Name(family_name=family, given_name=given, patronymic=" ".join(rest))


def _student(key: str, name: str, class_name: str, birth_date: date | None = None) -> Student:
    return Student(
        id=StudentId(int(key[1:])),
        external_id=key,
        name=_name(name),
        class_id=ClassId(1),
        class_name=class_name,
        birth_date=birth_date,
    )


def _member(key: str, name: str, *roles: Role) -> StaffMember:
    number = int(key[1:])
    return StaffMember(
        id=StaffId(number),
        person_id=PersonId(number),
        external_id=key,
        name=_name(name),
        roles=frozenset(roles or {Role.TEACHER}),
    )


PETR = _student("s1", "Иванов Пётр", "7Б", date(2013, 5, 1))
ANNA = _student("s2", "Белова Анна Юрьевна", "7Б", date(2013, 11, 30))
LEV = _student("s3", "Котов Лев", "8А")
KNOWN = SchoolLists(
    students=(PETR, ANNA, LEV),
    staff=(_member("t1", "Смирнова Анна Викторовна"), _member("t2", "Орлов Иван Петрович", Role.OFFICE)),
    classes={"7b": "7 б", "8a": "8А"},
    subjects={"alg": "алгебра"},
    once_used_ids=frozenset({"s1", "s2", "s3", "s9"}),
)


def _compare(*rows: Sequence[object], known: SchoolLists = KNOWN) -> Difference:
    return compare(read_rows(HEADING, *rows), known)


def _steps(difference: Difference) -> list[str]:
    return [
        " ".join(filter(None, (change.step, change.external_id, *(reason.code for reason in change.asks))))
        for change in difference.students
        if change.step is not Step.JOINED
    ] + [
        " ".join((change.step, line(change.found), *(reason.code for reason in change.asks)))
        for change in difference.joined
    ]


def test_the_same_list_changes_nothing() -> None:
    difference = _compare(
        ("Иванов Петр Сергеевич", "7Б", "01.05.2013"), ("БЕЛОВА АННА", "7-б", ""), ("Котов Л.", "8A")
    )

    assert difference.is_empty is False
    assert [change.found.name.patronymic for change in difference.corrected] == ["Сергеевич"]
    again = _compare(("Иванов Петр", "7Б", "01.05.2013"), ("БЕЛОВА АННА", "7-б", ""), ("Котов Л.", "8A"))
    assert again.is_empty
    assert to_roster(again) == {}


def test_who_joined_left_and_moved_is_told_apart() -> None:
    difference = _compare(
        ("Иванов Пётр", "8А", "01.05.2013"), ("Новиков Глеб", "7Б", "07.07.2013"), ("Котов Лев", "8А")
    )

    assert _steps(difference) == ["moved s1", "unchanged s3", "joined 7Б Новиков Глеб 07.07.2013"]
    assert difference.left == (ANNA,)
    assert [change.was for change in difference.moved] == [PETR]


def test_nobody_leaves_a_class_that_is_not_in_the_file() -> None:
    assert _compare(("Котов Лев", "8А")).left == ()


def test_nobody_leaves_while_a_row_may_be_theirs() -> None:
    difference = _compare(
        ("Белова Анна Юрьевна", "2013"), ("Иванов Пётр", "7Б", "нет даты"), ("Новиков Глеб", "7Б")
    )

    assert difference.left == ()


def test_a_name_written_otherwise_is_asked_about() -> None:
    difference = _compare(("Ивонов Пётр", "7Б", "01.05.2013"), ("Петрова Анна", "7Б", "30.11.2013"))

    assert _steps(difference) == ["corrected s1 renamed", "corrected s2 renamed"]
    assert [change.asks[0].values["was"] for change in difference.corrected] == [
        "Иванов Пётр",
        "Белова Анна Юрьевна",
    ]
    assert difference.left == ()
    assert to_roster(difference) == {}
    assert [item["family_name"] for item in to_roster(difference, accept=difference.asks)["students"]] == [
        "Ивонов",
        "Петрова",
    ]


def test_a_birth_date_that_differs_is_asked_about() -> None:
    assert _steps(_compare(("Иванов Пётр", "7Б", "02.05.2013")))[0] == "corrected s1 birth_date_changed"


def test_a_birth_date_that_was_not_known_is_taken() -> None:
    difference = _compare(("Котов Лев", "8А", "03.03.2012"))

    assert _steps(difference) == ["corrected s3"]
    assert to_roster(difference)["students"] == [
        {
            "id": "s3",
            "family_name": "Котов",
            "given_name": "Лев",
            "class": "8a",
            "birth_date": "2012-03-03",
        }
    ]


def test_without_a_birth_date_only_the_next_grade_is_a_sure_move() -> None:
    assert _steps(_compare(("Котов Лев", "9А"))) == ["moved s3"]
    assert _steps(_compare(("Котов Лев", "7Б")))[:1] == ["moved s3 moved_perhaps"]
    assert to_roster(_compare(("Котов Лев", "9А"))) == {
        "classes": [{"id": "f-9а", "name": "9А"}],
        "students": [{"id": "s3", "family_name": "Котов", "given_name": "Лев", "class": "f-9а"}],
    }


def test_the_schools_own_numbers_outweigh_names() -> None:
    difference = _compare(("Иванова Мария", "7Б", "", "s1"), ("Лапин Ян", "7Б", "", "77"))

    assert _steps(difference)[:1] == ["corrected s1 renamed"]
    assert [change.external_id for change in difference.joined] == ["77"]


def test_namesakes_whom_nothing_tells_apart_are_not_guessed() -> None:
    twins = SchoolLists(students=(_student("s1", "Иванов Пётр", "7Б"), _student("s2", "Иванов Пётр", "7Б")))

    difference = _compare(("Иванов Пётр", "7Б"), known=twins)

    assert _steps(difference) == ["joined 7Б Иванов Пётр several_known"]
    assert difference.left == ()
    assert to_roster(difference) == {}


def test_a_person_may_say_that_a_child_is_somebody_else() -> None:
    preview = read_rows(HEADING, ("Иванова Пётр", "7Б", "01.05.2013"))

    difference = compare(preview, KNOWN, strangers={Place("", 2)})

    assert [change.step for change in difference.students] == [Step.JOINED]
    assert difference.left == (PETR, ANNA)


def test_new_ids_are_the_same_for_the_same_child_and_nobody_elses() -> None:
    rows = [("Новиков Глеб", "7Б", "07.07.2013"), ("Новиков Глеб", "8А", "07.07.2013"), ("Лапин Ян", "7Б")]
    ids = [change.external_id for change in _compare(*rows).joined]
    gone = SchoolLists(once_used_ids=frozenset(ids))

    assert len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}-2"
    assert all(one.startswith("f-") and len(one) <= 128 for one in ids)
    assert [change.external_id for change in _compare(*rows).joined] == ids
    assert [change.external_id for change in _compare(*rows, known=gone).joined] == [*ids[:2], f"{ids[2]}-2"]


def test_a_returning_child_is_known_by_name_and_birth_date_only() -> None:
    first = _compare(("Новиков Глеб", "7Б", "07.07.2013"), ("Лапин Ян", "7Б")).joined
    once = SchoolLists(once_used_ids=frozenset(change.external_id for change in first))

    again = _compare(("Новиков Глеб", "8А", "07.07.2013"), ("Лапин Ян", "8А"), known=once).joined

    assert again[0].external_id == first[0].external_id
    assert again[1].external_id != first[1].external_id


def test_those_who_left_may_be_kept() -> None:
    difference = _compare(("Новиков Глеб", "7Б", "07.07.2013"))

    assert to_roster(difference, keep={"s1"})["students"][1:] == [{"id": "s2", "removed": True}]


def test_staff_gain_roles_and_classes_and_lose_none() -> None:
    preview = read_rows(
        STAFF_HEADING,
        ("Смирнова А. В.", "завуч", "Алгебра", "7Б"),
        ("Орлов Иван", "учитель", "История"),
        ("Новая Ольга", "", "Физика", "5А"),
    )

    difference = compare(preview, KNOWN)
    body = to_roster(difference)

    assert [change.step for change in difference.staff] == [Step.CORRECTED, Step.CORRECTED, Step.JOINED]
    new = difference.staff[2].external_id
    assert [(item["id"], item["roles"]) for item in body["staff"]] == [
        ("t1", ["office", "teacher"]),
        ("t2", ["office", "teacher"]),
        (new, ["teacher"]),
    ]
    assert body["classes"] == [
        {"id": "f-5а", "name": "5А", "class_teacher": new},
        {"id": "7b", "name": "7Б", "class_teacher": "t1"},
    ]
    assert [item["name"] for item in body["subjects"]] == ["История", "Физика"]


def test_staff_missing_from_a_list_stay_unless_dismissed() -> None:
    difference = compare(read_rows(STAFF_HEADING, ("Смирнова Анна", "учитель", "Алгебра")), KNOWN)

    assert [member.external_id for member in difference.staff_missing] == ["t2"]
    assert to_roster(difference) == {}
    assert to_roster(difference, dismiss={"t2"}) == {"staff": [{"id": "t2", "removed": True}]}


def test_two_colleagues_of_one_name_are_not_guessed() -> None:
    known = SchoolLists(staff=(_member("t1", "Орлов Иван"), _member("t2", "Орлов Иван")))
    difference = compare(read_rows(STAFF_HEADING, ("Орлов Иван", "", "")), known)

    assert [reason.code for reason in difference.staff[0].asks] == ["several_known"]
    assert difference.staff_missing == ()
    assert difference.asks == (Place("", 2),)


def test_a_colleague_with_a_number_may_have_a_new_name() -> None:
    rows = [("ID", "Учитель", "Предмет"), ("t1", "Петрова Анна Викторовна", "")]

    difference = compare(read_rows(*rows), KNOWN)

    assert [(change.external_id, change.asks[0].code) for change in difference.staff] == [("t1", "renamed")]


@pytest.mark.parametrize("known", [KNOWN, SchoolLists()], ids=["a known school", "an empty one"])
def test_the_push_takes_what_comes_out(known: SchoolLists) -> None:
    students = read_rows(
        HEADING, ("Новиков Глеб Ильич", "7Б", "07.07.2013"), ("Лапин Ян", "Подготовительная")
    )
    staff = read_rows(STAFF_HEADING, ("Новая Ольга", "секретарь", "Физика, Химия", "5А"))

    for preview in (students, staff):
        difference = compare(preview, known)
        _, rejected = read_roster(to_roster(difference, accept=difference.asks))
        assert rejected == []


def test_a_new_year_moves_a_whole_school_at_once() -> None:
    known = SchoolLists(
        students=tuple(
            _student(f"s{grade * 100 + n}", f"Ученик{chr(1072 + n)} Иван", f"{grade}А")
            for grade in range(1, 11)
            for n in range(25)
        )
    )
    rows = [
        (f"{s.name.family_name} {s.name.given_name}", f"{int(s.class_name[:-1]) + 1}А")
        for s in known.students
    ]

    difference = _compare(*rows, known=known)

    assert {change.step for change in difference.students} <= {Step.MOVED, Step.UNCHANGED, Step.JOINED}
    assert difference.left == ()
