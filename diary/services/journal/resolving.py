"""From the school's own ids to our rows: an entry as pushed becomes the content of a revision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from diary.kinds import KINDS, KindDefinition
from diary.kinds.definition import Concerns
from diary.kinds.fields import Field, FieldType, Moment, Parts, Reference
from diary.models.entries import Audience, Content, Draft, Json
from diary.models.ids import ClassId, GroupId, StaffId, StudentId, SubjectId
from diary.models.roster import KnownRoster, Section

NOT_IN_ROSTER = "is not in the roster: push it with PUT /v1/roster first, or correct the id"
NO_LONGER_IN_ROSTER = "was removed from the roster: push it with PUT /v1/roster again, or correct the id"
MISSING = "is required for this kind of entry"


class FlawedError(Exception):
    """The entry cannot be stored; says which field is wrong, and how to mend it, never the value."""

    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field, self.error = field, error


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver:
    known: KnownRoster
    timezone: ZoneInfo

    def content(self, draft: Draft) -> Content:
        """Raise FlawedError where a reference is unknown, or the kind lacks what it cannot do without."""
        definition = KINDS[draft.kind]
        audience = self._audience(draft, definition)
        for name in definition.needs:
            if _shared(draft)[name] is None:
                raise FlawedError(name, MISSING)
        details = draft.details
        if definition.has_references:
            details = self._settle(definition.fields, details, "")
        subject = self._row(Section.SUBJECTS, draft.subject, "subject")
        teacher = self._row(Section.STAFF, draft.teacher, "teacher")
        return Content(
            audience=audience,
            subject_id=None if subject is None else SubjectId(subject),
            staff_id=None if teacher is None else StaffId(teacher),
            day=draft.day,
            lesson=draft.lesson,
            published_at=draft.published_at,
            details=details,
        )

    def _audience(self, draft: Draft, definition: KindDefinition) -> Audience:
        allowed = ", ".join(f"'{one}'" for one in definition.concerns)
        named = _named(draft)
        if len(named) != 1:
            raise FlawedError(named[1] if named else definition.concerns[0], f"name exactly one of {allowed}")
        concern = named[0]
        if concern not in definition.concerns:
            raise FlawedError(concern, f"a {draft.kind} is for one of {allowed}")
        return AUDIENCES[concern](self, draft)

    def student(self, draft: Draft) -> Audience:
        row = self._row(Section.STUDENTS, draft.student, "student")
        return Audience(student_id=None if row is None else StudentId(row))

    def class_(self, draft: Draft) -> Audience:
        row = self._row(Section.CLASSES, draft.class_, "class")
        return Audience(class_id=None if row is None else ClassId(row))

    def group(self, draft: Draft) -> Audience:
        row = self._row(Section.GROUPS, draft.group, "group")
        return Audience(group_id=None if row is None else GroupId(row))

    def _row(self, section: Section, external: str | None, field: str) -> int | None:
        if external is None:
            return None
        row = self.known.ids[section].get(external)
        if row is None:
            raise FlawedError(field, NOT_IN_ROSTER)
        if external in self.known.gone[section]:
            raise FlawedError(field, NO_LONGER_IN_ROSTER)
        return row

    def _settle(
        self, fields: tuple[Field, ...], given: Mapping[str, Json], within: str
    ) -> Mapping[str, Json]:
        """Put our rows for references, and instants in UTC: the same moment is the same content."""
        settled = dict(given)
        for field in fields:
            if field.name in settled:
                settled[field.name] = self._value(field.type, settled[field.name], within + field.name)
        return settled

    def _value(self, kind: FieldType, value: Json, path: str) -> Json:
        if isinstance(kind, Reference) and isinstance(value, str):
            return self._row(kind.to, value, path)
        if isinstance(kind, Parts) and isinstance(value, dict):
            return dict(self._settle(kind.fields, value, f"{path}."))
        if isinstance(kind, Moment) and isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return (
                (moment if moment.tzinfo else moment.replace(tzinfo=self.timezone))
                .astimezone(UTC)
                .isoformat()
            )
        return value


AUDIENCES: Mapping[str, Callable[[Resolver, Draft], Audience]] = {
    Concerns.STUDENT: Resolver.student,
    Concerns.CLASS: Resolver.class_,
    Concerns.GROUP: Resolver.group,
    Concerns.SCHOOL: lambda _resolver, _draft: Audience(school=True),
}


def _named(draft: Draft) -> list[Concerns]:
    given = (draft.student, draft.class_, draft.group, draft.school or None)
    return [concern for concern, value in zip(Concerns, given, strict=True) if value is not None]


def _shared(draft: Draft) -> Mapping[str, object]:
    return {"subject": draft.subject, "teacher": draft.teacher, "date": draft.day, "lesson": draft.lesson}
