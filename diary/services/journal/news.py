"""A revision that was just stored, and whom it may be news to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from diary.kinds import KINDS, KindDefinition
from diary.models.deliveries import Lane
from diary.models.entries import Content, Kind, Op
from diary.models.ids import EntryId, MailboxId, StudentId
from diary.models.journal import NewRevision
from diary.models.people import Recipient
from diary.models.roster import KnownRoster

Reached: TypeAlias = Mapping[tuple[MailboxId, StudentId], Lane]
"""The chats that were already told of an entry, about which student, and by which lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """`told`: its content is news; `before`: what people may have been told so far, None if that is void."""

    revision: NewRevision
    entry_id: EntryId
    received_at: datetime
    told: bool
    before: Content | None

    @property
    def kind(self) -> Kind:
        return self.revision.key[0]

    @property
    def definition(self) -> KindDefinition:
        return KINDS[self.kind]

    @property
    def content(self) -> Content:
        return self.revision.content

    @property
    def is_first(self) -> bool:
        return self.revision.revision == 1

    @property
    def is_withdrawn(self) -> bool:
        return self.revision.op is Op.WITHDRAW

    @property
    def is_quiet(self) -> bool:
        """Whether what it says now tells nobody."""
        return self.definition.stored_only(self.content.details)

    @property
    def is_retraction(self) -> bool:
        """Whether it is for those alone who were told what no longer holds."""
        if self.before is None or self.definition.stored_only(self.before.details):
            return False
        return self.is_withdrawn or (self.told and self.is_quiet)

    def leavers(self, known: KnownRoster) -> set[StudentId]:
        """Return the students who are no longer concerned."""
        if self.before is None or self.before.audience == self.content.audience:
            return set()
        return set(known.audience(self.before.audience)).difference(known.audience(self.content.audience))

    def hearers(self, known: KnownRoster, reached: Reached) -> set[StudentId]:
        """Return the students whose people are to hear of it."""
        if self.is_retraction:
            return {student for (_, student), lane in reached.items() if self._is_due_to(lane)}
        if self.is_withdrawn or self.is_quiet:
            return set()
        now = set(known.audience(self.content.audience))
        if self.told or self.before is None:
            return now
        return now.difference(known.audience(self.before.audience))

    def concerns(self, recipient: Recipient, reached: Reached) -> bool:
        if not recipient.scope.covers(self.kind, self.content.subject_id):
            return False
        if not self.is_retraction:
            return True
        lane = reached.get((recipient.mailbox.id, recipient.student_id))
        return lane is not None and self._is_due_to(lane)

    def _is_due_to(self, lane: Lane) -> bool:
        """Whether who was told by this lane is owed more: a withdrawal only to who was alarmed."""
        return not self.is_withdrawn or lane is Lane.URGENT
