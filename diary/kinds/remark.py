"""A remark on a student's conduct."""

from diary.kinds.common import TEXT
from diary.kinds.definition import SOME_STUDENTS, KindDefinition
from diary.kinds.fields import Choice, Field, Number
from diary.models.deliveries import Lane
from diary.models.entries import Details, Kind
from diary.rules.lanes import always

PRAISE = "praise"


def is_no_praise(details: Details) -> bool:
    return details.get("tone") != PRAISE


DEFINITION = KindDefinition(
    kind=Kind.REMARK,
    about="praise, a note or a reprimand",
    concerns=SOME_STUDENTS,
    lane=always(Lane.GRADES),
    held=is_no_praise,
    fields=(
        Field(
            name="tone",
            type=Choice(options=(PRAISE, "note", "reprimand")),
            default="note",
            told=True,
            about="praise goes at once, the others after HOLD_MINUTES",
        ),
        Field(name="text", type=TEXT, required=True, told=True, about="the teacher's words"),
        Field(name="points", type=Number(least=-10_000, most=10_000), about="where the school counts them"),
    ),
    example={
        "id": "r-1",
        "kind": "remark",
        "student": "s1",
        "teacher": "t2",
        "date": "2026-09-14",
        "tone": "praise",
        "text": "Помог новенькому разобраться с заданием. Спасибо!",
    },
)
