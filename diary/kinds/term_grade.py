"""A grade for a whole term."""

from diary.kinds.common import COMMENT
from diary.kinds.definition import ONE_STUDENT, KindDefinition
from diary.kinds.fields import Field, Text
from diary.kinds.grade import VALUE
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always

DEFINITION = KindDefinition(
    kind=Kind.TERM_GRADE,
    about="a mark for a term or year",
    concerns=ONE_STUDENT,
    needs=frozenset({"subject"}),
    lane=always(Lane.GRADES),
    fields=(
        Field(
            name="term",
            type=Text(longest=128, shortest=1),
            required=True,
            about="the term's id in the roster, or its name",
        ),
        VALUE,
        COMMENT,
    ),
    example={
        "id": "tg-1",
        "kind": "term_grade",
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "term": "q1",
        "value": "4",
    },
)
