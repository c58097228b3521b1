"""Where each part of the roster stands, and how its pushed names read there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Table

from diary.models.roster import Section, Value
from storage import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`columns` maps pushed names to columns; a student's class and a group's students stand elsewhere."""

    table: Table
    columns: Mapping[str, str]
    key: str = "external_id"

    def row(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """Return what to write."""
        return {
            column: list(value) if isinstance(value := values.get(name), tuple) else value
            for name, column in self.columns.items()
        }

    def values(self, row: Row[Any]) -> dict[str, Value]:
        """Return what was read, as it is pushed."""
        found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
        return {
            name: tuple(value) if isinstance(value := found[column], list) else cast("Value", value)
            for name, column in self.columns.items()
        }


NAMES = {"family_name": "family_name", "given_name": "given_name", "patronymic": "patronymic"}
PLACES: Mapping[Section, Place] = {
    Section.TERMS: Place(table=schema.term, columns={"name": "name", "start": "starts_on", "end": "ends_on"}),
    Section.BELLS: Place(table=schema.bell, key="slot", columns={"start": "starts_at", "end": "ends_at"}),
    Section.SUBJECTS: Place(table=schema.subject, columns={"name": "name"}),
    Section.STAFF: Place(table=schema.staff, columns=NAMES | {"roles": "roles"}),
    Section.CLASSES: Place(
        table=schema.school_class, columns={"name": "name", "class_teacher": "class_teacher_id"}
    ),
    Section.STUDENTS: Place(table=schema.student, columns=NAMES | {"birth_date": "birth_date"}),
    Section.GROUPS: Place(table=schema.study_group, columns={"name": "name"}),
    Section.LESSONS: Place(
        table=schema.lesson,
        columns={
            "class": "class_id",
            "group": "group_id",
            "weekday": "weekday",
            "slot": "slot",
            "subject": "subject_id",
            "teacher": "staff_id",
            "room": "room",
            "valid_from": "valid_from",
            "valid_to": "valid_to",
        },
    ),
}
