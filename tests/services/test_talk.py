from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from diary.errors import (
    AlreadySentError,
    NobodyToWriteToError,
    NotEntitledError,
    TooLateToRetractError,
)
from diary.models.entries import Draft, Json, Kind
from diary.models.ids import PersonId, TelegramMessageId
from diary.models.people import Role
from diary.models.school import School
from diary.models.talk import Joined, Letter, LetterKind, Offer, Reply, Sent, Target
from diary.services.journal import JournalService
from diary.services.talk import TalkService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import TODAY, absence, grade, journal_of, rows
from tests.support.sample import Chat, Sample
from tests.support.shown import author_of, show, tap_of


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


def letter(number: int = 1, text: str = "Здравствуйте", **parts: Any) -> Letter:
    return Letter(**{"message_id": TelegramMessageId(number), "kind": LetterKind.TEXT, "text": text, **parts})


def photo(number: int, album: str | None = None) -> Letter:
    return letter(number, "", kind=LetterKind.PHOTO, file_id=f"file{number}", album=album)


async def show_to_mother(
    journal: JournalService, storage: SqlStorage, sample: Sample, *drafts: Draft
) -> Reply:
    await journal.record("journal", drafts)
    await show(storage, sample.mother, number=700)
    return Reply(message_id=TelegramMessageId(700))


async def say(
    talk: TalkService, storage: SqlStorage, chat: Chat, said: Letter, reply: Reply | None = None
) -> Sent | Offer | Joined:
    return await talk.receive(await author_of(storage, chat), said, reply)


async def sent(talk: TalkService, storage: SqlStorage, chat: Chat, said: Letter, reply: Reply | None) -> Sent:
    outcome = await say(talk, storage, chat, said, reply)
    assert isinstance(outcome, Sent), outcome
    return outcome


async def orlov_person(storage: SqlStorage, sample: Sample) -> PersonId:
    async with storage.read() as uow:
        member = await uow.addressees.staff(sample.orlov)
    assert member
    return member[0]


async def relays_on_their_way(storage: SqlStorage) -> list[Any]:
    return [one for one in await rows(storage, schema.delivery) if one.topic == "relay"]


async def test_a_reply_to_a_grade_goes_to_its_teacher_at_once(
    talk: TalkService, journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())

    outcome = await sent(talk, storage, sample.mother, letter(), reply)

    assert (outcome.addressee.person_id, outcome.reachable) == (sample.smirnova_person, True)
    (queued,) = await relays_on_their_way(storage)
    assert (queued.mailbox_id, queued.subject_id, queued.lane, queued.due_at) == (
        sample.teacher.mailbox,
        outcome.relay_id,
        1,
        clock.now(),
    )
    (relay,) = await rows(storage, schema.relay)
    (entry,) = await rows(storage, schema.entry)
    assert (relay.sender_role, relay.student_id, relay.entry_id) == ("guardian", sample.petr, entry.id)


