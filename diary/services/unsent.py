"""Letters on their way: should the process be killed meanwhile, whoever asked for them hears of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.models.deliveries import Lane, NewDelivery, Topic
from diary.models.entries import Json
from diary.models.ids import NoticeId, PersonId
from diary.ports import UnitOfWork

LETTERS_LOST = "letters_lost"
"""To who asked for letters: `whose` as in their buttons, its `name`, and how many codes nobody may hold."""

GRACE = timedelta(minutes=10)
"""Longer than a class's letters are printed and sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Whose letters are made: what stands in the button that makes them, and what people call it."""

    whose: int
    name: str


async def warn_later(
    uow: UnitOfWork, person_id: PersonId, letters: Letters, count: int, *, now: datetime
) -> NoticeId | None:
    """Put a warning on its way together with the codes; whoever sends the letters takes it back."""
    places = [place for place in await uow.people.destinations([person_id]) if place.private]
    if not places:
        return None
    data: dict[str, Json] = {"whose": letters.whose, "name": letters.name, "codes": count}
    warning = await uow.notices.add(LETTERS_LOST, data, person_id=person_id, now=now)
    due = now + GRACE
    await uow.outbox.put(
        [
            NewDelivery(
                mailbox_id=place.mailbox_id,
                topic=Topic.NOTICE,
                subject_id=warning,
                version=1,
                lane=Lane.TALK,
                not_before=due,
                due_at=due,
            )
            for place in places
        ],
        now=now,
    )
    return warning


async def spare(uow: UnitOfWork, warnings: Collection[NoticeId]) -> None:
    """Take warnings back: what became of the letters is known."""
    if warnings:
        await uow.outbox.cancel_queued(Topic.NOTICE, sorted(warnings))
