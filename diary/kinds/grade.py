"""A grade."""

from diary.kinds.common import COMMENT
from diary.kinds.definition import ONE_STUDENT, KindDefinition
from diary.kinds.fields import Choice, Field, Number, Text
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always
from diary.rules.scales import SCALES

VALUE = Field(
    name="value",
    type=Text(longest=32, shortest=1, numbers=True),
    required=True,
    told=True,
    about='as the teacher wrote it: "5", "4-", "Н/А", "A+", "87"',
)
DEFINITION = KindDefinition(
    kind=Kind.GRADE,
    about="a mark for a piece of work",
    concerns=ONE_STUDENT,
    needs=frozenset({"subject"}),
    lane=always(Lane.GRADES),
    fields=(
        VALUE,
        Field(
            name="scale", type=Choice(options=tuple(SCALES)), about="where it is not the school's own scale"
        ),
        Field(name="weight", type=Number(least=0, most=1000), about="1 where it is not given"),
        Field(name="work", type=Text(longest=300), about="what was graded"),
        Field(name="comment", type=COMMENT.type, told=True, about=COMMENT.about),
    ),
    example={
        "id": "g-1",
        "kind": "grade",
        "student": "s1",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "lesson": 2,
        "value": "5",
        "weight": 2,
        "work": "контрольная «Дроби»",
        "comment": "Аккуратно и без ошибок, молодец!",
    },
)
