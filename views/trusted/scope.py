"""What somebody sees, in words."""

from collections.abc import Iterable, Sequence
from datetime import date

from diary.models.delegation import Subjects
from diary.models.entries import Area
from diary.models.people import Scope
from diary.rules.delegation import areas_of
from views.notifications.drawing import capitalised, dotted
from views.texts import Texts


def area_said(area: Area, texts: Texts) -> str:
    return {
        Area.GRADES: texts("grades"),
        Area.HOMEWORK: texts("homework"),
        Area.TESTS: texts("tests"),
        Area.ABSENCES: texts("absences"),
        Area.TIMETABLE: texts("timetable"),
        Area.REMARKS: texts("remarks"),
        Area.NEWS: texts("announcements"),
    }[area]


def sees_said(scope: Scope, names: Subjects, texts: Texts) -> str:
    """Return e.g. "grades, homework, tests: Algebra"."""
    subjects = None if scope.subjects is None else [names[one] for one in names if one in scope.subjects]
    return described(scope, subjects, texts)


def described(scope: Scope, subjects: Sequence[str] | None, texts: Texts) -> str:
    said = areas_said(areas_of(scope), texts) if scope.kinds is not None else texts("everything")
    return said if subjects is None else f"{said}: {', '.join(subjects)}"


def areas_said(areas: Iterable[Area], texts: Texts) -> str:
    return ", ".join(area_said(area, texts) for area in areas)


def writes_said(scope: Scope, texts: Texts) -> str:
    return texts("writes to teachers") if scope.may_write else texts("does not write")


def until_said(day: date, today: date, texts: Texts) -> str:
    """Return e.g. "until 14 October"; with the year where it is not this one."""
    return texts("until {day}", day=day_said(day, today, texts))


def day_said(day: date, today: date, texts: Texts) -> str:
    return texts.date(day) if day.year == today.year else texts.date_of_year(day)


def full_said(scope: Scope, names: Subjects, texts: Texts) -> str:
    return capitalised(dotted(sees_said(scope, names, texts), writes_said(scope, texts)))
