"""What shares a message."""

from collections.abc import Sequence

from delivery.jobs import Contents
from diary.models.deliveries import Delivery, DeliveryState
from diary.models.dispatch import Loaded
from diary.models.entries import Kind
from diary.models.notifications import EntryContent, Layout

MOST_ITEMS = 8
MOST_OF_ALBUM = 10


def layout_of(loaded: Loaded) -> Layout:
    item = loaded.item
    if item.relay is not None:
        return Layout.RELAY
    if item.entry is None:
        return Layout.NOTICE
    if item.entry.withdrawn:
        return Layout.WITHDRAWAL
    if loaded.told and item.delivery.version >= item.entry.told_revision:
        return Layout.CORRECTION
    return Layout.ABSENCE_DAY if item.entry.kind is Kind.ATTENDANCE else Layout.FRESH


def group(waiting: Sequence[Delivery], contents: Contents) -> list[Delivery]:
    """Return the first in line and what shares its message."""
    key = _company(waiting[0], contents[waiting[0].id])
    group = [one for one in waiting if _company(one, contents[one.id]) == key]
    return group[: MOST_OF_ALBUM if contents[waiting[0].id].item.relay else MOST_ITEMS]


def _company(one: Delivery, loaded: Loaded) -> tuple[object, ...]:
    """Things of equal company share a message. What may have arrived before is told apart by "(again)"."""
    layout, again = layout_of(loaded), one.state is DeliveryState.UNKNOWN
    entry, relay, student = loaded.item.entry, loaded.item.relay, loaded.item.student
    if relay is not None and relay.album:
        return layout, again, relay.album
    if entry is None or layout in {Layout.CORRECTION, Layout.WITHDRAWAL}:
        return layout, one.id
    if entry.audience:
        return layout, again, "shared", entry.id
    if student is not None and layout is Layout.ABSENCE_DAY and entry.day is not None:
        return layout, again, student.id, entry.day
    if student is not None and entry.kind is Kind.GRADE:
        return layout, again, student.id, *_lesson(entry)
    return layout, one.id


def _lesson(entry: EntryContent) -> tuple[object, ...]:
    return entry.kind, entry.subject_id, entry.staff_id, entry.day