async def test_the_teachers_reply_comes_back_to_the_parent_who_asked(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    asked = await sent(talk, storage, sample.mother, letter(), reply)
    await show(storage, sample.teacher, number=50)

    answered = await sent(
        talk, storage, sample.teacher, letter(51, "В четверг"), Reply(message_id=TelegramMessageId(50))
    )

    assert (answered.addressee.person_id, answered.addressee.label) == (sample.mother.person, "мама")
    answer = (await rows(storage, schema.relay))[-1]
    assert (answer.sender_role, answer.answer_to_id, answer.student_id) == (
        "teacher",
        asked.relay_id,
        sample.petr,
    )


async def test_a_parent_who_goes_on_answering_writes_to_the_same_teacher(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    await sent(talk, storage, sample.mother, letter(1), reply)
    await show(storage, sample.teacher, number=50)
    await sent(talk, storage, sample.teacher, letter(51), Reply(message_id=TelegramMessageId(50)))
    await show(storage, sample.mother, number=701)

    to_the_answer = await sent(
        talk, storage, sample.mother, letter(2), Reply(message_id=TelegramMessageId(701))
    )
    to_their_own = await sent(talk, storage, sample.mother, letter(3), Reply(message_id=TelegramMessageId(1)))

    assert to_the_answer.addressee.person_id == sample.smirnova_person
    assert to_their_own.addressee.person_id == sample.smirnova_person


async def test_an_update_handled_twice_is_passed_on_once(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())

    first = await sent(talk, storage, sample.mother, letter(), reply)
    second = await sent(talk, storage, sample.mother, letter(), reply)

    assert (second.relay_id, second.reachable) == (first.relay_id, True)
    assert len(await relays_on_their_way(storage)) == 1


async def test_a_quote_picks_the_entry_and_so_the_teacher(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await show_to_mother(journal, storage, sample, grade("g1"), grade("g2", teacher="t2"))

    second = await sent(
        talk, storage, sample.mother, letter(1), Reply(message_id=TelegramMessageId(700), quote_at=12)
    )
    first = await sent(
        talk, storage, sample.mother, letter(2), Reply(message_id=TelegramMessageId(700), quote_at=3)
    )

    assert second.addressee.person_id == await orlov_person(storage, sample)
    assert first.addressee.person_id == sample.smirnova_person


async def test_several_teachers_in_one_message_are_offered(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade("g1"), grade("g2", teacher="t2"))

    offer = await say(talk, storage, sample.mother, letter(), reply)

    assert isinstance(offer, Offer)
    assert {one.person_id for one in offer.addressees} == {
        sample.smirnova_person,
        await orlov_person(storage, sample),
    }
    assert await relays_on_their_way(storage) == []


async def test_several_entries_of_one_teacher_are_about_none_in_particular(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade("g1"), grade("g2"))

    await sent(talk, storage, sample.mother, letter(), reply)

    assert (await rows(storage, schema.relay))[0].entry_id is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"teacher": None}, "Смирнова"),
        ({"teacher": None, "subject": None}, "Смирнова"),
        ({"teacher": None, "subject": "eng", "lesson": 3}, "Орлов"),
    ],
    ids=["the lesson's teacher", "the lesson in that slot", "the class teacher"],
)
async def test_an_entry_without_a_teacher_has_someone_who_answers_for_it(
    changes: dict[str, Any],
    expected: str,
    talk: TalkService,
    journal: JournalService,
    storage: SqlStorage,
    sample: Sample,
) -> None:
    draft = absence(**changes, day=TODAY)
    reply = await show_to_mother(journal, storage, sample, draft)

    outcome = await sent(talk, storage, sample.mother, letter(), reply)

    assert outcome.addressee.name is not None
    assert outcome.addressee.name.family_name == expected


async def test_where_nobody_teaches_the_office_answers(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.school_class).values(class_teacher_id=None))
        await uow._connection.execute(schema.lesson.delete())
        await uow.commit()
    reply = await show_to_mother(journal, storage, sample, grade(teacher=None, subject="eng"))

    outcome = await sent(talk, storage, sample.mother, letter(), reply)

    assert (outcome.addressee.role, outcome.addressee.person_id) == (Role.OFFICE, None)
    (queued,) = await relays_on_their_way(storage)
    assert queued.mailbox_id == sample.office.mailbox
    await show(storage, sample.office, number=60)
    answer = await sent(talk, storage, sample.office, letter(61), Reply(message_id=TelegramMessageId(60)))
    assert answer.addressee.person_id == sample.mother.person
    assert (await rows(storage, schema.relay))[-1].sender_role == "office"


async def test_a_teacher_without_a_chat_is_waited_for(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade(teacher="t2"))

    outcome = await sent(talk, storage, sample.mother, letter(), reply)

    assert not outcome.reachable
    assert await relays_on_their_way(storage) == []
    assert (await rows(storage, schema.relay))[0].state == "sent"


