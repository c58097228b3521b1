"""One section of a push being worked through: what is new, what changed, what is refused."""

from dataclasses import dataclass, field

from diary.models.roster import Counts, Record, Rejection, RosterItem, Section
from diary.services.roster.merging import Book, RefusedError, merge

UNSAVED = 0


@dataclass(slots=True, kw_only=True)
class Page:
    """`records` are kept up to date as items are taken, so that an id may come twice in one body."""

    section: Section
    records: dict[str, Record]
    counts: Counts = field(default_factory=Counts)
    rejected: list[Rejection] = field(default_factory=list)
    created: dict[str, Record] = field(default_factory=dict)
    changed: dict[str, tuple[Record, Record]] = field(default_factory=dict)
    """Before and after."""

    def take(self, item: RosterItem, book: Book) -> None:
        """Merge one item that is to stay."""
        known = self.records.get(item.id)
        try:
            values = merge(self.section, item, known, book)
        except RefusedError as refusal:
            self.refuse(item, refusal.field, refusal.error)
            return
        if known is None:
            self.counts.created += 1
            self.records[item.id] = self.created[item.id] = Record(id=UNSAVED, values=values)
        elif known.removed or known.values != values:
            self.counts.updated += 1
            self._change(item.id, known, Record(id=known.id, values=values))
        else:
            self.counts.unchanged += 1

    def _change(self, external: str, known: Record, after: Record) -> None:
        self.records[external] = after
        if known.id == UNSAVED:
            self.created[external] = after
        else:
            before, _ = self.changed.get(external, (known, after))
            self.changed[external] = (before, after)

    def refuse(self, item: RosterItem, name: str, error: str) -> None:
        self.rejected.append(Rejection(section=self.section, id=item.id, field=name, error=error))

    def save_ids(self, ids: dict[str, int]) -> None:
        for external, row in ids.items():
            self.records[external] = Record(id=row, values=self.records[external].values)

    def drop(self, item: RosterItem) -> Record | None:
        """Mark an item as removed; None where there was nothing to remove."""
        known = self.records.get(item.id)
        if known is None or known.removed:
            self.counts.unchanged += 1
            return None
        self.counts.removed += 1
        self.records[item.id] = Record(id=known.id, values=known.values, removed=True)
        return known
