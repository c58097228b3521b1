"""An announcement."""

from diary.kinds.common import TEXT, TITLE
from diary.kinds.definition import KindDefinition
from diary.kinds.fields import Field
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.rules.lanes import always

DEFINITION = KindDefinition(
    kind=Kind.ANNOUNCEMENT,
    about="news for a class, a group or the whole school",
    lane=always(Lane.PLANS),
    fields=(
        Field(name="title", type=TITLE, required=True, told=True, about="in a line"),
        Field(name="text", type=TEXT, required=True, told=True, about="the whole of it"),
    ),
    example={
        "id": "n-1",
        "kind": "announcement",
        "school": True,
        "title": "Осенний кросс",
        "text": "В субботу в 10:00 на стадионе.",
    },
)
