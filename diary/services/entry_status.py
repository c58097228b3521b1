"""How far an entry came: what it says, to whom it went, and who signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diary.clock import Clock
from diary.errors import EntryUnknownError, KindAmbiguousError
from diary.kinds import KINDS
from diary.kinds.fields import Field, Parts, Reference
from diary.models.entries import Entry, Json, Kind
from diary.models.journal import EntryStatus
from diary.models.roster import KnownRoster, Section
from diary.models.school import School
from diary.ports import Storage
from diary.services.journal.memory import RosterMemory


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStatusService:
    storage: Storage
    clock: Clock
    school: School
    memory: RosterMemory = field(default_factory=RosterMemory)

    async def status(self, source: str, external_id: str, *, kind: Kind | None = None) -> EntryStatus:
        """Raise EntryUnknownError, or KindAmbiguousError where `kind` is needed to tell which is meant."""
        async with self.storage.read() as uow:
            entry = _chosen(await uow.entries.named(source, external_id), kind)
            known = await self.memory.recall(uow, self.school.today(self.clock.now()))
            return EntryStatus(
                entry=entry, fields=as_pushed(entry, known), recipients=await uow.entries.recipients(entry)
            )


def _chosen(entries: Mapping[Kind, Entry], kind: Kind | None) -> Entry:
    found = [entry for entry in entries.values() if kind in (None, entry.kind)]
    if not found:
        raise EntryUnknownError
    if len(found) > 1:
        raise KindAmbiguousError(tuple(sorted(entry.kind for entry in found)))
    return found[0]


def as_pushed(entry: Entry, known: KnownRoster) -> dict[str, Json]:
    """Return the entry's fields in the school's own ids, without what is not set."""
    content = entry.content
    audience = content.audience
    fields: dict[str, Json] = {
        "id": entry.external_id,
        "kind": entry.kind.value,
        "student": known.external_id(Section.STUDENTS, audience.student_id),
        "class": known.external_id(Section.CLASSES, audience.class_id),
        "group": known.external_id(Section.GROUPS, audience.group_id),
        "school": audience.school or None,
        "subject": known.external_id(Section.SUBJECTS, content.subject_id),
        "teacher": known.external_id(Section.STAFF, content.staff_id),
        "date": content.day.isoformat() if content.day else None,
        "lesson": content.lesson,
        "published_at": content.published_at.isoformat() if content.published_at else None,
        **_named(KINDS[entry.kind].fields, content.details, known),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _named(fields: tuple[Field, ...], details: Mapping[str, Json], known: KnownRoster) -> dict[str, Json]:
    """Put the school's ids back where our own rows stand."""
    named = dict(details)
    for one in fields:
        value = named.get(one.name)
        if isinstance(one.type, Reference) and isinstance(value, int):
            named[one.name] = known.external_id(one.type.to, value)
        elif isinstance(one.type, Parts) and isinstance(value, dict):
            named[one.name] = _named(one.type.fields, value, known)
    return named
