from sqlalchemy import insert, select

from diary.models.deliveries import GradesWhen
from diary.models.ids import ChatId, CodeId, TelegramUserId
from diary.models.people import EVERYTHING, NewLink, NewStaffRole, Role
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.journal import rows
from tests.support.sample import BOT, Sample


async def a_code(storage: SqlStorage, sample: Sample) -> CodeId:
    async with storage.write() as uow:
        values = {"school_id": 1, "role": "guardian", "student_id": sample.petr, "selector": 1}
        query = insert(schema.access_code).values(
            **values,
            verifier_hash="",
            token_hash=b"-" * 32,
            issued_at=MONDAY_NOON,
            expires_at=MONDAY_NOON,
        )
        code = await uow._connection.scalar(query.returning(schema.access_code.c.id))
        await uow.commit()
    return CodeId(int(code or 0))


async def test_a_new_person_has_an_account_a_chat_and_a_right(storage: SqlStorage, sample: Sample) -> None:
    code = await a_code(storage, sample)
    async with storage.write() as uow:
        person = await uow.accounts.add_person(now=MONDAY_NOON)
        await uow.accounts.add(person, BOT, TelegramUserId(55), locale="en", now=MONDAY_NOON)
        mailbox = await uow.accounts.open_mailbox(BOT, ChatId(55), private=True, locale="en")
        await uow.accounts.add_destination(person, mailbox, now=MONDAY_NOON)
        await uow.accounts.add_destination(person, mailbox, now=MONDAY_NOON)
        consent = await uow.consents.add(person, version="1", locale="en", now=MONDAY_NOON)
        link = NewLink(
            person_id=person,
            student_id=sample.masha,
            role=Role.GUARDIAN,
            label="тётя",
            scope=EVERYTHING,
            code_id=code,
            consent_id=consent,
        )
        assert await uow.accounts.add_link(link, now=MONDAY_NOON)
        assert not await uow.accounts.add_link(link, now=MONDAY_NOON)
        await uow.commit()

    async with storage.read() as uow:
        account = await uow.people.account(BOT, TelegramUserId(55))
        (place,) = await uow.people.destinations([person])
        given = await uow.consents.given(person)
        assert await uow.consents.given(sample.mother.person) is None
        assert await uow.people.roles(person, now=MONDAY_NOON) == {Role.GUARDIAN}
    assert given is not None
    assert given.given_at == MONDAY_NOON
    assert account is not None
    assert (account.person_id, account.locale, place.chat_id) == (person, "en", 55)


async def test_a_chat_that_was_blocked_is_open_again_and_keeps_its_settings(
    storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(schema.mailbox.update().values(state="blocked"))
        again = await uow.accounts.open_mailbox(BOT, ChatId(sample.mother.user), private=True, locale="en")
        (place,) = await uow.people.destinations([sample.mother.person])
        await uow.commit()

    assert again == sample.mother.mailbox
    assert (place.mailbox.state, place.mailbox.locale) == ("open", "ru")


async def test_language_and_time_of_grades_are_kept(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        account = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        assert account is not None
        await uow.accounts.set_locale(account.id, sample.mother.mailbox, "en")
        await uow.accounts.set_grades_when(sample.mother.mailbox, GradesWhen.EVENING)
        await uow.commit()

    async with storage.read() as uow:
        account = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        (place,) = await uow.people.destinations([sample.mother.person])
    assert account is not None
    assert account.locale == place.mailbox.locale == "en"
    assert place.mailbox.grades_when is GradesWhen.EVENING


async def test_two_persons_who_are_one_keep_all_that_both_had(storage: SqlStorage, sample: Sample) -> None:
    code = await a_code(storage, sample)
    async with storage.write() as uow:
        consent = await uow.consents.add(sample.mother.person, version="1", locale="ru", now=MONDAY_NOON)
        teaches = NewStaffRole(
            person_id=sample.mother.person,
            staff_id=sample.smirnova,
            role=Role.TEACHER,
            code_id=code,
            consent_id=consent,
        )
        assert await uow.accounts.add_staff_role(teaches, now=MONDAY_NOON)
        assert not await uow.accounts.add_staff_role(teaches, now=MONDAY_NOON)
        await uow.accounts.merge(sample.mother.person, sample.teacher.person, now=MONDAY_NOON)
        await uow.commit()

    async with storage.read() as uow:
        account = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        places = await uow.people.destinations([sample.teacher.person])
        links = await uow.people.links(sample.teacher.person, now=MONDAY_NOON)
        given = await uow.consents.given(sample.teacher.person)
        assert await uow.people.destinations([sample.mother.person]) == []
        assert await uow.people.roles(sample.mother.person, now=MONDAY_NOON) == frozenset()
    assert given is not None
    assert account is not None
    assert account.person_id == sample.teacher.person
    assert {place.chat_id for place in places} == {sample.mother.user, sample.teacher.user}
    assert [link.student_id for link in links] == [sample.petr, sample.masha]
    granted = [one.granted_by_id for one in await rows(storage, schema.link) if one.granted_by_id]
    assert granted == [sample.teacher.person]


async def test_of_what_both_have_one_is_ended(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        await uow.accounts.add_destination(sample.father.person, sample.mother.mailbox, now=MONDAY_NOON)
        await uow.accounts.merge(sample.mother.person, sample.father.person, now=MONDAY_NOON)
        await uow.commit()

    async with storage.read() as uow:
        places = await uow.people.destinations([sample.father.person])
        links = await uow.people.links(sample.father.person, now=MONDAY_NOON)
        live = select(schema.destination.c.id).where(schema.destination.c.ended_at.is_(None))
        count = len((await uow._connection.scalars(live)).all())
    assert {place.mailbox_id for place in places} == {sample.mother.mailbox, sample.father.mailbox}
    assert sorted((link.student_id, link.label) for link in links) == [
        (sample.petr, "папа"),
        (sample.masha, "мама"),
    ]
    assert count == 5
