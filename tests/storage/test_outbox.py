from datetime import datetime, timedelta

from sqlalchemy import select

from diary.models.deliveries import DeliveryState, Lane, NewDelivery, Topic
from diary.models.ids import NO_STUDENT, MailboxId, MessageId, StudentId
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.sample import Sample


def new(
    mailbox: MailboxId,
    now: datetime,
    *,
    subject: int = 1,
    version: int = 1,
    student: StudentId = NO_STUDENT,
    lane: Lane = Lane.GRADES,
    wait: timedelta = timedelta(0),
) -> NewDelivery:
    return NewDelivery(
        mailbox_id=mailbox,
        topic=Topic.ENTRY,
        subject_id=subject,
        version=version,
        student_id=student,
        lane=lane,
        not_before=now,
        due_at=now + wait,
    )


async def hints(storage: SqlStorage, mailbox: MailboxId) -> tuple[int | None, datetime | None, int]:
    async with storage.read() as uow:
        columns = (schema.mailbox.c.lane, schema.mailbox.c.due_at, schema.mailbox.c.wake_seq)
        query = select(*columns).where(schema.mailbox.c.id == mailbox)
        row = (await uow._connection.execute(query)).one()
    return row.lane, row.due_at, row.wake_seq


async def put(storage: SqlStorage, clock: FrozenClock, *deliveries: NewDelivery) -> None:
    async with storage.write() as uow:
        await uow.outbox.put(deliveries, now=clock.now())
        await uow.commit()


