from typing import Any

from diary.models.deliveries import Topic
from diary.models.ids import ChatId, TelegramUserId
from diary.models.people import ChildView, Colour, Role
from diary.models.school import School
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import grade, journal_of
from tests.support.sample import BOT, Chat, Sample

PETYA = ChildView(short_name="Петя", colour=Colour.BLUE)


async def call(storage: SqlStorage, chat: Chat, student: Any, view: ChildView) -> None:
    async with storage.write() as uow:
        await uow.child_views.put(chat.person, student, view)
        await uow.commit()


async def shown(storage: SqlStorage, clock: FrozenClock) -> dict[int, ChildView | None]:
    """Return how each chat is shown the child of what is queued."""
    query = schema.delivery.select()
    async with storage.read() as uow:
        ids = [row.subject_id for row in await uow._connection.execute(query)]
        deliveries = await uow.outbox.of(Topic.ENTRY, ids)
        loaded = await uow.contents.load(deliveries, now=clock.now())
    return {
        one.item.delivery.mailbox_id: one.item.student.view
        for one in loaded.values()
        if one.item.student is not None
    }


async def test_a_view_is_kept_in_place_of_the_one_before(storage: SqlStorage, sample: Sample) -> None:
    await call(storage, sample.mother, sample.petr, ChildView(short_name="Пит"))
    await call(storage, sample.mother, sample.petr, PETYA)

    async with storage.read() as uow:
        assert await uow.child_views.get(sample.mother.person, sample.petr) == PETYA
        assert await uow.child_views.get(sample.father.person, sample.petr) == ChildView()
        assert await uow.child_views.get(sample.mother.person, sample.masha) == ChildView()


async def test_each_chat_is_shown_its_own_persons_view(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    await call(storage, sample.mother, sample.petr, PETYA)
    await journal_of(storage, clock, school).record("journal", [grade("g1", "5")])

    assert await shown(storage, clock) == {
        sample.mother.mailbox: PETYA,
        sample.father.mailbox: None,
        sample.tutor.mailbox: None,
    }


async def test_where_several_read_the_roster_has_the_word(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    await call(storage, sample.mother, sample.petr, PETYA)
    async with storage.write() as uow:
        await uow.accounts.add_destination(sample.father.person, sample.mother.mailbox, now=clock.now())
        await uow.commit()
    await journal_of(storage, clock, school).record("journal", [grade("g1", "5")])

    assert await shown(storage, clock) == {
        sample.mother.mailbox: None,
        sample.father.mailbox: None,
        sample.tutor.mailbox: None,
    }


async def test_a_group_is_shown_the_rosters_names(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    await call(storage, sample.mother, sample.petr, PETYA)
    async with storage.write() as uow:
        group = await uow.accounts.open_mailbox(BOT, ChatId(-5), private=False, locale="ru")
        await uow.accounts.add_destination(sample.mother.person, group, now=clock.now())
        await uow.commit()
    await journal_of(storage, clock, school).record("journal", [grade("g1", "5")])

    assert (await shown(storage, clock))[group] is None


async def test_pages_show_the_persons_view(storage: SqlStorage, clock: FrozenClock, sample: Sample) -> None:
    await call(storage, sample.mother, sample.petr, PETYA)

    async with storage.read() as uow:
        for chat, view in ((sample.mother, PETYA), (sample.father, None)):
            links = await uow.people.links(chat.person, now=clock.now())
            pupils = await uow.readings.pupils(links)
            assert [one.student.view for one in pupils if one.id == sample.petr] == [view]


async def test_a_group_takes_over_the_settings_of_the_own_chat_and_ends_for_one_person(
    storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    async with storage.write() as uow:
        group = await uow.accounts.open_mailbox(BOT, ChatId(-5), private=False, locale="en")
        await uow.accounts.copy_settings(sample.mother.mailbox, group)
        for chat in (sample.mother, sample.father):
            await uow.accounts.add_destination(chat.person, group, now=clock.now())
        assert await uow.accounts.end_destination(sample.mother.person, group, now=clock.now())
        assert not await uow.accounts.end_destination(sample.mother.person, group, now=clock.now())
        assert await uow.dispatch.is_group(group)
        assert not await uow.dispatch.is_group(sample.mother.mailbox)
        assert list(await uow.dispatch.hearing(group)) == [sample.father.person]
        (own, _) = await uow.people.destinations([sample.father.person])
        await uow.commit()
    async with storage.read() as uow:
        boxes = {one.mailbox.id: one.mailbox for one in await uow.people.destinations([sample.father.person])}
    assert (boxes[group].locale, boxes[group].private) == ("ru", False)
    assert own.mailbox_id == sample.father.mailbox


async def test_what_a_person_is_here_as_is_kept_with_the_account(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        account = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
        assert account is not None
        assert account.acting_role is None
        await uow.accounts.set_acting_role(account.id, Role.TEACHER)
        await uow.commit()

    async with storage.read() as uow:
        again = await uow.people.account(BOT, TelegramUserId(sample.mother.user))
    assert again is not None
    assert again.acting_role is Role.TEACHER
