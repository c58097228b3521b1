"""What makes a kind of entry: its fields, whom it may concern, its lane and its hold."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from diary.kinds.fields import Field, Moment, Parts, Reference
from diary.models.entries import Details, Json, Kind
from diary.rules.lanes import LaneRule


class Concerns(StrEnum):
    """The audiences that an entry can name; it names exactly one."""

    STUDENT = "student"
    CLASS = "class"
    GROUP = "group"
    SCHOOL = "school"


ONE_STUDENT = (Concerns.STUDENT,)
SOME_STUDENTS = (Concerns.STUDENT, Concerns.CLASS, Concerns.GROUP)
ANYONE = tuple(Concerns)


def never(_details: Details) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class KindDefinition:
    """Everything the journal and the push API know of a kind.

    `needs` and `told_too` name fields that every kind shares (subject, teacher, date, lesson): what this kind
    cannot do without, and what of them is told when it changes. `held` says which are held back a while, so
    that a teacher may think twice; `stored_only`, which tell nobody unless they correct what was told.
    """

    kind: Kind
    about: str
    fields: tuple[Field, ...]
    lane: LaneRule
    example: dict[str, Json]
    concerns: tuple[Concerns, ...] = ANYONE
    needs: frozenset[str] = frozenset()
    told_too: frozenset[str] = frozenset()
    held: Callable[[Details], bool] = never
    stored_only: Callable[[Details], bool] = never

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Return the names of its own fields whose change is told."""
        return tuple(field.name for field in self.fields if field.told)

    @cached_property
    def has_references(self) -> bool:
        """Whether any of its own fields points into the roster or is an instant."""
        return any(isinstance(field.type, Reference | Moment | Parts) for field in self.fields)
