from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from diary.kinds import KINDS
from diary.models.entries import Audience, Content, Json, Kind
from diary.models.ids import StaffId, StudentId
from diary.rules.changes import is_told
from diary.rules.holds import held_until

NOON = datetime(2026, 9, 14, 9, tzinfo=UTC)


def said(details: Mapping[str, Json], *, day: date = date(2026, 9, 14), teacher: int = 1) -> Content:
    return Content(
        audience=Audience(student_id=StudentId(1)), day=day, staff_id=StaffId(teacher), details=details
    )


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        (Kind.GRADE, {"value": "2"}, {"value": "5"}, True),
        (Kind.GRADE, {"value": "5"}, {"value": "5", "comment": "Молодец"}, True),
        (Kind.GRADE, {"value": "5"}, {"value": "5", "weight": 2, "work": "тест"}, False),
        (Kind.TERM_GRADE, {"value": "5"}, {"value": "5", "comment": "Молодец"}, False),
        (Kind.ATTENDANCE, {"presence": "absent"}, {"presence": "late"}, True),
        (Kind.ATTENDANCE, {"presence": "absent"}, {"presence": "present"}, True),
        (Kind.ATTENDANCE, {"presence": "present"}, {"presence": "absent"}, True),
        (Kind.ATTENDANCE, {"presence": "present"}, {"presence": "remote"}, False),
        (
            Kind.ATTENDANCE,
            {"presence": "absent"},
            {"presence": "absent", "justification": "excused"},
            False,
        ),
        (Kind.HOMEWORK, {"text": "§ 1"}, {"text": "§ 1", "due": "2026-09-16"}, True),
        (Kind.HOMEWORK, {"text": "§ 1"}, {"text": "§ 1", "attachments": ["https://a.b"]}, False),
        (Kind.REMARK, {"tone": "note", "text": "а"}, {"tone": "praise", "text": "а"}, True),
        (Kind.REMARK, {"tone": "note", "text": "а"}, {"tone": "note", "text": "а", "points": 1}, False),
        (Kind.MEETING, {"title": "а", "agenda": "б"}, {"title": "а", "agenda": "в"}, False),
        (Kind.MEETING, {"title": "а"}, {"title": "а", "place": "201"}, True),
        (Kind.TIMETABLE_CHANGE, {"change": "moved"}, {"change": "cancelled"}, True),
        (Kind.TIMETABLE_CHANGE, {"change": "room"}, {"change": "room", "comment": "ремонт"}, False),
    ],
)
def test_which_changes_are_told(
    kind: Kind, old: Mapping[str, Json], new: Mapping[str, Json], *, told: bool
) -> None:
    assert is_told(KINDS[kind], said(old), said(new)) is told


def test_another_day_of_a_test_is_told_and_of_a_grade_is_not() -> None:
    title, value = {"title": "Дроби"}, {"value": "5"}
    later = date(2026, 9, 15)

    assert is_told(KINDS[Kind.TEST], said(title), said(title, day=later))
    assert not is_told(KINDS[Kind.GRADE], said(value), said(value, day=later))


def test_another_teacher_is_edited_silently() -> None:
    assert not is_told(KINDS[Kind.GRADE], said({"value": "5"}), said({"value": "5"}, teacher=2))


@pytest.mark.parametrize(
    ("kind", "details", "held"),
    [
        (Kind.REMARK, {"tone": "note"}, True),
        (Kind.REMARK, {"tone": "reprimand"}, True),
        (Kind.REMARK, {"tone": "praise"}, False),
        (Kind.GRADE, {"value": "2"}, False),
    ],
)
def test_only_remarks_that_are_no_praise_are_held(
    kind: Kind, details: Mapping[str, Json], *, held: bool
) -> None:
    hold = timedelta(minutes=30)
    until = held_until(KINDS[kind], details, received_at=NOON, hold=hold)

    assert until == (NOON + hold if held else None)
