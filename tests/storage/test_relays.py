from dataclasses import replace
from datetime import timedelta

from diary.models.ids import ChatId, PersonId, RelayId, TelegramMessageId
from diary.models.people import Role
from diary.models.talk import Addressee, Author, Direction, Letter, LetterKind, Relay, RelayState
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of, author_of

PARENTS_WORDS = Letter(
    message_id=TelegramMessageId(1),
    kind=LetterKind.TEXT,
    text="Здравствуйте",
    entities=({"type": "bold", "offset": 0, "length": 12},),
)


async def direction(storage: SqlStorage, sample: Sample, to: PersonId | None) -> Direction:
    async with storage.read() as uow:
        students = await uow.addressees.students([sample.petr])
    role = Role.OFFICE if to is None else Role.TEACHER
    addressee = Addressee(person_id=to, role=role, student=students[sample.petr])
    return Direction(sender_role=Role.GUARDIAN, addressee=addressee)


async def add(storage: SqlStorage, author: Author, letter: Letter, to: Direction | None) -> Relay:
    async with storage.write() as uow:
        relay = await uow.relays.add(author, letter, to, now=MONDAY_NOON)
        await uow.commit()
    return relay


async def test_a_letter_is_found_by_its_message_its_id_and_its_album(
    storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    part = replace(PARENTS_WORDS, kind=LetterKind.PHOTO, file_id="f", album="a")
    relay = await add(storage, author, part, None)

    async with storage.read() as uow:
        place = (BOT, ChatId(sample.mother.user))
        assert await uow.relays.at(*place, TelegramMessageId(1)) == relay
        assert await uow.relays.at(*place, TelegramMessageId(2)) is None
        assert await uow.relays.get(relay.id) == relay
        assert await uow.relays.album(*place, "a") == [relay]
        assert await uow.relays.album(*place, "b") == []
    assert (relay.state, relay.student_id, relay.sent_at) == (RelayState.OFFERED, None, None)


async def test_an_offered_letter_is_sent_once_and_taken_back_once_by_its_sender(
    storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    relay = await add(storage, author, PARENTS_WORDS, None)
    way = await direction(storage, sample, sample.smirnova_person)

    async with storage.write() as uow:
        assert await uow.relays.direct([relay.id], way, now=MONDAY_NOON) == [relay.id]
        assert await uow.relays.direct([relay.id], way, now=MONDAY_NOON) == []
        before = MONDAY_NOON - timedelta(minutes=1)
        assert await uow.relays.retract([relay.id], sample.father.person, sent_after=before) == []
        assert await uow.relays.retract([relay.id], sample.mother.person, sent_after=MONDAY_NOON) == []
        assert await uow.relays.retract([relay.id], sample.mother.person, sent_after=before) == [relay.id]
        assert await uow.relays.retract([relay.id], sample.mother.person, sent_after=before) == []
        await uow.commit()


async def test_what_waits_is_what_is_sent_and_on_its_way_nowhere(storage: SqlStorage, sample: Sample) -> None:
    author = await author_of(storage, sample.mother)
    to_teacher = await add(
        storage, author, PARENTS_WORDS, await direction(storage, sample, sample.smirnova_person)
    )
    second = replace(PARENTS_WORDS, message_id=TelegramMessageId(2))
    to_office = await add(storage, author, second, await direction(storage, sample, None))
    third = replace(PARENTS_WORDS, message_id=TelegramMessageId(3))
    await add(storage, author, third, None)

    async with storage.read() as uow:
        teacher = [sample.smirnova_person]
        assert await uow.relays.waiting(teacher, office=False) == [to_teacher]
        assert await uow.relays.waiting(teacher, office=True) == [to_teacher, to_office]
        assert await uow.relays.waiting([sample.father.person], office=False) == []


async def test_who_wrote_to_whom_about_a_student(storage: SqlStorage, sample: Sample) -> None:
    author = await author_of(storage, sample.mother)
    await add(storage, author, PARENTS_WORDS, await direction(storage, sample, None))

    mother, office = sample.mother.person, sample.office.person
    async with storage.read() as uow:
        assert await uow.relays.wrote(mother, office, sample.petr, office=True)
        assert not await uow.relays.wrote(mother, office, sample.petr, office=False)
        assert not await uow.relays.wrote(mother, office, sample.masha, office=True)
        assert not await uow.relays.wrote(sample.father.person, office, sample.petr, office=True)


async def letters(storage: SqlStorage, chat: Chat, *, office: bool) -> list[tuple[str, bool, bool]]:
    account = await account_of(storage, chat)
    async with storage.read() as uow:
        found = await uow.relays.last_letters(account.person_id, office=office, limit=8)
    return [(one.text, one.mine, one.counterpart_is_staff) for one in found]


async def test_the_last_letters_are_the_newest_of_each_conversation(
    storage: SqlStorage, sample: Sample
) -> None:
    author = await author_of(storage, sample.mother)
    way = await direction(storage, sample, sample.smirnova_person)
    for number, text in ((1, "Первое"), (2, "Второе")):
        said = replace(PARENTS_WORDS, message_id=TelegramMessageId(number), text=text)
        await add(storage, author, said, way)
    said = replace(PARENTS_WORDS, message_id=TelegramMessageId(3), text="Справка")
    await add(storage, author, said, await direction(storage, sample, None))

    assert await letters(storage, sample.mother, office=False) == [
        ("Справка", True, True),
        ("Второе", True, True),
    ]
    assert await letters(storage, sample.teacher, office=False) == [("Второе", False, False)]
    assert await letters(storage, sample.office, office=True) == [("Справка", False, False)]
    assert await letters(storage, sample.father, office=False) == []


async def test_a_message_that_delivery_did_not_send_is_unknown(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        place = (BOT, ChatId(sample.mother.user), TelegramMessageId(5))
        assert await uow.relays.message_at(*place) is None
        assert await uow.relays.get(RelayId(404)) is None
