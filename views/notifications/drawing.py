"""What a drawing needs besides what it draws, and the lines that all kinds share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.models.notifications import EntryContent, Item
from diary.models.people import Student
from diary.models.school import School
from views.markup import Line, Run, bold, cut, tidy
from views.naming import child_called
from views.texts import Texts

SEPARATOR = " · "
NEAR = timedelta(days=300)
"""Days farther away are of another school year, so that a day and a month alone would mislead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """`room` is the most UTF-16 units that one text of the school may take, so that the whole fits."""

    texts: Texts
    school: School
    room: int

    def said(self, text: str) -> str:
        """Return what someone wrote, as far as there is room."""
        return cut(tidy(text), self.room)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.school.timezone)

    def child(self, student: Student) -> str:
        return self.said(comma(child_called(student, self.texts), student.class_name))

    def teacher(self, entry: EntryContent) -> str:
        return self.said(self.texts.name_short(entry.teacher)) if entry.teacher else ""

    def lesson(self, lesson: int | None) -> str:
        return "" if lesson is None else self.texts("lesson {number}", number=lesson)

    def day_named(self, day: date, lesson: int | None = None, *, known: datetime | None = None) -> str:
        """Return e.g. "18 September, Friday, lesson 2": for what is ahead."""
        return comma(self.date(day, known), self.texts.weekday(day), self.lesson(lesson))

    def date(self, day: date, known: datetime | None) -> str:
        """Return e.g. "14 September"; with the year where it is far from when it became `known`."""
        far = known is not None and abs(day - self.local(known).date()) > NEAR
        return self.texts.date_of_year(day) if far else self.texts.date(day)


def comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def dotted(*parts: str) -> str:
    return SEPARATOR.join(part for part in parts if part)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def heading(drawing: Drawing, items: Sequence[Item], *topics: str) -> Line:
    """Return the children in bold and what it is about: every message about a child names the child."""
    students = {item.student.id: item.student for item in items if item.student}
    children = "; ".join(drawing.child(student) for student in students.values())
    topic = dotted(*topics)
    if not children:
        return [Run(topic)]
    return [bold(children), Run(SEPARATOR + topic if topic else "")]