async def test_what_is_put_wakes_its_chat(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> None:
    later = timedelta(seconds=20)
    await put(storage, clock, new(sample.mother.mailbox, clock.now(), wait=later))

    assert await hints(storage, sample.mother.mailbox) == (Lane.GRADES, clock.now() + later, 1)
    assert await hints(storage, sample.father.mailbox) == (None, None, 0)


async def test_the_earliest_and_the_most_urgent_count(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother, now = sample.mother.mailbox, clock.now()
    await put(storage, clock, new(mother, now, wait=timedelta(seconds=20)))
    await put(storage, clock, new(mother, now, subject=2, lane=Lane.URGENT))
    await put(storage, clock, new(mother, now, subject=3, lane=Lane.PLANS, wait=timedelta(hours=1)))

    assert await hints(storage, mother) == (Lane.URGENT, now, 3)


async def test_the_same_thing_is_queued_once(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> None:
    twice = new(sample.mother.mailbox, clock.now())
    await put(storage, clock, twice, twice)
    await put(storage, clock, twice)

    async with storage.read() as uow:
        queued = await uow.outbox.of(Topic.ENTRY, [1])
    assert [one.state for one in queued] == [DeliveryState.QUEUED]


async def test_a_chat_that_blocked_the_bot_misses_it(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother = sample.mother.mailbox
    async with storage.write() as uow:
        blocked = schema.mailbox.update().where(schema.mailbox.c.id == mother).values(state="blocked")
        await uow._connection.execute(blocked)
        await uow.commit()
    await put(storage, clock, new(mother, clock.now()))

    async with storage.read() as uow:
        assert [one.state for one in await uow.outbox.of(Topic.ENTRY, [1])] == [DeliveryState.MISSED]
    assert await hints(storage, mother) == (None, None, 0)


async def test_only_what_was_never_handed_over_is_cancelled(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now = clock.now()
    await put(storage, clock, new(sample.mother.mailbox, now), new(sample.father.mailbox, now))
    async with storage.write() as uow:
        sent = schema.delivery.update().where(schema.delivery.c.mailbox_id == sample.father.mailbox)
        await uow._connection.execute(sent.values(state="sent"))
        cancelled = await uow.outbox.cancel_queued(Topic.ENTRY, [1])
        await uow.commit()

    assert [one.mailbox_id for one in cancelled] == [sample.mother.mailbox]
    async with storage.read() as uow:
        states = [one.state for one in await uow.outbox.of(Topic.ENTRY, [1])]
    assert states == [DeliveryState.CANCELLED, DeliveryState.SENT]


async def test_cancelling_may_name_chats_and_students(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now, mother = clock.now(), sample.mother.mailbox
    both = [new(mother, now, student=sample.petr), new(mother, now, student=sample.masha)]
    await put(storage, clock, *both, new(sample.father.mailbox, now, student=sample.petr))

    async with storage.write() as uow:
        cancelled = await uow.outbox.cancel_queued(
            Topic.ENTRY, [1], mailbox_ids=[mother], student_ids=[sample.petr]
        )
        await uow.commit()
    assert [(one.mailbox_id, one.student_id) for one in cancelled] == [(mother, sample.petr)]


async def test_a_lost_right_cancels_only_where_nobody_else_hears_of_the_child(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now = clock.now()
    async with storage.write() as uow:
        # a family group: father and mother hear there
        for person in (sample.mother.person, sample.father.person):
            values = {"person_id": person, "mailbox_id": sample.office.mailbox, "created_at": now}
            await uow._connection.execute(schema.destination.insert().values(**values))
        await uow.commit()
    boxes = (sample.father.mailbox, sample.office.mailbox, sample.mother.mailbox)
    await put(storage, clock, *(new(box, now, student=sample.petr) for box in boxes))

    async with storage.write() as uow:
        count = await uow.outbox.cancel_for(sample.father.person, [sample.petr])
        await uow.commit()

    async with storage.read() as uow:
        states = {one.mailbox_id: one.state for one in await uow.outbox.of(Topic.ENTRY, [1])}
    assert count == 1
    assert states[sample.father.mailbox] is DeliveryState.CANCELLED
    assert states[sample.office.mailbox] is states[sample.mother.mailbox] is DeliveryState.QUEUED


async def sent_message(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> MessageId:
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    async with storage.write() as uow:
        (one,) = await uow.outbox.of(Topic.ENTRY, [1])
        values = {
            "id": 7,
            "mailbox_id": one.mailbox_id,
            "telegram_message_id": 70,
            "dirty": False,
            "layout": "fresh",
        }
        await uow._connection.execute(schema.message.insert().values(**values))
        item = {"message_id": 7, "delivery_id": one.id, "position": 1, "revision": 1, "start": 0, "end": 5}
        await uow._connection.execute(schema.message_item.insert().values(**item))
        asleep = schema.mailbox.update().values(due_at=None, lane=None)
        await uow._connection.execute(asleep)
        await uow.commit()
    return MessageId(7)


async def dirt(storage: SqlStorage, message: MessageId) -> tuple[bool, int]:
    async with storage.read() as uow:
        query = select(schema.message.c.dirty, schema.message.c.dirty_seq).where(
            schema.message.c.id == message
        )
        row = (await uow._connection.execute(query)).one()
    return row.dirty, row.dirty_seq


async def test_redrawing_finds_what_shows_the_entry(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    message = await sent_message(storage, sample, clock)
    async with storage.write() as uow:
        await uow.outbox.redraw(Topic.ENTRY, [1, 99], now=clock.now())
        await uow.outbox.redraw(Topic.RELAY, [1], now=clock.now())
        await uow.commit()

    assert await dirt(storage, message) == (True, 1)
    assert await hints(storage, sample.mother.mailbox) == (Lane.GRADES, clock.now(), 2)


async def test_a_tapped_message_is_redrawn_before_the_rest(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    message = await sent_message(storage, sample, clock)
    async with storage.write() as uow:
        await uow.outbox.redraw_message(message, now=clock.now())
        await uow.commit()

    assert await dirt(storage, message) == (True, 1)
    assert await hints(storage, sample.mother.mailbox) == (Lane.TALK, clock.now(), 2)


async def test_thousands_are_queued_at_once(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> None:
    now = clock.now()
    boxes = (sample.mother.mailbox, sample.father.mailbox)
    many = [new(box, now, subject=subject) for subject in range(6_000) for box in boxes]
    await put(storage, clock, *many)

    async with storage.read() as uow:
        assert len(await uow.outbox.of(Topic.ENTRY, range(6_000))) == 12_000
