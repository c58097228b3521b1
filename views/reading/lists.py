"""Lessons and entries as lines of a page."""

from collections.abc import Iterable

from diary.models.notifications import EntryContent
from diary.models.readings import Days, Lesson, Pupil
from views.markup import Line, Run, bold, plain, strike_out
from views.notifications.drawing import SEPARATOR, Drawing, dotted
from views.notifications.kinds import view_of

BULLET = "• "
NOT_GIVEN = frozenset({"cancelled", "replaced", "moved"})
"""Changes after which the lesson is not where and what the timetable says."""


def entry_lines(entries: Iterable[EntryContent], pupil: Pupil, drawing: Drawing) -> list[Line]:
    class_name = pupil.student.class_name
    return [[Run(BULLET), *view_of(entry, drawing, class_name=class_name).listed()] for entry in entries]


def day_lines(days: Days, pupil: Pupil, drawing: Drawing) -> list[Line]:
    """Return the entries under their days."""
    lines: list[Line] = []
    for day, entries in days:
        lines += [[], [bold(drawing.day_named(day))], *entry_lines(entries, pupil, drawing)]
    return lines


def lesson_line(lesson: Lesson, drawing: Drawing, *, class_name: str, in_full: bool) -> Line:
    """Return e.g. "2. 09:25 Algebra · room 204", with what is different that day."""
    texts = drawing.texts
    begins = texts.time(lesson.starts_at) if lesson.starts_at else ""
    ends = f"–{texts.time(lesson.ends_at)}" if lesson.ends_at and in_full else ""
    start = " ".join(part for part in (f"{lesson.slot}.", begins + ends) if part)
    said = plain(
        dotted(
            drawing.said(lesson.subject),
            "" if lesson.audience == class_name else drawing.said(lesson.audience),
            texts("room {room}", room=drawing.said(lesson.room)) if lesson.room else "",
            drawing.said(texts.name_short(lesson.teacher)) if lesson.teacher and in_full else "",
        )
    )
    return [Run(start + " "), *_with_change(said, lesson, drawing)]


def _with_change(said: Line, lesson: Lesson, drawing: Drawing) -> Line:
    change = lesson.change
    if change is None:
        return said
    shown = strike_out(said) if change.details.get("change") in NOT_GIVEN else said
    return [*shown, Run(SEPARATOR), *view_of(change, drawing).at_its_lesson()]
