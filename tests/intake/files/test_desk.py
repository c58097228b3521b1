"""Files as the diary asks for them: each in a process of its own, within limits."""

import time

import pytest

from diary.models.ids import ClassId, StudentId
from diary.models.people import Name, Student
from diary.models.roster import Section
from diary.models.roster_files import Decision
from diary.models.roster_refusals import Refusal, RosterFileError
from diary.models.school_lists import SchoolLists
from intake.files import limits
from intake.files.desk import RosterFileDesk
from tests.intake.files.building import TODAY, text, xlsx

KNOWN = SchoolLists(
    students=tuple(
        Student(
            id=StudentId(number),
            external_id=f"s{number}",
            name=Name(family_name="Иванов", given_name=given),
            class_id=ClassId(1),
            class_name="7Б",
        )
        for number, given in enumerate(("Пётр", "Олег"))
    ),
    classes={"7b": "7Б"},
)
ROWS = [("ФИО", "Класс"), ("Иванов Пётр", "7Б"), ("Сидоров Иван", "7Б"), ("Кузнецов И.", "7Б")]


async def test_a_decision_becomes_a_push() -> None:
    desk = RosterFileDesk()
    preview, difference = await desk.examine("a.xlsx", xlsx({"7Б": ROWS}), today=TODAY, known=KNOWN)
    assert [len(preview.students), len(preview.doubtful), len(difference.left)] == [2, 1, 1]

    careful, _ = desk.patch(difference, Decision())
    whole, _ = desk.patch(difference, Decision(doubtful=True, leavers=True))

    names = [item.values.get("family_name") for item in careful[Section.STUDENTS]]
    assert names == ["Сидоров"]
    assert [item.removed for item in whole[Section.STUDENTS]] == [False, False, True]


async def test_a_refusal_comes_back_with_its_values() -> None:
    with pytest.raises(RosterFileError) as caught:
        await RosterFileDesk().examine("a.xlsx", text(ROWS), today=TODAY, known=KNOWN)

    assert (caught.value.code, caught.value.values) == (Refusal.WRONG_EXTENSION, {"extension": ".xlsx"})


async def test_a_file_that_takes_too_long_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXAMINER_SECONDS", 1)
    endless = text([("ФИО", "Класс"), *[("Иванов Пётр", "7Б")] * 19_990])
    begun = time.monotonic()

    with pytest.raises(RosterFileError) as caught:
        await RosterFileDesk().examine("a.csv", endless, today=TODAY, known=KNOWN)

    assert caught.value.code is Refusal.TOO_DEMANDING
    assert time.monotonic() - begun < 30


async def test_a_file_that_takes_too_much_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXAMINER_MEMORY", 80 * limits.MEBIBYTE)
    large = text([("ФИО", "Класс"), *[("Иванов Пётр" + " " * 400, "7Б")] * 19_990]) * 1

    with pytest.raises(RosterFileError) as caught:
        await RosterFileDesk().examine("a.csv", large[: limits.MAX_BYTES], today=TODAY, known=KNOWN)

    assert caught.value.code is Refusal.TOO_DEMANDING


async def test_a_class_teacher_is_told_of_only_where_it_is_news() -> None:
    staff = [("ФИО", "Должность", "Классное руководство"), ("Орлов Иван Петрович", "учитель", "7Б")]
    desk = RosterFileDesk()

    _, difference = await desk.examine("a.csv", text(staff), today=TODAY, known=KNOWN)

    (leader,) = difference.leaders
    assert (leader.class_name, leader.name.family_name) == ("7Б", "Орлов")
    (joined,) = difference.staff
    known = SchoolLists(students=KNOWN.students, classes=KNOWN.classes, leaders={"7b": joined.external_id})
    _, same = await desk.examine("a.csv", text(staff), today=TODAY, known=known)
    assert same.leaders == ()


def test_the_template_is_the_one_that_is_read() -> None:
    assert RosterFileDesk().template("ru").startswith(b"PK")
