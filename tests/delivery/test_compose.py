from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.compose import absence_day, compose
from delivery.grouping import MOST_ITEMS, layout_of
from delivery.jobs import Action, Job
from diary.models.deliveries import Delivery, DeliveryState, Lane, MessageItem, SentMessage, Topic
from diary.models.dispatch import DueMailbox, Loaded, MailboxQueue, StandingMessage
from diary.models.entries import Kind
from diary.models.ids import (
    NO_STUDENT,
    ChatId,
    DeliveryId,
    EntryId,
    MailboxId,
    MessageId,
    PersonId,
    RelayId,
    StaffId,
    StudentId,
    SubjectId,
    TelegramMessageId,
)
from diary.models.notifications import EntryContent, Item, Layout, NoticeContent, RelayContent
from diary.models.people import Name, Role, Student

NOW = datetime(2026, 9, 14, 9, tzinfo=UTC)
TODAY = date(2026, 9, 14)
BOX = MailboxId(1)
MAILBOX = DueMailbox(id=BOX, chat_id=ChatId(1001), private=True, locale="ru", due_at=NOW, wake_seq=1)
MOTHER = PersonId(7)
PETR, MASHA = StudentId(1), StudentId(2)
DETAILS = MappingProxyType({"value": "2"})


def student(number: StudentId) -> Student:
    name = Name(family_name="Иванов", given_name=f"Ребёнок {number}")
    return Student(id=number, external_id=f"s{number}", name=name, class_id=None, class_name="7Б")


def loaded(
    number: int,
    *,
    kind: Kind = Kind.GRADE,
    lane: Lane = Lane.GRADES,
    child: StudentId = PETR,
    version: int = 1,
    state: DeliveryState = DeliveryState.QUEUED,
    entry: int | None = None,
    told: bool = False,
    people: tuple[PersonId, ...] = (MOTHER,),
    **content: Any,
) -> Loaded:
    subject = number if entry is None else entry
    delivery = Delivery(
        id=DeliveryId(number),
        mailbox_id=BOX,
        topic=Topic.ENTRY,
        subject_id=subject,
        version=version,
        student_id=child,
        lane=lane,
        not_before=NOW,
        state=state,
        attempts=0,
    )
    values: dict[str, Any] = {
        "revision": version,
        "told_revision": version,
        "withdrawn": False,
        "subject_id": SubjectId(1),
        "subject": "Алгебра",
        "staff_id": StaffId(1),
        "teacher": None,
        "day": TODAY,
        "lesson": 2,
        "marked_at": NOW,
        "details": DETAILS,
    } | content
    shown = EntryContent(id=EntryId(subject), kind=kind, **values)
    item = Item(delivery=delivery, student=student(child), entry=shown)
    return Loaded(item=item, people=people, told=told, reply_to=TelegramMessageId(70) if told else None)


def letter(number: int, *, album: str | None = None, retracted: bool = False) -> Loaded:
    base = loaded(number, lane=Lane.TALK)
    relay = RelayContent(
        id=RelayId(number),
        sender_role=Role.TEACHER,
        sender=None,
        label="",
        content="photo" if album else "text",
        text="",
        entities=(),
        file_id=None,
        album=album,
        about=None,
        answer_to=None,
        created_at=NOW,
        retracted=retracted,
    )
    delivery = replace(base.item.delivery, topic=Topic.RELAY)
    return replace(base, item=Item(delivery=delivery, student=base.item.student, relay=relay))


def notice(number: int) -> Loaded:
    base = loaded(number, lane=Lane.TALK, child=NO_STUDENT)
    delivery = replace(base.item.delivery, topic=Topic.NOTICE)
    return replace(
        base, item=Item(delivery=delivery, notice=NoticeContent(what="x", data={}, created_at=NOW))
    )


def standing(*shown: Loaded, layout: Layout = Layout.FRESH, number: int = 500) -> StandingMessage:
    items = tuple(MessageItem(delivery=one.item.delivery, revision=1, start=0, end=1) for one in shown)
    message = SentMessage(
        id=MessageId(number), mailbox_id=BOX, telegram_message_id=TelegramMessageId(50), items=items
    )
    return StandingMessage(message=message, layout=layout, dirty_seq=1)


def composed(
    *waiting: Loaded,
    dirty: StandingMessage | None = None,
    shown: Sequence[Loaded] = (),
    days: Mapping[Any, StandingMessage] | None = None,
) -> Any:
    queue = MailboxQueue(
        mailbox=MAILBOX,
        waiting=tuple(one.item.delivery for one in waiting),
        dirty=(dirty,) if dirty else (),
    )
    contents = {one.item.delivery.id: one for one in (*waiting, *shown)}
    return compose(queue, contents, days or {}, map(MessageId, count(900)))


