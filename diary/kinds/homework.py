"""Homework."""

from diary.kinds.common import TEXT
from diary.kinds.definition import SOME_STUDENTS, KindDefinition
from diary.kinds.fields import Day, Field, Links
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always

DEFINITION = KindDefinition(
    kind=Kind.HOMEWORK,
    about="what is to be done at home",
    concerns=SOME_STUDENTS,
    lane=always(Lane.PLANS),
    fields=(
        Field(name="text", type=TEXT, required=True, told=True, about="the task"),
        Field(name="due", type=Day(), told=True, about="the day it is due"),
        Field(name="attachments", type=Links(), about="addresses (http or https)"),
    ),
    example={
        "id": "h-1",
        "kind": "homework",
        "class": "7b",
        "subject": "alg",
        "teacher": "t1",
        "date": "2026-09-14",
        "text": "§ 12, № 345–348",
        "due": "2026-09-16",
        "attachments": ["https://example.org/12.pdf"],
    },
)
