"""A test that is announced ahead."""

from diary.kinds.common import TITLE
from diary.kinds.definition import SOME_STUDENTS, KindDefinition
from diary.kinds.fields import Field
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always

DEFINITION = KindDefinition(
    kind=Kind.TEST,
    about="a test announced ahead; `date` and `lesson` say when",
    concerns=SOME_STUDENTS,
    needs=frozenset({"date"}),
    told_too=frozenset({"date"}),
    lane=always(Lane.PLANS),
    fields=(Field(name="title", type=TITLE, required=True, told=True, about="what it is about"),),
    example={
        "id": "t-1",
        "kind": "test",
        "class": "7b",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-21",
        "lesson": 2,
        "title": "Контрольная «Линейные функции»",
    },
)
