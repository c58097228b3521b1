"""Names in the place of our own row numbers, in what a person takes along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Json
from storage.schema import school_class, staff, student, study_group, subject

Row = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By our row numbers. `audience` names a class, a group or a student as an entry's audience does."""

    subjects: Mapping[int, str]
    teachers: Mapping[int, str]
    audience: Mapping[str, Mapping[int, str]]

    def put_in(self, row: Row) -> Row:
        """Return a row with names where it has numbers of subjects, teachers or an audience."""
        named = dict(row)
        content, scope = row.get("content"), row.get("scope")
        if isinstance(content, Mapping):
            named["content"] = self._content(content)
        if isinstance(scope, Mapping):
            named["scope"] = self._scope(scope)
        return self._scope(named)

    def _content(self, content: Row) -> dict[str, Json]:
        named = self._taught(content)
        audience, details = content.get("audience"), content.get("details")
        if isinstance(audience, dict):
            named["audience"] = {
                part: _name(self.audience.get(part, {}), key) for part, key in audience.items()
            }
        if isinstance(details, dict) and isinstance(new := details.get("new"), dict):
            named["details"] = {**details, "new": self._taught(new)}
        return named

    def _taught(self, row: Row) -> dict[str, Json]:
        tables = {"subject": self.subjects, "teacher": self.teachers}
        return {part: _name(tables.get(part, {}), key) for part, key in row.items()}

    def _scope(self, scope: Row) -> dict[str, Json]:
        subjects = scope.get("subjects")
        if not isinstance(subjects, list):
            return dict(scope)
        return {**scope, "subjects": [_name(self.subjects, one) for one in subjects]}


async def load_names(connection: AsyncConnection) -> Names:
    async def named(table: Any, *parts: Any) -> Mapping[int, str]:
        rows = await connection.execute(select(table.c.id, *parts))
        return {row[0]: " ".join(part for part in row[1:] if part) for row in rows}

    return Names(
        subjects=await named(subject, subject.c.name),
        teachers=await named(staff, staff.c.family_name, staff.c.given_name, staff.c.patronymic),
        audience={
            "class": await named(school_class, school_class.c.name),
            "group": await named(study_group, study_group.c.name),
            "student": await named(student, student.c.given_name, student.c.family_name),
        },
    )


def _name(table: Mapping[int, str], key: Json) -> Json:
    return table.get(key, key) if isinstance(key, int) and not isinstance(key, bool) else key
