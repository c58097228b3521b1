import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.models.deliveries import Delivery, DeliveryState, Lane, NewDelivery, Topic
from diary.models.dispatch import Claim, DueMailbox, Rest, Settlement, ShownItem
from diary.models.ids import (
    BotId,
    ChatId,
    EntryId,
    MailboxId,
    MessageId,
    StudentId,
    TelegramMessageId,
)
from diary.models.notifications import Layout
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.storage.test_outbox import hints, new, put
from tests.support.clock import FrozenClock
from tests.support.sample import BOT, Sample

BUSY: frozenset[MailboxId] = frozenset()


async def due(
    storage: SqlStorage,
    clock: FrozenClock,
    *,
    urgent: int = 50,
    bulk: int = 50,
    busy: frozenset[MailboxId] = BUSY,
) -> Sequence[DueMailbox]:
    async with storage.read() as uow:
        return await uow.dispatch.due(BOT, now=clock.now(), urgent=urgent, bulk=bulk, busy=busy)


async def waiting(storage: SqlStorage, clock: FrozenClock) -> dict[MailboxId, tuple[Delivery, ...]]:
    mailboxes = await due(storage, clock)
    async with storage.read() as uow:
        queues = await uow.dispatch.queues(mailboxes, now=clock.now())
    return {queue.mailbox.id: queue.waiting for queue in queues}


def claim_of(delivery: Delivery, message: int, *, entry: int | None = None, revision: int = 1) -> Claim:
    item = ShownItem(
        delivery_id=delivery.id,
        entry_id=None if entry is None else EntryId(entry),
        revision=revision,
        start=0,
        end=5,
    )
    return Claim(
        message_id=MessageId(message),
        mailbox_id=delivery.mailbox_id,
        layout=Layout.FRESH,
        items=(item,),
        fresh=frozenset({delivery.id}),
        standing=False,
    )


async def claimed(storage: SqlStorage, clock: FrozenClock, *claims: Claim) -> frozenset[MessageId]:
    async with storage.write() as uow:
        held = await uow.dispatch.claim(claims, now=clock.now())
        await uow.commit()
    return held


async def settled(
    storage: SqlStorage,
    clock: FrozenClock,
    claim: Claim,
    mailbox: DueMailbox,
    state: DeliveryState = DeliveryState.SENT,
    *,
    telegram: int | None = 70,
    retry_at: datetime | None = None,
) -> None:
    settlement = Settlement(
        claim=claim,
        state=state,
        attempts=int(state is DeliveryState.UNKNOWN),
        retry_at=retry_at,
        telegram_message_id=None if telegram is None else TelegramMessageId(telegram),
        gone=telegram is None,
    )
    async with storage.write() as uow:
        rest = Rest(mailbox=mailbox, retry_at=retry_at)
        await uow.dispatch.settle([settlement], [rest], now=clock.now())
        await uow.commit()


async def states(storage: SqlStorage) -> list[str]:
    async with storage.read() as uow:
        query = select(schema.delivery.c.state).order_by(schema.delivery.c.id)
        return list((await uow._connection.scalars(query)).all())


