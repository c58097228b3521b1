"""Whether a student was there."""

from diary.kinds.common import COMMENT
from diary.kinds.definition import ONE_STUDENT, KindDefinition
from diary.kinds.fields import Choice, Field, Whole
from diary.models.entries import Details, Kind
from diary.rules.lanes import ALARMING, absence


def is_no_news(details: Details) -> bool:
    """Whether the student is where they should be, which is told only to correct an absence."""
    return details.get("presence") not in ALARMING


DEFINITION = KindDefinition(
    kind=Kind.ATTENDANCE,
    about="presence at a lesson or on a day",
    concerns=ONE_STUDENT,
    needs=frozenset({"date"}),
    lane=absence,
    stored_only=is_no_news,
    fields=(
        Field(
            name="presence",
            type=Choice(options=("present", "absent", "late", "left_early", "remote", "school_activity")),
            required=True,
            told=True,
            about="present, remote and school_activity tell nobody",
        ),
        Field(
            name="justification",
            type=Choice(options=("pending", "excused", "unexcused")),
            about="an excused absence is no alarm",
        ),
        Field(name="minutes", type=Whole(least=0, most=1440), about="how late, or how much too early"),
        COMMENT,
    ),
    example={
        "id": "a-1",
        "kind": "attendance",
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "lesson": 2,
        "presence": "absent",
    },
)
