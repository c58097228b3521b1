from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from diary.models.deliveries import Delivery, DeliveryState, Lane, NewDelivery, Topic
from diary.models.dispatch import Loaded
from diary.models.entries import Draft, Kind
from diary.models.ids import DeliveryId, MailboxId, StudentId
from diary.models.notifications import Averages, EntryContent
from diary.models.people import Name
from diary.models.school import School
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import (
    absence,
    deliver_all,
    grade,
    homework,
    journal_of,
    withdrawal,
)
from tests.support.sample import Chat, Sample


class Reading:
    """What chats would be shown of what the journal pushes."""

    def __init__(self, storage: SqlStorage, clock: FrozenClock, school: School) -> None:
        self._storage = storage
        self._clock = clock
        self._journal = journal_of(storage, clock, school)

    async def push(self, *drafts: Draft, silent: bool = False) -> None:
        await self._journal.record("journal", drafts, silent=silent)

    async def delivered(self) -> None:
        await deliver_all(self._storage, self._clock.now())

    async def loaded(self, chat: Chat, topic: Topic = Topic.ENTRY) -> list[Loaded]:
        """Load what is or was on its way into a chat, oldest first."""
        async with self._storage.read() as uow:
            ids = await uow._connection.scalars(select(schema.delivery.c.subject_id).distinct())
            deliveries = await uow.outbox.of(topic, list(ids))
            mine = [one for one in deliveries if one.mailbox_id == chat.mailbox]
            found = await uow.contents.load(mine, now=self._clock.now())
        return [found[one.id] for one in mine if one.id in found]

    async def entries(self, chat: Chat) -> list[EntryContent]:
        return [one.item.entry for one in await self.loaded(chat) if one.item.entry]

    async def entry(self, chat: Chat) -> EntryContent:
        return (await self.entries(chat))[-1]

    async def do(self, statement: Any) -> None:
        async with self._storage.write() as uow:
            await uow._connection.execute(statement)
            await uow.commit()

    async def put(self, *deliveries: NewDelivery) -> None:
        async with self._storage.write() as uow:
            await uow.outbox.put(deliveries, now=self._clock.now())
            await uow.commit()


