"""What the office reads of a file: short, whatever stands in it."""

from datetime import date

import pytest

from diary.models.found_roster import (
    Doubt,
    FoundStaff,
    FoundStudent,
    Place,
    Preview,
    Reason,
    Rejected,
    Rejection,
)
from diary.models.ids import ClassId, StudentId
from diary.models.people import Name, Student
from diary.models.roster_difference import Difference, Leader, StaffChange, Step, StudentChange
from diary.models.roster_files import Decision, Examined
from diary.models.roster_refusals import Refusal, RosterFileError
from views.markup import utf16_length
from views.office.reasons import file_refused, reason_said
from views.office.roster_keyboards import preview_keyboard
from views.office.roster_preview import preview_said
from views.texts import load_texts


def student(row: int, family: str = "Иванов") -> FoundStudent:
    name = Name(family_name=family, given_name="Пётр")
    return FoundStudent(place=Place("Дети", row), name=name, class_name="7Б", birth_date=date(2013, 5, 1))


def known(key: int, class_name: str = "7А", family: str = "Иванов") -> Student:
    name = Name(family_name=family, given_name="Пётр")
    return Student(
        id=StudentId(key), external_id=f"s{key}", name=name, class_id=ClassId(1), class_name=class_name
    )


def everything(family: str = "Иванов") -> Examined:
    """Return a file that changes something of every kind."""
    rows = [student(row, family) for row in range(2, 10)]
    staff = FoundStaff(
        place=Place("Учителя", 2), name=Name(family_name="Орлов", given_name="Иван"), leads=("7Б",)
    )
    asks = (Reason(Doubt.RENAMED, {"was": family}),)
    steps = (Step.JOINED, Step.MOVED, Step.CORRECTED, Step.UNCHANGED)
    changes = [
        StudentChange(step=step, found=row, external_id="s", was=known(row.place.row, family=family))
        for row, step in zip(rows, [*steps, *steps], strict=True)
    ]
    asking = StudentChange(step=Step.CORRECTED, found=rows[0], external_id="s1", was=known(1), asks=asks)
    return Examined(
        preview=Preview(
            students=tuple(rows),
            staff=(staff,),
            rejected=(Rejected(place=Place("Дети", 30), reason=Reason(Rejection.CLASS_MISSING)),),
        ),
        difference=Difference(
            students=(*changes, asking),
            staff=(StaffChange(step=Step.JOINED, found=staff, external_id="t1"),),
            left=(known(3), known(4)),
            leaders=(Leader(class_name="7Б", name=staff.name),),
        ),
        version=7,
    )


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_the_preview_has_at_most_eight_lines(locale: str) -> None:
    said = preview_said(everything(), load_texts(locale)).splitlines()

    assert len(said) == 8
    assert "7Б (8)" in said[0]


def test_however_long_the_names_it_fits_a_message() -> None:
    said = preview_said(everything("Я" * 500), load_texts("ru"))

    assert utf16_length(said) <= 4096
    assert said.endswith("Записать?")


def test_each_mark_has_a_button_and_says_what_it_does() -> None:
    keyboard = preview_keyboard(everything(), Decision(leavers=True), load_texts("ru"))

    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["☐ взять и 1 строку под вопросом"],
        ["☑ 2 выбыли: закрыть доступ"],
        ["Подтвердить", "Отмена"],
        ["Всё подробно, файлом"],
    ]


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("code", [*Doubt, *Rejection])
def test_every_reason_has_words(code: Doubt | Rejection, locale: str) -> None:
    values = {"value": "7B", "name": "7Б", "row": "12", "was": "Петров", "sheet": "Дети"}

    said = reason_said(Reason(code, values), load_texts(locale))

    assert said
    assert "{" not in said


@pytest.mark.parametrize("locale", ["ru", "en"])
@pytest.mark.parametrize("code", list(Refusal))
def test_every_refusal_says_in_a_breath_what_to_do(code: Refusal, locale: str) -> None:
    said = file_refused(RosterFileError(code, extension=".xlsx"), load_texts(locale))

    assert 0 < len(said) <= 200
    assert "{" not in said
