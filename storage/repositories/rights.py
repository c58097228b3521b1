"""Who hears in a chat, and what they have a right to, at this moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.entries import Kind
from diary.models.ids import MailboxId, PersonId, StudentId, SubjectId
from diary.models.people import ChildView, Role, Scope
from storage.repositories.child_views import view_of
from storage.repositories.links import heard_in_chat, live_link, scope_of
from storage.schema import child_view, destination, link, mailbox, staff_role
from storage.schema.types import Instant

_now = bindparam("now", type_=Instant)
_boxes = destination.c.mailbox_id.in_(bindparam("mailboxes", expanding=True))
# made once: these are asked for every group of messages
_LINKS = (
    select(
        destination.c.mailbox_id,
        mailbox.c.private,
        link.c.person_id,
        link.c.student_id,
        link.c.role,
        link.c.kinds,
        link.c.subjects,
        link.c.may_write,
        child_view.c.short_name,
        child_view.c.colour,
    )
    .join(link, link.c.person_id == destination.c.person_id)
    .join(mailbox, mailbox.c.id == destination.c.mailbox_id)
    .outerjoin(
        child_view,
        and_(child_view.c.person_id == link.c.person_id, child_view.c.student_id == link.c.student_id),
    )
    .where(
        _boxes,
        destination.c.ended_at.is_(None),
        link.c.student_id.in_(bindparam("students", expanding=True)),
        live_link(_now),
        heard_in_chat(),
    )
)
_GUARDIANS = (
    select(link.c.student_id, link.c.person_id, link.c.label)
    .where(
        link.c.student_id.in_(bindparam("students", expanding=True)),
        link.c.role == Role.GUARDIAN,
        live_link(_now),
    )
    .order_by(link.c.id)
)
_HEARING = (
    select(destination.c.mailbox_id, destination.c.person_id, staff_role.c.role)
    .outerjoin(
        staff_role,
        and_(staff_role.c.person_id == destination.c.person_id, staff_role.c.revoked_at.is_(None)),
    )
    .where(_boxes, destination.c.ended_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Right:
    person_id: PersonId
    role: Role
    scope: Scope


@dataclass(slots=True)
class Rights:
    """Of the mailboxes and students that they were loaded for."""

    links: dict[tuple[int, int], list[Right]] = field(default_factory=lambda: defaultdict(list))
    staff: dict[int, dict[PersonId, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    private: set[int] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    views: dict[tuple[int, int], ChildView] = field(default_factory=dict)
    """How the one person of a private chat wants a child shown."""

    guardians: dict[int, dict[PersonId, str]] = field(default_factory=lambda: defaultdict(dict))
    """Of students of whom a group hears, whether they hear there or not: how each is called."""

    def asked_in(self, mailbox_id: MailboxId, student_id: StudentId) -> Mapping[PersonId, str]:
        """Return whom a group's message asks to sign."""
        return self.guardians.get(student_id, {}) if mailbox_id in self.groups else {}

    def covering(
        self, mailbox_id: MailboxId, student_id: StudentId, kind: Kind, subject_id: SubjectId | None
    ) -> list[Right]:
        rights = self.links.get((mailbox_id, student_id), ())
        return [right for right in rights if right.scope.covers(kind, subject_id)]

    def hears_of(self, mailbox_id: MailboxId, person_id: PersonId, student_id: StudentId | None) -> bool:
        """Whether this person hears in the chat, and may hear of the student as family."""
        if person_id not in self.staff.get(mailbox_id, {}):
            return False
        linked = self.links.get((mailbox_id, student_id or 0), ())
        return student_id is None or any(right.person_id == person_id for right in linked)

    def works_here(self, mailbox_id: MailboxId, person_id: PersonId) -> bool:
        """Whether this person hears in the chat, and is of the school."""
        return bool(self.staff.get(mailbox_id, {}).get(person_id))

    def hearing_as(self, mailbox_id: MailboxId, role: Role) -> list[PersonId]:
        return [person for person, roles in self.staff.get(mailbox_id, {}).items() if role in roles]


class SqlRights:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(
        self,
        mailbox_ids: Collection[MailboxId],
        student_ids: Collection[StudentId],
        *,
        staff: bool,
        now: datetime,
    ) -> Rights:
        """Load links on these students, and, where asked for, who else hears there."""
        rights = Rights()
        if student_ids:
            await self._load_links(rights, mailbox_ids, student_ids, now)
        if rights.groups:
            await self._load_guardians(rights, student_ids, now)
        if staff:
            await self._load_staff(rights, mailbox_ids)
        return rights

    async def _load_links(
        self,
        rights: Rights,
        mailbox_ids: Collection[MailboxId],
        student_ids: Collection[StudentId],
        now: datetime,
    ) -> None:
        parameters = {"mailboxes": list(mailbox_ids), "students": list(student_ids), "now": now}
        rows = await self._connection.execute(_LINKS, parameters)
        readers: dict[int, PersonId] = {}
        shared: set[int] = set()
        for box, private, person, student, role, kinds, subjects, may_write, short_name, colour in rows:
            right = Right(PersonId(person), Role(role), scope_of(kinds, subjects, may_write))
            rights.links[box, student].append(right)
            (rights.private if private else rights.groups).add(box)
            if not private or readers.setdefault(box, right.person_id) != person:
                shared.add(box)
            if view := view_of(short_name, colour):
                rights.views[box, student] = view
        # what one calls a child is for nobody else to read
        rights.views = {place: view for place, view in rights.views.items() if place[0] not in shared}

    async def _load_guardians(
        self, rights: Rights, student_ids: Collection[StudentId], now: datetime
    ) -> None:
        rows = await self._connection.execute(_GUARDIANS, {"students": list(student_ids), "now": now})
        for student, person, label in rows:
            rights.guardians[student][PersonId(person)] = label

    async def _load_staff(self, rights: Rights, mailbox_ids: Collection[MailboxId]) -> None:
        rows = await self._connection.execute(_HEARING, {"mailboxes": list(mailbox_ids)})
        for box, person, role in rows:
            rights.staff[box].setdefault(PersonId(person), set()).update([role] if role else [])
