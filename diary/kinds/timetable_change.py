"""A change of one day's timetable: the entry itself names the old lesson, `new` the new one."""

from diary.kinds.common import COMMENT, LESSON
from diary.kinds.definition import KindDefinition
from diary.kinds.fields import Choice, Field, Parts, Reference, Text
from diary.models.entries import Kind
from diary.models.roster import Section
from diary.rules.lanes import change_of_plan

DEFINITION = KindDefinition(
    kind=Kind.TIMETABLE_CHANGE,
    about="a lesson of one day that is cancelled, replaced, moved or in another room",
    needs=frozenset({"date"}),
    lane=change_of_plan,
    fields=(
        Field(
            name="change",
            type=Choice(options=("cancelled", "replaced", "moved", "room")),
            required=True,
            told=True,
            about="what happens to the lesson that `subject`, `teacher`, `date` and `lesson` name",
        ),
        COMMENT,
        Field(
            name="new",
            type=Parts(
                fields=(
                    Field(name="subject", type=Reference(to=Section.SUBJECTS), about="the new subject's id"),
                    Field(name="teacher", type=Reference(to=Section.STAFF), about="the new teacher's id"),
                    Field(name="lesson", type=LESSON, about="the new slot"),
                    Field(name="room", type=Text(longest=64), about="the new room"),
                )
            ),
            about="what comes instead",
        ),
    ),
    example={
        "id": "c-1",
        "kind": "timetable_change",
        "class": "7b",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "lesson": 2,
        "change": "room",
        "new": {"room": "305"},
    },
)
