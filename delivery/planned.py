"""What a look at the queue came to, and what is to be claimed of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from delivery.jobs import Job
from diary.models.deliveries import DeliveryState
from diary.models.dispatch import (
    Claim,
    Rest,
    Settlement,
    ShownItem,
    StandingMessage,
)
from diary.models.ids import DeliveryId, MailboxId
from diary.models.notifications import Draft
from views.rendered import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A job with its pages; without any it cannot be drawn."""

    job: Job
    pages: Sequence[Rendered]
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class Planned:
    """What a look at the queue came to."""

    ready: list[Ready] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    cleaned: list[Settlement] = field(default_factory=list)
    cancelled: list[DeliveryId] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ready or self.rests or self.cleaned or self.cancelled)

    def mailboxes(self) -> set[MailboxId]:
        """Return those that are spoken for."""
        return {ready.job.mailbox.id for ready in self.ready} | {rest.mailbox.id for rest in self.rests}

    def add(self, more: "Planned") -> None:
        """Put more behind it; what is urgent comes first."""
        self.ready = sorted(self.ready + more.ready, key=lambda ready: ready.job.lane)
        self.rests += more.rests
        self.cleaned += more.cleaned
        self.cancelled += more.cancelled

    def take(self, calls: int) -> "Planned":
        """Take out so many calls at most, and everything else."""
        taken = Planned(self.ready[:calls], self.rests, self.cleaned, self.cancelled)
        self.ready = self.ready[calls:]
        self.rests, self.cleaned, self.cancelled = [], [], []
        return taken


def claims_of(job: Job, pages: Sequence[Rendered]) -> tuple[Claim, ...]:
    fresh = {one.id for one in job.fresh}
    claims = []
    for number, draft in enumerate(job.drafts):
        items = _items(draft, pages[number] if pages else None)
        claims.append(
            Claim(
                message_id=draft.message_id,
                mailbox_id=job.mailbox.id,
                layout=draft.layout,
                items=items,
                fresh=frozenset(item.delivery_id for item in items if item.delivery_id in fresh),
                standing=job.standing is not None,
            )
        )
    return tuple(claims)


def _items(draft: Draft, page: Rendered | None) -> tuple[ShownItem, ...]:
    items = []
    for number, item in enumerate(draft.items):
        span = page.spans[number] if page else None
        items.append(
            ShownItem(
                delivery_id=item.delivery.id,
                entry_id=item.entry.id if item.entry else None,
                revision=item.entry.revision if item.entry else item.delivery.version,
                start=span.start if span else 0,
                end=span.end if span else 0,
            )
        )
    return tuple(items)


def cleaned(standing: StandingMessage) -> Settlement:
    claim = Claim(
        message_id=standing.message.id,
        mailbox_id=standing.message.mailbox_id,
        layout=standing.layout,
        items=(),
        fresh=frozenset(),
        standing=True,
    )
    return Settlement(claim=claim, state=DeliveryState.QUEUED, attempts=0, seen_dirty_seq=standing.dirty_seq)
