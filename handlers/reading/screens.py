"""Which page is which: one reading of the diary, and its drawing."""

from collections.abc import Awaitable, Callable

from diary.models.ids import PersonId, StudentId
from diary.models.people import LINK_ROLES, Account, Role
from diary.models.school import School
from diary.services.reading import ReadingService
from views.callbacks import ReadingCallback, Screen
from views.notifications.drawing import Drawing
from views.reading.absences import draw_absences
from views.reading.children import draw_children
from views.reading.day import draw_day
from views.reading.grades import draw_grades
from views.reading.homework import draw_homework
from views.reading.schedule import draw_schedule
from views.reading.sheets import Leaf, render_sheet
from views.reading.week import draw_week
from views.rendered import Rendered
from views.texts import Texts

UNCUT = 1_000_000
"""Room for texts that are dealt out to sheets instead of being cut."""


async def render_screen(
    here: ReadingCallback, person_id: PersonId, reading: ReadingService, texts: Texts, school: School
) -> Rendered:
    drawing = Drawing(texts=texts, school=school, room=UNCUT)
    leaf = await SCREENS[here.screen](reading, person_id, drawing, here)
    return render_sheet(leaf, here, texts)


def schedule_screen(account: Account, roles: frozenset[Role]) -> Screen:
    """Return whose timetable is meant: a teacher's own, for who is here as a teacher."""
    teaches = account.acting_role is Role.TEACHER if roles & LINK_ROLES else True
    return Screen.TEACHING if teaches and Role.TEACHER in roles else Screen.SCHEDULE


async def _day(reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback) -> Leaf:
    return draw_day(await reading.day(person, offset=here.offset), drawing, here)


async def _week(reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback) -> Leaf:
    page = await reading.week(person, student_id=_student(here), offset=here.offset)
    return draw_week(page, drawing, here)


async def _homework(
    reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback
) -> Leaf:
    return draw_homework(await reading.homework(person, offset=here.offset), drawing, here)


async def _grades(reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback) -> Leaf:
    page = await reading.grades(person, student_id=_student(here), offset=here.offset)
    return draw_grades(page, drawing, here)


async def _absences(
    reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback
) -> Leaf:
    page = await reading.absences(person, student_id=_student(here), offset=here.offset)
    return draw_absences(page, drawing, here)


async def _schedule(
    reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback
) -> Leaf:
    page = await reading.schedule(person, student_id=_student(here), offset=here.offset)
    return draw_schedule(page, drawing, here)


async def _teaching(
    reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback
) -> Leaf:
    return draw_schedule(await reading.teaching(person, offset=here.offset), drawing, here)


async def _children(
    reading: ReadingService, person: PersonId, drawing: Drawing, here: ReadingCallback
) -> Leaf:
    del here
    return draw_children(await reading.pupils(person), drawing)


def _student(here: ReadingCallback) -> StudentId | None:
    return StudentId(here.student) if here.student else None


Draw = Callable[[ReadingService, PersonId, Drawing, ReadingCallback], Awaitable[Leaf]]
SCREENS: dict[Screen, Draw] = {
    Screen.DAY: _day,
    Screen.WEEK: _week,
    Screen.HOMEWORK: _homework,
    Screen.GRADES: _grades,
    Screen.ABSENCES: _absences,
    Screen.SCHEDULE: _schedule,
    Screen.TEACHING: _teaching,
    Screen.CHILDREN: _children,
}