def job_of(*waiting: Loaded, **more: Any) -> Job:
    job: Job | None = composed(*waiting, **more).job
    assert job is not None
    return job


def ids(job: Job) -> list[list[int]]:
    return [[item.delivery.id for item in draft.items] for draft in job.drafts]


LAYOUTS = [
    (loaded(1), Layout.FRESH),
    (loaded(1, kind=Kind.ATTENDANCE), Layout.ABSENCE_DAY),
    (loaded(1, version=2, told=True), Layout.CORRECTION),
    (loaded(1, version=2, told=True, kind=Kind.ATTENDANCE), Layout.CORRECTION),
    (loaded(1, version=1, told=True, told_revision=2), Layout.FRESH),
    (loaded(1, version=2, told=True, withdrawn=True), Layout.WITHDRAWAL),
    (letter(1), Layout.RELAY),
    (notice(1), Layout.NOTICE),
]


@pytest.mark.parametrize(("one", "layout"), LAYOUTS)
def test_each_thing_has_its_layout(one: Loaded, layout: Layout) -> None:
    assert layout_of(one) is layout


SHARING = [
    ([loaded(1), loaded(2), loaded(3)], [[1, 2, 3]]),
    ([loaded(1), loaded(2, child=MASHA)], [[1]]),
    ([loaded(1), loaded(2, subject_id=SubjectId(2))], [[1]]),
    ([loaded(1), loaded(2, staff_id=StaffId(2))], [[1]]),
    ([loaded(1), loaded(2, day=date(2026, 9, 13))], [[1]]),
    ([loaded(1, kind=Kind.TERM_GRADE), loaded(2, kind=Kind.TERM_GRADE)], [[1]]),
    ([loaded(1), loaded(2, state=DeliveryState.UNKNOWN)], [[1]]),
    ([loaded(1, kind=Kind.ATTENDANCE), loaded(2, kind=Kind.ATTENDANCE, subject_id=None)], [[1, 2]]),
    ([loaded(1, kind=Kind.HOMEWORK, entry=9, audience="7Б"), loaded(2, entry=9, audience="7Б")], [[1, 2]]),
    ([loaded(1, version=2, told=True, was=DETAILS), loaded(2, version=2, told=True, was=DETAILS)], [[1]]),
    ([letter(1), letter(2)], [[1]]),
    ([letter(1, album="a"), letter(2, album="b"), letter(3, album="a")], [[1], [3]]),
    ([notice(1), notice(2)], [[1]]),
]


@pytest.mark.parametrize(("waiting", "drafts"), SHARING)
def test_what_belongs_together_shares_a_message(waiting: list[Loaded], drafts: list[list[int]]) -> None:
    assert ids(job_of(*waiting)) == drafts


def test_a_message_has_eight_things_at_most() -> None:
    assert len(job_of(*(loaded(number) for number in range(1, 20))).fresh) == MOST_ITEMS


def test_siblings_are_drawn_in_one_message() -> None:
    shared: dict[str, Any] = {"kind": Kind.ANNOUNCEMENT, "entry": 9, "audience": "7Б"}
    job = job_of(loaded(1, **shared), loaded(2, child=MASHA, **shared))
    assert ids(job) == [[1, 2]]


def test_what_may_have_arrived_says_again() -> None:
    job = job_of(loaded(1, state=DeliveryState.UNKNOWN))
    assert job.drafts[0].again
    assert not job_of(loaded(1)).drafts[0].again


def test_a_correction_stands_under_what_it_corrects() -> None:
    job = job_of(loaded(1, version=2, told=True, was=DETAILS))
    assert job.drafts[0].layout is Layout.CORRECTION
    assert job.reply_to == 70


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.UNKNOWN])
def test_an_older_version_gives_way_to_the_newer(state: DeliveryState) -> None:
    plan = composed(loaded(1, entry=9, state=state), loaded(2, entry=9, version=2))
    assert plan.cancelled == (1,)
    assert ids(plan.job) == [[2]]


CANCELLED = [
    loaded(1, people=()),
    loaded(1, withdrawn=True),
    loaded(1, withdrawn=True, version=2, told=False),
    loaded(1, withdrawn=True, version=1, revision=2, told=True),
    loaded(1, version=2, told=True, was=None),
    letter(1, retracted=True),
]


@pytest.mark.parametrize("one", CANCELLED)
def test_what_is_nobodys_business_or_no_news_is_cancelled(one: Loaded) -> None:
    plan = composed(one)
    assert plan.cancelled == (1,)
    assert plan.job is None


def test_what_cannot_be_found_any_more_is_cancelled() -> None:
    delivery = loaded(1).item.delivery
    queue = MailboxQueue(mailbox=MAILBOX, waiting=(delivery,), dirty=())
    assert compose(queue, {}, {}, map(MessageId, count(1))).cancelled == (1,)