async def test_urgent_chats_come_first_and_a_share_is_kept_for_them(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now = clock.now()
    await put(storage, clock, new(sample.mother.mailbox, now, lane=Lane.PLANS))
    await put(storage, clock, new(sample.father.mailbox, now, lane=Lane.GRADES))
    await put(storage, clock, new(sample.teacher.mailbox, now, lane=Lane.URGENT))

    found = [one.id for one in await due(storage, clock)]
    assert found == [sample.teacher.mailbox, sample.father.mailbox, sample.mother.mailbox]
    assert [one.id for one in await due(storage, clock, bulk=0)] == found[:1]
    assert [one.id for one in await due(storage, clock, bulk=1)] == found[:2]
    assert [one.id for one in await due(storage, clock, urgent=1)] == found[:1]
    assert [one.id for one in await due(storage, clock, bulk=1, busy=frozenset(found[1:2]))] == [
        found[0],
        found[2],
    ]


async def test_a_chat_is_due_when_its_first_thing_is(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother, now = sample.mother.mailbox, clock.now()
    await put(storage, clock, new(mother, now, wait=timedelta(seconds=20)))
    clock.advance(seconds=10)
    await put(storage, clock, new(mother, clock.now(), subject=2, wait=timedelta(seconds=20)))
    assert await due(storage, clock) == []

    clock.advance(seconds=10)
    assert [one.subject_id for one in (await waiting(storage, clock))[mother]] == [1, 2]


async def test_urgent_things_do_not_take_along_what_still_gathers(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother, now = sample.mother.mailbox, clock.now()
    await put(storage, clock, new(mother, now, wait=timedelta(seconds=20)))
    await put(storage, clock, new(mother, now, subject=2, lane=Lane.URGENT))
    await put(storage, clock, new(mother, now, subject=3, lane=Lane.TALK))

    assert [one.subject_id for one in (await waiting(storage, clock))[mother]] == [2, 3]


async def test_what_is_held_stays_behind_what_is_not(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother, now = sample.mother.mailbox, clock.now()
    held = NewDelivery(
        mailbox_id=mother,
        topic=Topic.ENTRY,
        subject_id=1,
        version=1,
        lane=Lane.GRADES,
        not_before=now + timedelta(minutes=30),
        due_at=now + timedelta(minutes=30),
    )
    await put(storage, clock, held, new(mother, now, subject=2))
    assert [one.subject_id for one in (await waiting(storage, clock))[mother]] == [2]


async def test_a_chat_that_rests_is_left_in_peace(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    (mailbox,) = await due(storage, clock)
    async with storage.write() as uow:
        rest = Rest(mailbox=mailbox, retry_at=clock.now() + timedelta(seconds=5))
        await uow.dispatch.settle([], [rest], now=clock.now())
        await uow.commit()

    assert await due(storage, clock) == []
    clock.advance(seconds=5)
    assert [one.id for one in await due(storage, clock)] == [mailbox.id]


async def test_what_was_sent_makes_its_chat_rest(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother = sample.mother.mailbox
    await put(storage, clock, new(mother, clock.now()), new(mother, clock.now(), subject=2))
    (mailbox,) = await due(storage, clock)
    first, second = (await waiting(storage, clock))[mother]
    for number, one in enumerate((first, second), start=1):
        claim = claim_of(one, number)
        assert await claimed(storage, clock, claim) == {number}
        await settled(storage, clock, claim, mailbox)
        assert bool(await due(storage, clock)) == (one is first)

    assert await states(storage) == ["sent", "sent"]
    assert await hints(storage, mother) == (None, None, 1)


async def test_what_was_cancelled_meanwhile_is_not_claimed(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now = clock.now()
    await put(storage, clock, new(sample.mother.mailbox, now), new(sample.father.mailbox, now))
    found = await waiting(storage, clock)
    claims = [claim_of(one, number) for number, (one,) in enumerate(found.values(), start=1)]
    async with storage.write() as uow:
        await uow.outbox.cancel_queued(Topic.ENTRY, [1], mailbox_ids=[sample.mother.mailbox])
        await uow.commit()

    held = await claimed(storage, clock, *claims)
    assert held == {claim.message_id for claim in claims if claim.mailbox_id == sample.father.mailbox}
    assert await claimed(storage, clock, *claims) == frozenset()
    assert sorted(await states(storage)) == ["cancelled", "sending"]


async def test_what_shows_an_entry_that_has_changed_is_not_claimed(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        values = {
            "school_id": 1,
            "source": "j",
            "kind": "grade",
            "external_id": "g1",
            "revision": 2,
            "told_revision": 2,
            "withdrawn": False,
            "silent": False,
            "received_at": clock.now(),
            "changed_at": clock.now(),
            "content_hash": b"",
        }
        await uow._connection.execute(insert(schema.entry).values(**values))
        await uow.commit()
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    (one,) = (await waiting(storage, clock))[sample.mother.mailbox]

    assert await claimed(storage, clock, claim_of(one, 1, entry=1, revision=1)) == frozenset()
    assert await claimed(storage, clock, claim_of(one, 2, entry=1, revision=2)) == {2}


async def test_a_late_answer_changes_nothing_of_a_newer_attempt(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    (mailbox,) = await due(storage, clock)
    (one,) = (await waiting(storage, clock))[mailbox.id]
    old, newer = claim_of(one, 1), claim_of(one, 2)
    await claimed(storage, clock, old)
    async with storage.write() as uow:
        assert await uow.dispatch.abandon(BOT, limit=3, now=clock.now()) == []
        await uow.commit()
    assert await states(storage) == ["unknown"]
    await claimed(storage, clock, newer)
    await settled(storage, clock, old, mailbox)
    assert await states(storage) == ["sending"]


async def test_dying_over_it_three_times_is_the_end_of_it(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    dead: Sequence[Delivery] = []
    for number in (1, 2, 3):
        assert not dead
        (one,) = (await waiting(storage, clock))[sample.mother.mailbox]
        assert one.attempts == number - 1
        await claimed(storage, clock, claim_of(one, number))
        async with storage.write() as uow:
            assert await uow.dispatch.abandon(BotId(7), limit=3, now=clock.now()) == []
            dead = await uow.dispatch.abandon(BOT, limit=3, now=clock.now())
            await uow.commit()

    assert [one.subject_id for one in dead] == [1]
    assert await states(storage) == ["dead"]


async def test_a_digest_is_not_repeated(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> None:
    now = clock.now()
    digest = NewDelivery(
        mailbox_id=sample.mother.mailbox,
        topic=Topic.DIGEST,
        subject_id=1,
        version=1,
        lane=Lane.DIGEST,
        not_before=now,
        due_at=now,
    )
    await put(storage, clock, digest)
    (one,) = (await waiting(storage, clock))[sample.mother.mailbox]
    await claimed(storage, clock, claim_of(one, 1))
    async with storage.write() as uow:
        assert await uow.dispatch.abandon(BOT, limit=3, now=now) == []
        await uow.commit()
    assert await states(storage) == ["dead"]


async def test_message_numbers_are_given_once(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.read() as uow:
        first = await uow.dispatch.new_message_ids(3, after=0)
    async with storage.read() as uow:
        second = await uow.dispatch.new_message_ids(3, after=first[-1])
    assert len({*first, *second}) == 6


async def test_a_thousand_old_things_are_taken_in_portions(
    storage: SqlStorage, sample: Sample, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    many = [new(sample.mother.mailbox, now, subject=subject) for subject in range(2_100)]
    await put(storage, clock, *many, new(sample.father.mailbox, now))

    found = await waiting(storage, clock)
    assert len(found[sample.mother.mailbox]) == 2_000
    assert sample.father.mailbox not in found


async def test_a_group_takes_its_queue_along_when_it_has_a_new_mailbox_already(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    now = clock.now()
    old, twin = sample.father.mailbox, sample.tutor.mailbox
    await put(storage, clock, new(old, now), new(twin, now), new(old, now, subject=2))
    async with storage.write() as uow:
        await uow.dispatch.move(old, ChatId(sample.tutor.user), now=now)
        await uow.dispatch.move(twin, ChatId(sample.tutor.user), now=now)
        await uow.commit()

    found = await waiting(storage, clock)
    assert [one.subject_id for one in found[twin]] == [1, 2]
    assert old not in found
    async with storage.read() as uow:
        assert sorted(await uow.dispatch.hearing(twin)) == sorted([sample.father.person, sample.tutor.person])


async def test_racing_writers_and_settlers_lose_no_wake_up(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    """Whatever the order, a chat with something waiting is due."""
    boxes = [sample.mother.mailbox, sample.father.mailbox, sample.tutor.mailbox]

    async def write(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - an order of events, not a secret
        for step in range(8):
            chosen = chance.sample(boxes, 2)
            things = [new(box, clock.now(), subject=number * 100 + step) for box in chosen]
            await put(storage, clock, *things)

    async def send() -> None:
        for _ in range(12):
            await _send_all(storage, clock, most=2)

    await asyncio.gather(*map(write, range(4)), send())
    while await due(storage, clock):
        await _send_all(storage, clock, most=50)
    assert set(await states(storage)) == {"sent"}


async def _send_all(storage: SqlStorage, clock: FrozenClock, *, most: int) -> None:
    """Send so many of each chat as one engine would; who has nothing waiting rests."""
    mailboxes = await due(storage, clock)
    async with storage.read() as uow:
        queues = await uow.dispatch.queues(mailboxes, now=clock.now())
    for queue in queues:
        for one in queue.waiting[:most]:
            await settled(storage, clock, await _claimed_anew(storage, clock, one), queue.mailbox)
        if not queue.waiting:
            async with storage.write() as uow:
                await uow.dispatch.settle([], [Rest(mailbox=queue.mailbox)], now=clock.now())
                await uow.commit()


async def _claimed_anew(storage: SqlStorage, clock: FrozenClock, one: Delivery) -> Claim:
    async with storage.write() as uow:
        (number,) = await uow.dispatch.new_message_ids(1, after=1_000_000)
        claim = claim_of(one, number)
        await uow.dispatch.claim([claim], now=clock.now())
        await uow.commit()
    return claim


async def test_what_was_sent_long_ago_is_never_looked_at(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample, clock: FrozenClock
) -> None:
    """Every query of the loop goes by the partial indexes of the queue, or by keys."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what a table holds; the benchmark with old years covers it")
    await put(storage, clock, new(sample.mother.mailbox, clock.now()))
    with noted(engine, storage) as asked:
        (mailbox,) = await due(storage, clock)
        (one,) = (await waiting(storage, clock))[sample.mother.mailbox]
        claim = claim_of(one, 1, entry=None)
        await claimed(storage, clock, claim)
        await settled(storage, clock, claim, mailbox)
        async with storage.write() as uow:
            day = (sample.mother.mailbox, sample.petr, clock.now().date())
            await uow.dispatch.absence_days([day])
            await uow.dispatch.abandon(BOT, limit=3, now=clock.now())
            await uow.dispatch.block(sample.mother.mailbox, now=clock.now())
            await uow.dispatch.unblock(sample.mother.mailbox, now=clock.now())
            await uow.outbox.cancel_for(sample.mother.person, [sample.petr])

    assert any("UPDATE delivery" in statement for statement, _ in asked)
    for statement, parameters in asked:
        if statement.startswith(("SELECT", "UPDATE")):
            for step in await _plan(engine, statement, parameters):
                assert not step.startswith(("SCAN delivery", "SCAN message")), statement
                assert "delivery_1 (topic=?)" not in step, statement
                assert "message_telegram" not in step, statement


async def test_a_chat_that_is_moved_or_erased_is_not_looked_for_among_all_deliveries(
    storage: SqlStorage, engine: AsyncEngine, sample: Sample, clock: FrozenClock
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what a table holds")
    mother, now = sample.mother, clock.now()
    with noted(engine, storage) as asked:
        async with storage.write() as uow:
            ended = await uow.succession.end_accounts(mother.person, groups=True, now=now)
            await uow.succession.withhold_queue(ended, now=now)
            await uow.succession.inherit(mother.person, sample.office.mailbox, ended, now=now)
            await uow.personal_data.end_access(mother.person, why="test", now=now)
            await uow.personal_data.erase(mother.person, now=now)

    assert sum("UPDATE delivery" in statement for statement, _ in asked) > 4
    for statement, parameters in asked:
        if statement.startswith(("SELECT", "UPDATE")):
            for step in await _plan(engine, statement, parameters):
                assert not step.startswith("SCAN delivery"), statement


@contextmanager
def noted(engine: AsyncEngine, storage: SqlStorage) -> Iterator[list[tuple[str, object]]]:
    """Note each statement with its first parameters."""
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _x: object, many: bool) -> None:
        asked.append((statement, parameters[0] if many else parameters))  # type: ignore[index]

    engines = (engine.sync_engine, storage._writer.sync_engine)
    for one_engine in engines:
        event.listen(one_engine, "before_cursor_execute", note)
    yield asked
    for one_engine in engines:
        event.remove(one_engine, "before_cursor_execute", note)


async def _plan(engine: AsyncEngine, statement: str, parameters: object) -> list[str]:
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        rows = await driver.execute_fetchall(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return [row[3] for row in rows]


async def test_an_unheard_of_chat_has_no_mailbox(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        assert await uow.dispatch.mailbox(BOT, ChatId(sample.stranger_user)) is None
        assert await uow.dispatch.mailbox(BOT, ChatId(sample.mother.user)) == sample.mother.mailbox


async def test_who_blocked_and_came_back_is_counted_once(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother = sample.mother.mailbox
    await put(storage, clock, new(mother, clock.now()))
    for expected in (2, 1):
        async with storage.write() as uow:
            assert await uow.dispatch.block(mother, now=clock.now())
            assert not await uow.dispatch.block(mother, now=clock.now())
            await uow.commit()
        clock.advance(minutes=1)
        await put(storage, clock, new(mother, clock.now(), subject=10 + expected))
        async with storage.write() as uow:
            assert await uow.dispatch.unblock(mother, now=clock.now()) == {Topic.ENTRY: expected}
            assert await uow.dispatch.unblock(mother, now=clock.now()) is None
            await uow.commit()
        clock.advance(minutes=1)


async def test_families_of_a_chat_are_those_with_live_rights(
    storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    async with storage.write() as uow:
        lost = update(schema.link).where(schema.link.c.student_id == sample.masha)
        await uow._connection.execute(lost.values(revoked_at=clock.now()))
        await uow.commit()
    async with storage.read() as uow:
        found = await uow.dispatch.families(sample.mother.mailbox, now=clock.now())
    assert [(link.label, student.id) for link, student in found] == [("мама", StudentId(sample.petr))]
