"""A meeting that parents are asked to."""

from diary.kinds.common import TITLE
from diary.kinds.definition import KindDefinition
from diary.kinds.fields import Field, Moment, Text
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always

DEFINITION = KindDefinition(
    kind=Kind.MEETING,
    about="a meeting that parents are asked to",
    lane=always(Lane.PLANS),
    fields=(
        Field(name="title", type=TITLE, required=True, told=True, about="what meeting"),
        Field(name="agenda", type=Text(longest=10_000), about="what will be talked about"),
        Field(
            name="starts_at",
            type=Moment(naive=True),
            required=True,
            told=True,
            about="school time where it has no offset",
        ),
        Field(name="place", type=Text(longest=300), told=True, about="where"),
    ),
    example={
        "id": "m-1",
        "kind": "meeting",
        "class": "7b",
        "teacher": "t2",
        "title": "Родительское собрание 7Б",
        "starts_at": "2026-09-21T18:30",
        "place": "кабинет 201",
        "agenda": "Итоги четверти; разное",
    },
)
