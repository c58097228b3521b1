"""What goes out next in one chat, and in which message: pure, so that the rules can be tried alone."""

from collections.abc import Iterator, Mapping, Sequence

from delivery.grouping import group, layout_of
from delivery.jobs import Action, Contents, DayKey, Days, Job, Plan
from diary.models.deliveries import Delivery, DeliveryState, Lane
from diary.models.dispatch import DueMailbox, Loaded, MailboxQueue, StandingMessage
from diary.models.ids import DeliveryId, MailboxId, MessageId, PersonId
from diary.models.notifications import Draft, Item, Layout


def compose(queue: MailboxQueue, contents: Contents, days: Days, ids: Iterator[MessageId]) -> Plan:
    """Choose the chat's next message: by lane, then by age; what was told is mended before it is told on."""
    waiting, cancelled = _entitled(queue.waiting, contents)
    dirty = queue.dirty[0] if queue.dirty else None
    if dirty is not None and not (waiting and _is_first_news(waiting[0])):
        job = _redraw(queue.mailbox, dirty, contents)
        return Plan(job=job, cancelled=cancelled, clean=None if job else dirty)
    if not waiting:
        return Plan(job=None, cancelled=cancelled)
    return Plan(job=_send(queue.mailbox, waiting, contents, days, ids), cancelled=cancelled)


def absence_day(mailbox_id: MailboxId, loaded: Loaded) -> DayKey | None:
    """Return the child and day whose one message an absence belongs into."""
    entry, student = loaded.item.entry, loaded.item.student
    if entry is None or student is None or layout_of(loaded) is not Layout.ABSENCE_DAY:
        return None
    return None if entry.day is None else (mailbox_id, student.id, entry.day)


def _entitled(
    waiting: Sequence[Delivery], contents: Contents
) -> tuple[list[Delivery], tuple[DeliveryId, ...]]:
    newest = _newest(waiting)
    kept, cancelled = [], []
    for one in waiting:
        loaded = contents.get(one.id)
        wanted = loaded is not None and bool(loaded.people) and _has_news(loaded)
        # a newer version says all that an older one did, wherever that is: so they cannot swap either
        if wanted and newest[_thing(one)] == one.version:
            kept.append(one)
        else:
            cancelled.append(one.id)
    return kept, tuple(cancelled)


def _newest(waiting: Sequence[Delivery]) -> dict[tuple[str, int, int], int]:
    newest: dict[tuple[str, int, int], int] = {}
    for one in waiting:
        newest[_thing(one)] = max(one.version, newest.get(_thing(one), 0))
    return newest


def _thing(one: Delivery) -> tuple[str, int, int]:
    return one.topic, one.subject_id, one.student_id


def _has_news(loaded: Loaded) -> bool:
    """Whether anything of it is still to be told to this chat."""
    if loaded.item.relay is not None:
        return not loaded.item.relay.retracted
    entry = loaded.item.entry
    if entry is None:
        return True
    if entry.withdrawn:
        return loaded.told and loaded.item.delivery.version == entry.revision
    return entry.was is not None or layout_of(loaded) is not Layout.CORRECTION


def _is_first_news(one: Delivery) -> bool:
    """Urgent things and talk do not wait for the mending of what they have nothing to do with."""
    return one.lane <= Lane.TALK and one.version == 1


def _redraw(mailbox: DueMailbox, standing: StandingMessage, contents: Contents) -> Job | None:
    loaded = [contents.get(item.delivery.id) for item in standing.message.items]
    known = [one for one in loaded if one is not None and one.people]
    if not known or (len(known) < len(loaded) and not _is_shared(standing)):
        return None
    relay = known[0].item.relay
    if relay is not None and not relay.retracted:
        return None
    return Job(
        mailbox=mailbox,
        action=Action.EDIT if relay is None else Action.DELETE,
        lane=Lane.GRADES,
        drafts=(_draft(standing.message.id, standing.layout, known),),
        standing=standing,
        people=_people(known),
    )


def _is_shared(standing: StandingMessage) -> bool:
    """Whether it shows one entry of several children: who may not be told of any more is left out.

    It has no numbers that would shift; what is known of the others stays as it was told.
    """
    things = {(item.delivery.topic, item.delivery.subject_id) for item in standing.message.items}
    return len(things) == 1


def _send(
    mailbox: DueMailbox, waiting: Sequence[Delivery], contents: Contents, days: Days, ids: Iterator[MessageId]
) -> Job:
    chosen = group(waiting, contents)
    loaded = [contents[one.id] for one in chosen]
    key = absence_day(mailbox.id, loaded[0])
    standing = days.get(key) if key else None
    if standing is not None and _may_join(chosen, standing):
        joined = _join(mailbox, standing, chosen, contents)
        if joined is not None:
            return joined
    layout = layout_of(loaded[0])
    again = chosen[0].state is DeliveryState.UNKNOWN
    parts = [[one] for one in loaded] if layout is Layout.RELAY else [loaded]
    album = _items(loaded) if len(parts) > 1 else ()
    return Job(
        mailbox=mailbox,
        action=Action.SEND,
        lane=chosen[0].lane,
        drafts=tuple(_draft(next(ids), layout, part, again=again, album=album) for part in parts),
        fresh=tuple(chosen),
        reply_to=loaded[0].reply_to,
        people=_people(loaded),
    )


def _may_join(chosen: Sequence[Delivery], standing: StandingMessage) -> bool:
    """Let an alarm join only what was an alarm already: an edit rings no phone."""
    alarmed = any(item.delivery.lane is Lane.URGENT for item in standing.message.items)
    return alarmed or all(one.lane is not Lane.URGENT for one in chosen)


def _join(
    mailbox: DueMailbox, standing: StandingMessage, chosen: Sequence[Delivery], contents: Contents
) -> Job | None:
    shown = [item.delivery.id for item in standing.message.items]
    fresh = [one.id for one in chosen if one.id not in shown]
    loaded = [contents[one] for one in (*shown, *fresh) if one in contents]
    if len(loaded) < len(shown) + len(fresh) or not all(one.people for one in loaded):
        return None
    return Job(
        mailbox=mailbox,
        action=Action.EDIT,
        lane=chosen[0].lane,
        drafts=(_draft(standing.message.id, Layout.ABSENCE_DAY, loaded),),
        fresh=tuple(chosen),
        standing=standing,
        people=_people([contents[one.id] for one in chosen]),
    )


def _draft(
    message_id: MessageId,
    layout: Layout,
    loaded: Sequence[Loaded],
    *,
    again: bool = False,
    album: tuple[Item, ...] = (),
) -> Draft:
    return Draft(message_id=message_id, layout=layout, items=_items(loaded), again=again, album=album)


def _items(loaded: Sequence[Loaded]) -> tuple[Item, ...]:
    return tuple(one.item for one in loaded)


def _people(loaded: Sequence[Loaded]) -> Mapping[DeliveryId, tuple[PersonId, ...]]:
    return {one.item.delivery.id: one.people for one in loaded}
