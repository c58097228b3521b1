from datetime import timedelta

from sqlalchemy import insert, update

from diary.models.deliveries import MailboxState
from diary.models.entries import Kind
from diary.models.ids import PersonId, StudentId, TelegramUserId
from diary.models.people import EVERYTHING, Role
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import BOT, Sample


async def test_everyone_entitled_to_a_child_is_a_recipient_in_their_chat(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.read() as uow:
        found = await uow.people.recipients([sample.petr], now=MONDAY_NOON)

    assert {(recipient.person_id, recipient.role) for recipient in found} == {
        (sample.mother.person, Role.GUARDIAN),
        (sample.father.person, Role.GUARDIAN),
        (sample.tutor.person, Role.TRUSTED),
    }
    mother = next(recipient for recipient in found if recipient.person_id == sample.mother.person)
    assert (mother.mailbox.id, mother.mailbox.chat_id, mother.scope) == (
        sample.mother.mailbox,
        sample.mother.user,
        EVERYTHING,
    )


async def test_a_tutors_scope_covers_the_named_kinds_and_subjects_only(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.read() as uow:
        found = await uow.people.recipients([sample.petr], now=MONDAY_NOON)

    scope = next(recipient.scope for recipient in found if recipient.role is Role.TRUSTED)
    assert scope.covers(Kind.GRADE, sample.algebra)
    assert not scope.covers(Kind.GRADE, sample.english)
    assert not scope.covers(Kind.REMARK, sample.algebra)
    assert not scope.may_write


async def test_who_was_revoked_or_has_expired_hears_nothing(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(
            update(schema.link)
            .where(schema.link.c.person_id == sample.tutor.person)
            .values(valid_until=MONDAY_NOON)
        )
        await uow._connection.execute(
            update(schema.link)
            .where(schema.link.c.person_id == sample.father.person)
            .values(revoked_at=MONDAY_NOON)
        )
        await uow.commit()

    async with storage.read() as uow:
        found = await uow.people.recipients([sample.petr, sample.masha], now=MONDAY_NOON)
        earlier = await uow.people.recipients([sample.petr], now=MONDAY_NOON - timedelta(seconds=1))
    assert {recipient.person_id for recipient in found} == {sample.mother.person}
    assert sample.tutor.person in {recipient.person_id for recipient in earlier}


async def test_a_chat_that_blocked_the_bot_stays_a_recipient_and_a_closed_one_does_not(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        for chat, state in ((sample.mother, "blocked"), (sample.father, "closed")):
            await uow._connection.execute(
                update(schema.mailbox).where(schema.mailbox.c.id == chat.mailbox).values(state=state)
            )
        await uow.commit()

    async with storage.read() as uow:
        found = await uow.people.recipients([sample.petr], now=MONDAY_NOON)
    states = {recipient.person_id: recipient.mailbox.state for recipient in found}
    assert states == {
        sample.mother.person: MailboxState.BLOCKED,
        sample.tutor.person: MailboxState.OPEN,
    }


async def test_a_whole_school_is_asked_for_in_pieces(storage: SqlStorage, sample: Sample) -> None:
    everyone = [StudentId(n) for n in range(1, 40_000)]

    async with storage.read() as uow:
        found = await uow.people.recipients(everyone, now=MONDAY_NOON)
        places = await uow.people.destinations([PersonId(n) for n in range(1, 40_000)])

    assert len(found) == 4
    assert len(places) == 5


async def test_an_account_is_known_by_bot_and_user_and_a_stranger_is_not(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.read() as uow:
        mother = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        stranger = await uow.people.account(BOT, TelegramUserId(sample.stranger_user))

    assert mother is not None
    assert (mother.person_id, mother.locale) == (sample.mother.person, "ru")
    assert stranger is None


async def test_roles_are_of_live_links_and_of_live_staff_roles(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        link = {"person_id": sample.smirnova_person, "student_id": sample.masha, "role": "guardian"}
        await uow._connection.execute(
            insert(schema.link).values(**link, may_write=True, created_at=MONDAY_NOON)
        )
        await uow.commit()

    async with storage.read() as uow:
        assert await uow.people.roles(sample.smirnova_person, now=MONDAY_NOON) == {
            Role.TEACHER,
            Role.GUARDIAN,
        }
        assert await uow.people.roles(sample.tutor.person, now=MONDAY_NOON) == {Role.TRUSTED}
        assert await uow.people.office() == [sample.office.person]


async def test_links_of_a_mother_are_her_children(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        links = await uow.people.links(sample.mother.person, now=MONDAY_NOON)

    assert [(link.student_id, link.label) for link in links] == [
        (sample.petr, "мама"),
        (sample.masha, "мама"),
    ]


async def test_destinations_say_whose_chat_it_is(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        (place,) = await uow.people.destinations([sample.teacher.person])

    assert (place.person_id, place.mailbox_id, place.chat_id, place.private, place.bot_id) == (
        sample.teacher.person,
        sample.teacher.mailbox,
        sample.teacher.user,
        True,
        BOT,
    )
