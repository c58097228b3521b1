"""The body of PUT /v1/roster: raw JSON in, a patch for the roster service out."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from diary.models.roster import Rejection, RosterItem, RosterPatch, Section, Value
from intake.push import types
from intake.push.flaws import first_flaw
from intake.push.models import STRICT

Flag = Annotated[bool, Strict()]


class Item(BaseModel):
    """The omitted is untouched; a record that is new needs all that is not optional."""

    model_config = STRICT
    removed: Flag = Field(
        default=False, description="ends it: rights are revoked, what is queued is cancelled, history stays"
    )


class Named(Item):
    id: types.ExternalId = Field(description="the school's own id")


class Term(Named):
    """A quarter, trimester or semester."""

    name: types.Name | None = None
    start: types.Date | None = None
    end: types.Date | None = None


class Bell(Item):
    """When a lesson slot starts and ends, in school time."""

    slot: types.Slot
    start: types.Clock | None = None
    end: types.Clock | None = None


class Subject(Named):
    """A subject of the timetable."""

    name: types.Name | None = None


class Person(Named):
    family_name: types.Name | None = None
    given_name: types.Name | None = None
    patronymic: types.Patronymic | None = None


class StaffMember(Person):
    """An employee; a teacher where no roles are given. A role that is no longer given is revoked."""

    roles: Annotated[list[Literal["teacher", "office"]], Field(min_length=1, max_length=2)] | None = None


class SchoolClass(Named):
    """A class; it cannot be removed while it has students."""

    name: types.Name | None = None
    class_teacher: types.ExternalId | None = Field(default=None, description="a staff id")


class Student(Person):
    """A student; another class moves them from today on."""

    birth_date: types.Date | None = None
    class_: types.ExternalId | None = Field(default=None, alias="class", description="a class id")


class Group(Named):
    """A subgroup of a class or across classes. `students`, where given, are all of its members."""

    name: types.Name | None = None
    students: Annotated[list[types.ExternalId], Field(max_length=5000)] | None = None


class Lesson(Named):
    """A lesson of the weekly timetable, of a class or of a group."""

    class_: types.ExternalId | None = Field(default=None, alias="class")
    group: types.ExternalId | None = None
    weekday: Annotated[int, Strict(), Field(ge=1, le=7)] | None = Field(
        default=None, description="1 is Monday (ISO)"
    )
    slot: types.Slot | None = None
    subject: types.ExternalId | None = None
    teacher: types.ExternalId | None = Field(default=None, description="a staff id")
    room: types.Room | None = None
    valid_from: types.Date | None = None
    valid_to: types.Date | None = None


class RosterPush(BaseModel):
    """Any of the sections; references are resolved after the whole body."""

    model_config = STRICT | ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subjects": [{"id": "alg", "name": "Алгебра"}],
                    "classes": [{"id": "7b", "name": "7Б"}],
                    "students": [{"id": "s1", "family_name": "Иванов", "given_name": "Пётр", "class": "7b"}],
                }
            ]
        }
    )
    terms: list[Term] | None = None
    bells: list[Bell] | None = None
    classes: list[SchoolClass] | None = None
    groups: list[Group] | None = None
    subjects: list[Subject] | None = None
    staff: list[StaffMember] | None = None
    students: list[Student] | None = None
    lessons: list[Lesson] | None = None


ITEMS: Mapping[Section, type[Item]] = {
    Section.TERMS: Term,
    Section.BELLS: Bell,
    Section.SUBJECTS: Subject,
    Section.STAFF: StaffMember,
    Section.CLASSES: SchoolClass,
    Section.STUDENTS: Student,
    Section.GROUPS: Group,
    Section.LESSONS: Lesson,
}
KEYS = frozenset({"id", "removed"})


class RosterMalformedError(Exception):
    """The body is no roster at all; nothing of it is taken."""

    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field, self.error = field, error


def read_roster(body: object) -> tuple[RosterPatch, list[Rejection]]:
    """Return what can be taken, and what is refused on sight; raise RosterMalformedError."""
    if not isinstance(body, dict):
        raise RosterMalformedError("body", "must be an object with any of the roster's sections")
    patch: dict[Section, list[RosterItem]] = {}
    rejected: list[Rejection] = []
    for name, raw_items in body.items():
        section = _section(name, raw_items)
        patch[section] = []
        for raw in raw_items or ():
            try:
                patch[section].append(_item(section, raw))
            except ValidationError as error:
                field, hint = first_flaw(error, known=_known(section))
                rejected.append(
                    Rejection(section=section, id=_echo(section, raw), field=field or name, error=hint)
                )
    return patch, rejected


def _section(name: str, items: object) -> Section:
    try:
        section = Section(name)
    except ValueError:
        known = ", ".join(Section)
        raise RosterMalformedError(name[:64], f"is no section of a roster; there are: {known}") from None
    if items is not None and not isinstance(items, list):
        raise RosterMalformedError(name, "must be a list")
    return section


def _item(section: Section, raw: object) -> RosterItem:
    item = ITEMS[section].model_validate(raw)
    key = str(item.slot) if isinstance(item, Bell) else str(getattr(item, "id", ""))
    given = {name for name in item.model_fields_set if name not in KEYS and not _is_key(section, name)}
    return RosterItem(
        id=key,
        removed=item.removed,
        values={name.removesuffix("_"): _value(getattr(item, name)) for name in given},
    )


def _is_key(section: Section, name: str) -> bool:
    return section is Section.BELLS and name == "slot"


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(sorted({str(one) for one in value}))
    known: str | int | date | None = value
    return known


def _known(section: Section) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in ITEMS[section].model_fields.items())


def _echo(section: Section, raw: object) -> str:
    given = raw.get("slot" if section is Section.BELLS else "id") if isinstance(raw, dict) else None
    return str(given)[:128] if isinstance(given, str | int) else ""