@pytest.fixture
def reading(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> Reading:
    return Reading(storage, clock, school)


def around(before: str | None, after: str) -> Averages:
    return Averages(before=None if before is None else Decimal(before), after=Decimal(after))


async def test_an_entry_is_shown_with_the_names_behind_its_ids(reading: Reading, sample: Sample) -> None:
    await reading.push(grade(value="5", details={"weight": 2}))

    (one,) = await reading.loaded(sample.mother)
    entry, student = one.item.entry, one.item.student
    assert entry
    assert student
    assert (entry.subject, entry.lesson, entry.day) == ("Алгебра", 2, date(2026, 9, 14))
    assert entry.teacher == Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна")
    assert (student.name.given_name, student.class_name) == ("Пётр", "7Б")
    assert one.people == (sample.mother.person,)
    assert (one.told, one.reply_to) == (False, None)
    assert one.item.can_sign
    assert one.item.can_write


async def test_who_only_helps_may_neither_sign_nor_write(reading: Reading, sample: Sample) -> None:
    await reading.push(grade())
    (one,) = await reading.loaded(sample.tutor)
    assert (one.item.can_sign, one.item.can_write) == (False, False)


async def test_the_average_is_that_of_the_term_in_one_scale(reading: Reading, sample: Sample) -> None:
    await reading.push(
        grade("last year", "2", day=date(2026, 5, 1)),
        grade("percent", "90", details={"scale": "100"}),
        grade("absent", "Н/А"),
        grade("english", "2", subject="eng"),
        grade("other child", "2", student="s2"),
        grade("g1", "3"),
        silent=True,
    )
    await reading.push(grade("g2", "4-", details={"weight": 3}))

    assert (await reading.entry(sample.father)).averages == around("3", "3.75")


async def test_what_counts_towards_no_average_has_none(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g1", "Н/А"), grade("g2", "зач", details={"scale": "pass_fail"}))
    assert [one.averages for one in await reading.entries(sample.father)] == [None, None]


async def test_outside_of_terms_all_that_was_ever_given_counts(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g1", "3"), silent=True)
    await reading.push(grade("g2", "5", day=date(2027, 6, 1)))
    assert (await reading.entry(sample.father)).averages == around("3", "4")


async def test_a_first_grade_has_no_average_before(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g1", "4"))
    assert (await reading.entry(sample.father)).averages == around(None, "4")


async def test_a_correction_says_what_was_and_the_average_with_it(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g0", "4"), silent=True)
    await reading.push(grade("g1", "2"))
    await reading.delivered()
    await reading.push(grade("g1", "3"))
    await reading.push(grade("g1", "5"))

    old, _skipped, new = await reading.loaded(sample.father)
    for one in (old, new):
        assert one.item.entry
        assert one.item.entry.details["value"] == "5"
        assert one.item.entry.was
        assert one.item.entry.was["value"] == "2"
        # the 3 was never told here
        assert one.item.entry.averages == around("3", "4.5")
    assert new.told


async def test_later_grades_do_not_change_an_earlier_message(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g1", "4"))
    await reading.push(grade("g2", "2"))
    await reading.push(withdrawal(grade("g2")))
    first, _ = await reading.entries(sample.father)
    assert first.averages == around(None, "4")


async def test_an_untold_change_is_shown_without_a_word_of_before(reading: Reading, sample: Sample) -> None:
    await reading.push(grade("g1", "2"))
    await reading.delivered()
    await reading.push(grade("g1", "2", details={"work": "диктант"}))

    entry = await reading.entry(sample.father)
    assert (entry.revision, entry.told_revision, entry.was) == (2, 1, None)
    assert entry.details["work"] == "диктант"


async def test_a_signature_keeps_what_was_signed(
    reading: Reading, sample: Sample, clock: FrozenClock
) -> None:
    await reading.push(grade("g1", "2"))
    await reading.delivered()
    values = {"entry_id": 1, "revision": 1, "student_id": sample.petr, "person_id": sample.mother.person}
    signed = insert(schema.acknowledgement).values(**values, account_id=1, signed_at=clock.now())
    await reading.do(signed)
    await reading.push(grade("g1", "5"))

    (signature,) = (await reading.entry(sample.mother)).signatures
    assert (signature.revision, signature.value) == (1, "2")
    assert not (await reading.entry(sample.mother)).signed
    assert (await reading.entry(sample.father)).signatures == ()


async def test_who_is_concerned_no_more_sees_what_was_there_withdrawn(
    reading: Reading, sample: Sample
) -> None:
    await reading.push(homework("h1", "§ 12"))
    await reading.delivered()
    await reading.push(homework("h1", "§ 13", class_=None, group="7b-en1"))

    found = {one.student.id: one for one in await _items(reading, sample.mother)}
    assert _shown(found[sample.masha]) == ("§ 12", True)
    assert _shown(found[sample.petr]) == ("§ 13", False)

    await reading.push(homework("h1", "§ 14", class_=None, student="s2"))
    found = {one.student.id: one for one in await _items(reading, sample.mother)}
    assert _shown(found[sample.petr]) == ("§ 12", True)


async def _items(reading: Reading, chat: Chat) -> Sequence[Any]:
    """Return the first delivery of each student."""
    items = [one.item for one in await reading.loaded(chat)]
    return sorted(items, key=lambda one: one.delivery.version, reverse=True)


def _shown(item: Any) -> tuple[str, bool]:
    return item.entry.details["text"], item.entry.withdrawn


async def test_a_class_moved_to_keeps_its_pupils(reading: Reading, sample: Sample) -> None:
    await reading.push(homework("h1", "§ 12", class_=None, student="s1"))
    await reading.delivered()
    await reading.push(homework("h1", "§ 12", class_="7b"))
    assert not any(one.withdrawn for one in await reading.entries(sample.father))


async def test_the_audience_is_named(reading: Reading, sample: Sample) -> None:
    await reading.push(
        homework("h1"),
        homework("h2", class_=None, group="7b-en1"),
        Draft(
            external_id="n1",
            kind=Kind.ANNOUNCEMENT,
            school=True,
            details={"title": "Праздник", "text": "Приходите"},
        ),
    )
    assert [one.audience for one in await reading.entries(sample.father)] == [
        "7Б",
        "7Б, английский 1",
        "Школа № 7",
    ]


async def test_a_term_is_named_whether_given_by_id_or_by_name(reading: Reading, sample: Sample) -> None:
    for number, term in enumerate(("q1", "Год")):
        details = {"term": term, "value": "5"}
        await reading.push(
            Draft(
                external_id=f"t{number}",
                kind=Kind.TERM_GRADE,
                student="s1",
                subject="alg",
                details=details,
            )
        )
    assert [one.term for one in await reading.entries(sample.father)] == ["1 четверть", "Год"]


async def test_what_comes_instead_is_named(reading: Reading, sample: Sample) -> None:
    change = {"class_": "7b", "subject": "alg", "teacher": "t1", "day": date(2026, 9, 14), "lesson": 2}
    instead: list[dict[str, Any]] = [{"new": {"subject": "eng", "teacher": "t2"}}, {"new": {"room": "5"}}, {}]
    for number, new in enumerate(instead):
        details = {"change": "replaced", **new}
        draft = Draft(
            external_id=f"c{number}",
            kind=Kind.TIMETABLE_CHANGE,
            details=details,
            **change,  # type: ignore[arg-type] # one value of each kind
        )
        await reading.push(draft)

    shown = [(dict(one.names), one.new_teacher) for one in await reading.entries(sample.father)]
    orlov = Name(family_name="Орлов", given_name="Иван", patronymic="Петрович")
    assert shown == [({"new.subject": "Английский язык"}, orlov), ({}, None), ({}, None)]


@pytest.mark.parametrize(
    ("table", "row"), [("link", {"revoked_at"}), ("destination", {"ended_at"}), ("student", {"removed_at"})]
)
async def test_a_right_that_ended_leaves_nobody(
    reading: Reading, sample: Sample, clock: FrozenClock, table: str, row: set[str]
) -> None:
    await reading.push(grade())
    ended = {name: clock.now() for name in row}
    await reading.do(update(getattr(schema, table)).values(**ended))
    (one,) = await reading.loaded(sample.father)
    assert one.people == ()


async def test_a_scope_that_narrowed_is_looked_at_again(reading: Reading, sample: Sample) -> None:
    await reading.push(grade())
    await reading.do(update(schema.link).values(kinds=["homework"]))
    (one,) = await reading.loaded(sample.tutor)
    assert one.people == ()


async def test_an_absence_has_its_answer(reading: Reading, sample: Sample, clock: FrozenClock) -> None:
    await reading.push(absence())
    await reading.delivered()
    values = {"entry_id": 1, "revision": 1, "student_id": sample.petr, "person_id": sample.mother.person}
    signed = insert(schema.acknowledgement).values(
        **values, account_id=1, signed_at=clock.now(), answer="fine"
    )
    await reading.do(signed)
    (signature,) = (await reading.entry(sample.mother)).signatures
    assert signature.answer == "fine"


def told(chat: Chat, clock: FrozenClock, topic: Topic, subject: int) -> NewDelivery:
    return NewDelivery(
        mailbox_id=chat.mailbox,
        topic=topic,
        subject_id=subject,
        version=1,
        lane=Lane.TALK,
        not_before=clock.now(),
        due_at=clock.now(),
    )


async def test_a_notice_is_for_the_person_it_names(
    reading: Reading, sample: Sample, clock: FrozenClock
) -> None:
    for number, person in enumerate((sample.mother.person, sample.father.person, None), start=1):
        values = {"school_id": 1, "what": "x", "person_id": person, "data": {"n": number}}
        await reading.do(insert(schema.notice).values(**values, created_at=clock.now()))
        await reading.put(told(sample.mother, clock, Topic.NOTICE, number))
    await reading.put(told(sample.mother, clock, Topic.NOTICE, 99))

    found = await reading.loaded(sample.mother, Topic.NOTICE)
    mother = sample.mother.person
    assert [one.people for one in found] == [(mother,), (), (mother,)]
    assert found[0].item.notice
    assert found[0].item.notice.data == {"n": 1}


async def letter(reading: Reading, clock: FrozenClock, **values: Any) -> None:
    row = {
        "school_id": 1,
        "bot_id": 42,
        "chat_id": 2001,
        "telegram_message_id": 5,
        "sender_role": "teacher",
        "to_office": False,
        "content": "text",
        "text": "Здравствуйте",
        "state": "sent",
        "created_at": clock.now(),
    }
    await reading.do(insert(schema.relay).values(**row | values))


async def test_a_letter_names_staff_by_name_and_families_by_label(
    reading: Reading, sample: Sample, clock: FrozenClock
) -> None:
    teacher, mother = sample.teacher.person, sample.mother.person
    await letter(reading, clock, sender_id=teacher, recipient_id=mother, student_id=sample.petr)
    await letter(
        reading,
        clock,
        sender_id=mother,
        sender_role="guardian",
        recipient_id=teacher,
        student_id=sample.petr,
        chat_id=1001,
        answer_to_id=1,
        entities=[{"type": "bold", "offset": 0, "length": 5}],
    )
    await reading.put(told(sample.mother, clock, Topic.RELAY, 1), told(sample.teacher, clock, Topic.RELAY, 2))
    await reading.put(told(sample.mother, clock, Topic.RELAY, 9))

    (here,) = await reading.loaded(sample.mother, Topic.RELAY)
    (there,) = await reading.loaded(sample.teacher, Topic.RELAY)
    assert here.item.relay
    assert here.item.relay.sender == Name(family_name="Смирнова", given_name="Анна", patronymic="Викторовна")
    assert (here.people, here.reply_to) == ((mother,), None)
    assert there.item.relay
    assert (there.item.relay.sender, there.item.relay.label) == (None, "мама")
    assert there.item.relay.entities == ({"type": "bold", "offset": 0, "length": 5},)
    assert (there.people, there.reply_to) == ((teacher,), 5)


async def test_a_letter_to_the_office_is_for_the_office_alone(
    reading: Reading, sample: Sample, clock: FrozenClock
) -> None:
    await letter(reading, clock, sender_id=sample.mother.person, sender_role="guardian", to_office=True)
    for chat in (sample.office, sample.teacher):
        await reading.put(told(chat, clock, Topic.RELAY, 1))

    assert [one.people for one in await reading.loaded(sample.office, Topic.RELAY)] == [
        (sample.office.person,)
    ]
    assert [one.people for one in await reading.loaded(sample.teacher, Topic.RELAY)] == [()]


async def test_a_letter_about_a_child_asks_for_a_right_to_the_child(
    reading: Reading, sample: Sample, clock: FrozenClock
) -> None:
    for number, child in enumerate((sample.masha, None), start=1):
        await letter(
            reading,
            clock,
            sender_id=sample.teacher.person,
            recipient_id=sample.father.person,
            student_id=child,
            telegram_message_id=number,
        )
        await reading.put(told(sample.father, clock, Topic.RELAY, number))

    found = await reading.loaded(sample.father, Topic.RELAY)
    assert [one.people for one in found] == [(), (sample.father.person,)]


async def test_digests_are_drawn_by_nobody_yet(storage: SqlStorage, clock: FrozenClock) -> None:
    digest = Delivery(
        id=DeliveryId(1),
        mailbox_id=MailboxId(1),
        topic=Topic.DIGEST,
        subject_id=1,
        version=1,
        student_id=StudentId(0),
        lane=Lane.DIGEST,
        not_before=clock.now(),
        state=DeliveryState.QUEUED,
        attempts=0,
    )
    async with storage.read() as uow:
        assert await uow.contents.load([digest], now=clock.now()) == {}
        assert await uow.contents.load([], now=clock.now()) == {}