def test_what_was_told_is_mended_before_more_is_told() -> None:
    old, new = loaded(1, state=DeliveryState.SENT), loaded(2)
    job = job_of(new, dirty=standing(old), shown=[old])
    assert job.action is Action.EDIT
    assert job.drafts[0].message_id == 500
    assert not job.fresh


@pytest.mark.parametrize("urgent", [letter(2), loaded(2, lane=Lane.URGENT, kind=Kind.ATTENDANCE)])
def test_urgent_things_and_talk_do_not_wait_for_mending(urgent: Loaded) -> None:
    old = loaded(1, state=DeliveryState.SENT)
    assert job_of(urgent, dirty=standing(old), shown=[old]).action is Action.SEND


def test_an_urgent_correction_follows_its_mending() -> None:
    old = loaded(1, state=DeliveryState.SENT, kind=Kind.ATTENDANCE)
    urgent = loaded(2, entry=1, version=2, lane=Lane.URGENT, told=True, was=DETAILS, kind=Kind.ATTENDANCE)
    assert job_of(urgent, dirty=standing(old), shown=[old]).action is Action.EDIT


def test_a_letter_taken_back_is_deleted() -> None:
    gone = letter(1, retracted=True)
    job = job_of(dirty=standing(gone, layout=Layout.RELAY), shown=[gone])
    assert job.action is Action.DELETE


@pytest.mark.parametrize("shown", [letter(1), loaded(1, people=())])
def test_a_message_that_needs_no_drawing_is_left_clean(shown: Loaded) -> None:
    plan = composed(dirty=standing(shown), shown=[shown])
    assert plan.job is None
    assert plan.clean is not None


def day(*shown: Loaded) -> dict[Any, StandingMessage]:
    return {(BOX, PETR, TODAY): standing(*shown, layout=Layout.ABSENCE_DAY)}


def absent(number: int, lane: Lane = Lane.URGENT, **more: Any) -> Loaded:
    return loaded(number, kind=Kind.ATTENDANCE, lane=lane, **more)


def test_a_later_absence_joins_the_days_message() -> None:
    old = absent(1, state=DeliveryState.SENT)
    job = job_of(absent(2), shown=[old], days=day(old))
    assert job.action is Action.EDIT
    assert ids(job) == [[1, 2]]
    assert [one.id for one in job.fresh] == [2]


def test_an_alarm_does_not_join_what_was_none() -> None:
    old = absent(1, Lane.GRADES, state=DeliveryState.SENT)
    assert job_of(absent(2), shown=[old], days=day(old)).action is Action.SEND
    assert job_of(absent(2, Lane.GRADES), shown=[old], days=day(old)).action is Action.EDIT


def test_the_days_message_is_left_alone_where_a_right_to_it_was_lost() -> None:
    old = absent(1, state=DeliveryState.SENT, people=())
    assert job_of(absent(2), shown=[old], days=day(old)).action is Action.SEND


def test_only_absences_have_a_day() -> None:
    assert absence_day(BOX, absent(1)) == (BOX, PETR, TODAY)
    assert absence_day(BOX, absent(1, day=None)) is None
    assert absence_day(BOX, loaded(1)) is None
    assert absence_day(BOX, notice(1)) is None


THINGS = st.tuples(
    st.integers(1, 5),
    st.integers(1, 3),
    st.sampled_from([Lane.URGENT, Lane.GRADES, Lane.PLANS]),
    st.sampled_from([Kind.GRADE, Kind.ATTENDANCE, Kind.REMARK]),
)


@given(st.lists(THINGS, min_size=1, max_size=15, unique_by=lambda one: one[:2]))
def test_each_thing_is_told_once_in_its_newest_version_by_urgency_and_age(
    things: list[tuple[int, int, Lane, Kind]],
) -> None:
    waiting = [
        loaded(number, entry=entry, version=version, lane=lane, kind=kind)
        for number, (entry, version, lane, kind) in enumerate(things, start=1)
    ]
    waiting.sort(key=lambda one: (one.item.delivery.lane, one.item.delivery.id))
    rank = {one.item.delivery.id: place for place, one in enumerate(waiting)}
    told: list[Delivery] = []
    heads: list[int] = []
    while waiting:
        plan = composed(*waiting)
        done = {*plan.cancelled, *(one.id for one in plan.job.fresh)}
        told += plan.job.fresh
        heads.append(rank[plan.job.fresh[0].id])
        waiting = [one for one in waiting if one.item.delivery.id not in done]

    assert heads == sorted(heads)
    newest = {entry: max(one[1] for one in things if one[0] == entry) for entry, *_ in things}
    assert sorted((one.subject_id, one.version) for one in told) == sorted(newest.items())