async def test_plain_text_is_offered_with_the_class_teacher_first_and_never_sent(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    offer = await say(talk, storage, sample.father, letter())

    assert isinstance(offer, Offer)
    said = [(one.name.family_name if one.name else "", one.leads_class) for one in offer.addressees]
    assert said == [("Орлов", True), ("Смирнова", False), ("", False)]
    assert offer.addressees[1].subjects == ("Алгебра",)
    assert await relays_on_their_way(storage) == []


async def test_siblings_have_each_their_own_choices(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    offer = await say(talk, storage, sample.mother, letter())

    assert isinstance(offer, Offer)
    assert {one.student.id for one in offer.addressees} == {sample.petr, sample.masha}
    assert len(offer.addressees) == 6


async def test_an_offered_letter_goes_to_whom_is_chosen_once(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    offer = await talk.receive(author, letter(), None)
    assert isinstance(offer, Offer)
    assert offer.relay_id is not None
    target = Target(person_id=sample.smirnova_person, student_id=sample.masha)

    chosen = await talk.choose(author, offer.relay_id, target)

    assert (chosen.addressee.student.id, chosen.reachable) == (sample.masha, True)
    with pytest.raises(AlreadySentError):
        await talk.choose(author, offer.relay_id, target)
    with pytest.raises(AlreadySentError):
        await talk.offered(author, offer.relay_id)
    assert len(await relays_on_their_way(storage)) == 1
    (record,) = [one for one in await rows(storage, schema.audit) if one.action == "wrote"]
    assert (record.person_id, record.student_id) == (sample.smirnova_person, sample.masha)


async def test_nobody_chooses_for_someone_elses_letter(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    offer = await say(talk, storage, sample.mother, letter())
    assert isinstance(offer, Offer)
    assert offer.relay_id is not None
    target = Target(person_id=sample.smirnova_person, student_id=sample.petr)
    father = await author_of(storage, sample.father)

    for attempt in (
        talk.choose(father, offer.relay_id, target),
        talk.offered(father, offer.relay_id),
        talk.retract(father, offer.relay_id),
    ):
        with pytest.raises(NotEntitledError):
            await attempt


@pytest.mark.parametrize("to", ["another's child", "another parent", "a stranger", "the tutor"])
async def test_forged_targets_are_refused(
    to: str, talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    target = {
        "another's child": Target(person_id=sample.smirnova_person, student_id=sample.masha),
        "another parent": Target(person_id=sample.mother.person, student_id=sample.petr),
        "a stranger": Target(person_id=PersonId(999), student_id=sample.petr),
        "the tutor": Target(person_id=sample.tutor.person, student_id=sample.petr),
    }[to]
    author = await author_of(storage, sample.father)

    with pytest.raises(NobodyToWriteToError):
        await talk.write(author, letter(), target)
    with pytest.raises(NobodyToWriteToError):
        await talk.direction(author, target)

    assert await rows(storage, schema.relay) == []


async def test_a_teacher_writes_first_to_nobody_and_then_to_those_who_wrote(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    nothing = await say(talk, storage, sample.teacher, letter(40))
    assert nothing == Offer(relay_id=None, addressees=())
    assert await rows(storage, schema.relay) == []

    reply = await show_to_mother(journal, storage, sample, grade())
    await sent(talk, storage, sample.mother, letter(), reply)
    offer = await say(talk, storage, sample.teacher, letter(41))

    assert isinstance(offer, Offer)
    assert offer.relay_id is not None
    (mother,) = offer.addressees
    assert (mother.role, mother.label, mother.student.id) == (Role.GUARDIAN, "мама", sample.petr)
    chosen = await talk.choose(await author_of(storage, sample.teacher), offer.relay_id, mother.target)
    assert chosen.addressee.person_id == sample.mother.person


async def test_who_may_not_write_is_refused(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [grade()])
    message = await show(storage, sample.tutor, number=900)
    tutor = await author_of(storage, sample.tutor)

    with pytest.raises(NobodyToWriteToError):
        await talk.answerable(tutor, await tap_of(storage, sample.tutor, message))
    assert await talk.receive(tutor, letter(1), Reply(message_id=TelegramMessageId(900))) == Offer(
        relay_id=None, addressees=()
    )


async def test_a_tutor_who_may_write_reaches_the_teachers_of_their_subjects_only(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        tutors = schema.link.c.person_id == sample.tutor.person
        await uow._connection.execute(update(schema.link).where(tutors).values(may_write=True))
        await uow.commit()

    addressees = await talk.addressees(await author_of(storage, sample.tutor))

    assert [one.person_id for one in addressees] == [sample.smirnova_person]


async def test_a_teacher_cannot_answer_a_parent_whose_link_has_ended(
    talk: TalkService, journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    await sent(talk, storage, sample.mother, letter(), reply)
    await show(storage, sample.teacher, number=50)
    async with storage.write() as uow:
        hers = schema.link.c.person_id == sample.mother.person
        await uow._connection.execute(update(schema.link).where(hers).values(revoked_at=clock.now()))
        await uow.commit()

    with pytest.raises(NobodyToWriteToError):
        await say(talk, storage, sample.teacher, letter(51), Reply(message_id=TelegramMessageId(50)))


async def test_an_album_goes_together_where_its_first_part_goes(
    talk: TalkService, journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())

    await sent(talk, storage, sample.mother, photo(1, "album"), reply)
    second = await say(talk, storage, sample.mother, photo(2, "album"))

    assert second == Joined()
    queued = await relays_on_their_way(storage)
    assert [one.mailbox_id for one in queued] == [sample.teacher.mailbox] * 2
    assert {one.due_at for one in queued} == {clock.now() + timedelta(seconds=1)}


async def test_an_offered_album_is_chosen_for_and_taken_back_as_a_whole(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    offer = await talk.receive(author, photo(1, "album"), None)
    assert isinstance(offer, Offer)
    assert offer.relay_id is not None
    assert await talk.receive(author, photo(2, "album"), None) == Joined()

    await talk.choose(author, offer.relay_id, offer.addressees[1].target)
    assert len(await relays_on_their_way(storage)) == 2
    await talk.retract(author, offer.relay_id)

    assert {one.state for one in await relays_on_their_way(storage)} == {"cancelled"}
    assert {one.state for one in await rows(storage, schema.relay)} == {"retracted"}
    assert await talk.receive(author, photo(3, "album"), None) == Joined()
    assert len(await rows(storage, schema.relay)) == 2


async def test_a_letter_is_taken_back_within_a_minute_and_once(
    talk: TalkService, journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    author = await author_of(storage, sample.mother)
    first = await sent(talk, storage, sample.mother, letter(1), reply)
    await show(storage, sample.teacher, number=50)
    clock.advance(seconds=59)

    await talk.retract(author, first.relay_id)

    with pytest.raises(TooLateToRetractError):
        await talk.retract(author, first.relay_id)
    (message,) = [one for one in await rows(storage, schema.message) if one.telegram_message_id == 50]
    assert message.dirty

    late = await sent(talk, storage, sample.mother, letter(2), reply)
    clock.advance(seconds=60)
    with pytest.raises(TooLateToRetractError):
        await talk.retract(author, late.relay_id)


async def test_the_button_under_an_entry_leads_to_its_teacher_and_keeps_the_entry(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record("journal", [grade(teacher="t2", subject="eng")])
    message = await show(storage, sample.mother, number=700)
    author = await author_of(storage, sample.mother)

    (direction,) = await talk.answerable(author, await tap_of(storage, sample.mother, message))
    outcome = await talk.write(author, letter(), direction.addressee.target)

    assert isinstance(outcome, Sent)
    (entry,) = await rows(storage, schema.entry)
    assert (await rows(storage, schema.relay))[0].entry_id == entry.id


async def test_an_entry_that_was_never_shown_opens_no_way(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    await journal.record(
        "journal",
        [
            Draft(
                external_id="r",
                kind=Kind.ANNOUNCEMENT,
                school=True,
                teacher="o1",
                details={"title": "Ярмарка", "text": "В субботу"},
            )
        ],
    )
    (entry,) = await rows(storage, schema.entry)
    async with storage.read() as uow:
        secretary = await uow._connection.scalar(
            select(schema.staff.c.person_id).where(schema.staff.c.external_id == "o1")
        )
    target = Target(person_id=PersonId(int(secretary or 0)), student_id=sample.petr, entry_id=entry.id)

    with pytest.raises(NobodyToWriteToError):
        await talk.direction(await author_of(storage, sample.mother), target)
    await show(storage, sample.mother, number=700)
    shown = await talk.direction(await author_of(storage, sample.mother), target)
    assert shown.addressee.entry_id == entry.id


async def test_conversations_show_the_last_letter_of_each(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    await sent(talk, storage, sample.mother, letter(1, "Первое"), reply)
    await sent(talk, storage, sample.mother, letter(2, "Второе"), reply)

    (hers,) = await talk.conversations(await author_of(storage, sample.mother))
    (teachers,) = await talk.conversations(await author_of(storage, sample.teacher))

    assert (hers.letter.text, hers.letter.mine) == ("Второе", True)
    assert (teachers.letter.text, teachers.letter.mine) == ("Второе", False)
    assert teachers.addressee.label == "мама"
    assert await talk.conversations(await author_of(storage, sample.father)) == []


async def test_a_letter_to_the_office_is_a_conversation_of_everyone_there(
    talk: TalkService, storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    await talk.write(author, letter(), Target(person_id=None, student_id=sample.petr))

    (hers,) = await talk.conversations(author)
    (offices,) = await talk.conversations(await author_of(storage, sample.office))

    assert (hers.addressee.role, hers.addressee.person_id) == (Role.OFFICE, None)
    assert offices.addressee.person_id == sample.mother.person
    again = await talk.write(await author_of(storage, sample.office), letter(70), offices.addressee.target)
    assert isinstance(again, Sent)


async def test_only_what_was_sent_was_passed_on(
    talk: TalkService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    reply = await show_to_mother(journal, storage, sample, grade())
    author = await author_of(storage, sample.mother)
    await sent(talk, storage, sample.mother, letter(1), reply)
    await say(talk, storage, sample.mother, letter(2))

    assert await talk.was_passed_on(author, TelegramMessageId(1))
    assert not await talk.was_passed_on(author, TelegramMessageId(2))
    assert not await talk.was_passed_on(author, TelegramMessageId(3))


async def test_quiet_hours_of_the_receiver_delay_a_letter(
    talk: TalkService, journal: JournalService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    async with storage.write() as uow:
        teachers = schema.mailbox.c.id == sample.teacher.mailbox
        quiet = {"quiet_start": time(11), "quiet_end": time(13)}
        await uow._connection.execute(update(schema.mailbox).where(teachers).values(**quiet))
        await uow.commit()
    reply = await show_to_mother(journal, storage, sample, grade())

    await sent(talk, storage, sample.mother, letter(), reply)

    (queued,) = await relays_on_their_way(storage)
    assert queued.not_before == clock.now() + timedelta(hours=1)


async def test_an_answer_to_an_absence_can_be_answered_by_the_office(
    talk: TalkService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    data: dict[str, Json] = {"guardian": sample.mother.person, "answer": "call"}
    async with storage.write() as uow:
        notice = await uow.notices.add(
            "absence_answer",
            data,
            now=clock.now(),
            person_id=sample.office.person,
            student_id=sample.petr,
        )
        values = {"mailbox_id": sample.office.mailbox, "topic": "notice", "subject_id": notice}
        await uow._connection.execute(
            insert(schema.delivery).values(
                **values,
                version=1,
                student_id=0,
                lane=0,
                created_at=clock.now(),
                not_before=clock.now(),
                due_at=clock.now(),
                state="queued",
            )
        )
        await uow.commit()
    await show(storage, sample.office, number=60)

    outcome = await sent(
        talk, storage, sample.office, letter(61, "Он в медпункте"), Reply(message_id=TelegramMessageId(60))
    )

    assert outcome.addressee.person_id == sample.mother.person
