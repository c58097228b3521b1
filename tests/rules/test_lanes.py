from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from diary.kinds import KINDS
from diary.models.deliveries import Lane
from diary.models.entries import Audience, Content, Details, Kind
from diary.models.ids import SchoolId, StudentId
from diary.models.school import School
from diary.rules.lanes import Bells, Occasion

SCHOOL = School(
    id=SchoolId(1), name="7", timezone=ZoneInfo("Europe/Moscow"), default_locale="ru", grade_scale="5"
)
BELLS: Bells = {1: (time(8, 30), time(9, 15)), 2: (time(9, 25), time(10, 10))}
MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


def moscow(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, 14, hour, minute, tzinfo=SCHOOL.timezone).astimezone(UTC)


def lane(
    kind: Kind, details: Details, *, now: datetime, day: date | None = MONDAY, bells: Bells = BELLS
) -> Lane:
    lesson = 2 if bells is BELLS else None
    content = Content(audience=Audience(student_id=StudentId(1)), day=day, lesson=lesson, details=details)
    return KINDS[kind].lane(Occasion(content=content, now=now, school=SCHOOL, bells=bells))


@pytest.mark.parametrize("presence", ["absent", "late", "left_early"])
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (moscow(7, 24), Lane.GRADES),
        (moscow(7, 25), Lane.URGENT),
        (moscow(9, 32), Lane.URGENT),
        (moscow(12, 10), Lane.URGENT),
        (moscow(12, 11), Lane.GRADES),
    ],
)
def test_a_missing_child_is_urgent_within_two_hours_of_the_lesson(
    presence: str, now: datetime, expected: Lane
) -> None:
    assert lane(Kind.ATTENDANCE, {"presence": presence}, now=now) is expected


@pytest.mark.parametrize("justification", ["pending", "unexcused"])
def test_an_absence_that_nobody_excused_is_urgent(justification: str) -> None:
    details = {"presence": "absent", "justification": justification}

    assert lane(Kind.ATTENDANCE, details, now=moscow(9, 32)) is Lane.URGENT


def test_an_excused_absence_is_no_alarm() -> None:
    details = {"presence": "absent", "justification": "excused"}

    assert lane(Kind.ATTENDANCE, details, now=moscow(9, 32)) is Lane.GRADES


def test_yesterdays_absence_is_no_alarm() -> None:
    assert lane(Kind.ATTENDANCE, {"presence": "absent"}, now=moscow(9, 32), day=TUESDAY) is Lane.GRADES


@pytest.mark.parametrize(
    ("now", "expected"), [(moscow(12), Lane.URGENT), (moscow(21, 59), Lane.URGENT), (moscow(23), Lane.GRADES)]
)
def test_without_bells_the_school_day_says_whether_an_absence_is_urgent(
    now: datetime, expected: Lane
) -> None:
    assert lane(Kind.ATTENDANCE, {"presence": "absent"}, now=now, bells={}) is expected


def test_an_absence_without_a_lesson_is_urgent_by_the_whole_days_bells() -> None:
    content = Content(audience=Audience(student_id=StudentId(1)), day=MONDAY, details={"presence": "absent"})
    rule = KINDS[Kind.ATTENDANCE].lane

    at_noon = Occasion(content=content, now=moscow(12), school=SCHOOL, bells=BELLS)
    at_night = Occasion(content=content, now=moscow(12, 11), school=SCHOOL, bells=BELLS)

    assert (rule(at_noon), rule(at_night)) == (Lane.URGENT, Lane.GRADES)


def test_only_todays_change_of_the_timetable_is_urgent() -> None:
    details = {"change": "cancelled"}

    assert lane(Kind.TIMETABLE_CHANGE, details, now=moscow(7)) is Lane.URGENT
    assert lane(Kind.TIMETABLE_CHANGE, details, now=moscow(7), day=TUESDAY) is Lane.PLANS


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.GRADE, Lane.GRADES),
        (Kind.TERM_GRADE, Lane.GRADES),
        (Kind.REMARK, Lane.GRADES),
        (Kind.HOMEWORK, Lane.PLANS),
        (Kind.TEST, Lane.PLANS),
        (Kind.ANNOUNCEMENT, Lane.PLANS),
        (Kind.MEETING, Lane.PLANS),
    ],
)
def test_other_kinds_have_their_lane_at_any_time(kind: Kind, expected: Lane) -> None:
    assert lane(kind, {}, now=moscow(9, 32)) is expected
