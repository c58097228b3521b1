from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.models.notifications import Draft
from storage import schema
from tests.delivery.support import Engine, Telegram, days_ago
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade, homework
from tests.support.sample import Sample
from views.rendered import Rendered

SECOND_LESSON = datetime(2026, 9, 14, 6, 32, tzinfo=UTC)
"""09:32 in Moscow."""


async def test_a_grade_is_in_the_chats_of_everyone_entitled_to_it(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade())
    await running.later(seconds=20)

    for chat in (sample.mother, sample.father, sample.tutor):
        message = await telegram.wait_for(chat, "Алгебра")
        assert message["text"].startswith("Пётр Иванов, 7Б · Алгебра\n5")
    await running.settled()
    assert await running.states() == ["sent"] * 3
    assert await telegram.texts(sample.office) == []


async def test_nothing_goes_out_before_its_time(running: Engine, telegram: Telegram, sample: Sample) -> None:
    await running.push(grade())
    await running.later(seconds=19)
    await running.push(absence())
    await telegram.wait_for(sample.mother, "нет на уроке")

    assert len(await telegram.texts(sample.mother)) == 1


async def test_marks_of_one_lesson_are_one_message(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g1", "5"), grade("g2", "4"))
    await running.later(seconds=15)
    await running.push(grade("g3", "2"))
    await running.later(seconds=5)

    message = await telegram.wait_for(sample.father, "1) 5")
    assert "2) 4" in message["text"]
    assert "3) 2" in message["text"]
    await running.settled()
    assert len(await telegram.messages(sample.father)) == 1
    assert await running.states() == ["sent"] * 9


async def test_the_average_before_and_after_is_told(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g0", "3"), silent=True)
    await running.push(grade("g1", "5", details={"weight": 3}))
    await running.later(seconds=20)

    assert "3,00 → 4,50" in (await telegram.wait_for(sample.mother, "Алгебра"))["text"]


async def test_a_days_absences_are_one_message_edited_silently(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    clock.set(SECOND_LESSON)
    await running.push(absence("a1", lesson=2))
    first = await telegram.wait_for(sample.mother, "урок 2")
    await running.settled()
    await running.push(absence("a2", lesson=3))
    second = await telegram.wait_for(sample.mother, "урок 3")

    await running.settled()
    assert second["message_id"] == first["message_id"]
    assert "урок 2" in second["text"]
    assert [method for method, _ in await telegram.calls(sample.mother)] == ["sendMessage", "editMessageText"]
    assert set(await running.states()) == {"sent"}


async def test_an_alarm_rings_although_the_day_had_an_excused_absence(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    clock.set(SECOND_LESSON)
    await running.push(absence("a1", lesson=1, details={"justification": "excused"}))
    await running.later(seconds=20)
    first = await telegram.wait_for(sample.mother, "7Б")
    await running.settled()
    await running.push(absence("a2", lesson=2))

    alarm = await telegram.wait_for(sample.mother, "❗", after=first["message_id"])
    assert alarm["message_id"] != first["message_id"]


async def test_siblings_share_what_is_for_their_whole_class(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(homework())
    await running.later(seconds=20)

    message = await telegram.wait_for(sample.mother, "§ 12")
    await running.settled()
    assert "Пётр" in message["text"]
    assert "Маша" in message["text"]
    assert len(await telegram.messages(sample.mother)) == 1
    assert set(await running.states()) == {"sent"}


async def test_what_waits_for_a_right_that_was_lost_is_not_sent(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    await running.push(grade())
    async with running.storage.write() as uow:
        lost = update(schema.link).where(schema.link.c.person_id == sample.father.person)
        await uow._connection.execute(lost.values(revoked_at=clock.now()))
        await uow.commit()
    await running.later(seconds=20)
    await telegram.wait_for(sample.mother, "Алгебра")

    await running.settled()
    assert await telegram.texts(sample.father) == []
    assert sorted(await running.states()) == ["cancelled", "sent", "sent"]


async def test_who_may_not_sign_sees_no_button_to_sign(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade())
    await running.later(seconds=20)

    mothers, tutors = [await telegram.wait_for(one, "5") for one in (sample.mother, sample.tutor)]
    assert "✍️" in str(mothers["reply_markup"])
    assert "reply_markup" not in tutors


async def test_every_disclosure_is_in_the_audit(running: Engine, telegram: Telegram, sample: Sample) -> None:
    await running.push(grade())
    await running.later(seconds=20)
    await running.settled()

    async with running.storage.read() as uow:
        seen = [one for _, one in await uow.audit.about(sample.petr) if one.action == "disclosed"]
    assert {one.person_id for one in seen} == {
        sample.mother.person,
        sample.father.person,
        sample.tutor.person,
    }
    assert {one.detail["kind"] for one in seen} == {Kind.GRADE}


async def test_a_group_chat_hears_too_and_offers_no_answer(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    group = await telegram.client.make_group(42, "Семья", [sample.father.user], by=sample.father.user)
    async with running.storage.write() as uow:
        moved = update(schema.mailbox).where(schema.mailbox.c.id == sample.father.mailbox)
        await uow._connection.execute(moved.values(chat_id=group["id"], private=False))
        await uow.commit()
    await running.push(grade())
    await running.later(seconds=20)

    message = await telegram.client.wait_for_message(42, group["id"], lambda one: "Алгебра" in one["text"])
    assert "💬" not in str(message["reply_markup"])


async def test_chats_that_must_rest_go_on_a_moment_later(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    drafts = [grade(f"g{number}", "5", day=days_ago(number)) for number in range(6)]
    await running.push(*drafts)
    for _ in range(8):
        await running.later(seconds=20)
        await running.settled()

    assert len(await telegram.messages(sample.mother)) == 6


async def test_things_leave_in_order_of_urgency_and_age(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(homework("h1", "первое"), grade("g1", "5"), homework("h2", "второе"))
    await running.push(grade("g2", "4", subject="eng", teacher="t2"))
    for _ in range(4):
        await running.later(seconds=20)
        await running.settled()

    texts = await telegram.texts(sample.mother)
    found = ["Алгебра\n5", "Английский язык\n4", "первое", "второе"]
    assert [next(place for place, one in enumerate(texts) if words in one) for words in found] == [0, 1, 2, 3]


async def test_a_message_that_cannot_be_drawn_holds_up_nobody(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    draw = running.service.sender.planner.render

    def stumbling(draft: Draft, *, locale: str) -> Rendered:
        student = draft.items[0].student
        if student is not None and student.id == sample.masha:
            raise ValueError("no such glyph")
        return draw(draft, locale=locale)

    running.service.sender.planner.render = stumbling
    await running.push(grade("g1", "2", student="s2"), grade("g2", "5"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.office, "")
    await telegram.wait_for(sample.mother, "Пётр")

    await running.settled()
    assert sorted(await running.states())[:1] == ["dead"]


async def test_a_chat_that_cannot_be_read_is_set_aside(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g1", "2", student="s2"), grade("g2", "5", student="s1"))
    async with running.storage.write() as uow:
        masha = select(schema.entry.c.id).where(schema.entry.c.student_id == sample.masha)
        broken = update(schema.entry_revision).where(schema.entry_revision.c.entry_id.in_(masha))
        await uow._connection.execute(broken.values(content={}))
        await uow.commit()
    await running.later(seconds=20)

    await telegram.wait_for(sample.father, "Пётр")
    await running.settled()
    assert await telegram.texts(sample.mother) == []


async def test_nothing_is_sent_for_an_entry_that_tells_nobody(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    stray = {"mailbox_id": sample.mother.mailbox, "topic": "entry", "subject_id": 999, "version": 1}
    times = dict.fromkeys(("created_at", "not_before", "due_at"), clock.now())
    async with running.storage.write() as uow:
        values = {**stray, **times, "student_id": 0, "lane": 2, "state": "queued"}
        await uow._connection.execute(insert(schema.delivery).values(**values))
        uow.outbox.wake([sample.mother.mailbox], lane=Lane.GRADES, now=clock.now())
        await uow.commit()

    await running.settled()
    assert await running.states() == ["cancelled"]
