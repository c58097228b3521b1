"""What of a child's diary a right lets its holder read."""

from collections.abc import Iterable, Sequence

from diary.errors import NotEntitledError
from diary.models.entries import Kind
from diary.models.ids import StudentId
from diary.models.notifications import EntryContent
from diary.models.people import Scope
from diary.models.readings import Choice, Lesson, Pupil


def choose(pupils: Sequence[Pupil], student_id: StudentId | None) -> Choice:
    """Return the child asked for, else the first. Raises NotEntitledError for somebody else's."""
    for pupil in pupils:
        if student_id in (None, pupil.id):
            return Choice(pupil=pupil, pupils=pupils)
    raise NotEntitledError


def covers_kind(scope: Scope, kind: Kind) -> bool:
    return scope.kinds is None or kind in scope.kinds


def readable_entries(scope: Scope, entries: Iterable[EntryContent]) -> list[EntryContent]:
    return [entry for entry in entries if scope.covers(entry.kind, entry.subject_id)]


def readable_lessons(scope: Scope, lessons: Iterable[Lesson]) -> list[Lesson]:
    """Return the lessons of the subjects in the scope; where a child is at all is not for every holder."""
    if not covers_kind(scope, Kind.TIMETABLE_CHANGE):
        return []
    return [lesson for lesson in lessons if scope.subjects is None or lesson.subject_id in scope.subjects]
