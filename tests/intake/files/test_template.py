import io
from datetime import date

import pytest
from openpyxl import load_workbook

from diary.models.found_roster import Preview
from diary.models.people import Role
from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files.template import template
from tests.intake.files.building import doubts, lines, read, rejections, saved, staff_line


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_an_empty_template_holds_nobody(locale: str) -> None:
    preview = read("template.xlsx", template(locale))

    assert preview == Preview()


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_a_filled_template_is_read(locale: str) -> None:
    book = load_workbook(io.BytesIO(template(locale)))
    students, staff = book.worksheets
    students["A5"], students["B5"], students["D5"] = "Белова", "Анна", "7Б"
    students["E5"] = date(2013, 11, 30)
    staff["A5"], staff["B5"], staff["C5"], staff["D5"] = "Орлов", "Иван", "Петрович", "директор"
    staff["E5"], staff["F5"] = "История, право", "7 «Б»"

    preview = read("template.xlsx", saved(book))

    assert lines(preview) == ["7Б Белова Анна 30.11.2013"]
    assert [staff_line(member) for member in preview.staff] == [
        "Орлов Иван Петрович | office | История, Право | 7Б"
    ]
    assert preview.staff[0].roles == {Role.OFFICE}
    assert doubts(preview) == rejections(preview) == []


def test_a_template_without_its_names_is_no_list() -> None:
    book = load_workbook(io.BytesIO(template("ru")))
    for sheet in book.worksheets:
        sheet.delete_rows(1, 4)

    with pytest.raises(RosterFileError) as caught:
        read("template.xlsx", saved(book))

    assert caught.value.code is Refusal.NO_TABLE
