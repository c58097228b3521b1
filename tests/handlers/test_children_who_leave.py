"""A child leaves the school: whoever read the diary hears once that it is closed."""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from diary.models.people import Role
from diary.models.roster import RosterItem, Section
from diary.models.school import School
from diary.services.roster import RosterService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.handlers.test_children import rename
from tests.handlers.test_groups import SILENT, add, link
from tests.support.clock import FrozenClock
from tests.support.journal import grade, rows, timing
from tests.support.sample import Chat, Sample

GONE = (
    "Пётр Иванов больше не в списках школы, дневник закрыт.\n"
    "Если это ошибка, скажите в канцелярии: понадобится новый код."
)
GONE_TO_TRUSTED = (
    "Пётр Иванов больше не в списках школы, дневник закрыт.\n"
    "Если это ошибка, скажите родителям: новый код дают они."
)
ASKED = "Чтобы начать, пришлите код"


@pytest.fixture
def roster(storage: SqlStorage, clock: FrozenClock, school: School) -> RosterService:
    return RosterService(storage=storage, clock=clock, timing=timing(school))


async def leave(roster: RosterService, *students: str) -> None:
    gone = [RosterItem(id=one, removed=True) for one in students]
    assert list((await roster.put({Section.STUDENTS: gone})).rejected) == []


async def come_back(roster: RosterService) -> None:
    values = {"family_name": "Иванов", "given_name": "Пётр", "class": "7b"}
    back = [RosterItem(id="s1", values=values)]
    assert list((await roster.put({Section.STUDENTS: back})).rejected) == []


async def hush(storage: SqlStorage, chat: Chat) -> None:
    """Give a chat quiet hours around the test's noon."""
    box = schema.mailbox
    async with storage.write() as uow:
        quiet = {"quiet_start": time(11, 0), "quiet_end": time(13, 0)}
        await uow._connection.execute(update(box).where(box.c.id == chat.mailbox).values(**quiet))
        await uow.commit()


async def told(house: House, chat: Chat) -> list[str]:
    """Return what the chat was told of who has left."""
    return [one["text"] for one in await house.chat(chat) if "больше не в списках" in one.get("text", "")]


async def test_everyone_who_read_the_diary_hears_once_that_it_is_closed(
    house: House, sample: Sample, roster: RosterService, stranger: Chat
) -> None:
    await house.link(stranger, await house.code(Role.STUDENT))
    await house.deliver()

    await leave(roster, "s1")
    await leave(roster, "s1")
    await house.deliver()

    for chat in (sample.mother, sample.father, stranger):
        assert await told(house, chat) == [GONE]
    assert await told(house, sample.tutor) == [GONE_TO_TRUSTED]
    for chat in (sample.teacher, sample.office):
        assert await told(house, chat) == []


async def test_the_keyboard_goes_with_the_last_right_alone(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await leave(roster, "s1")
    await house.deliver()

    assert await house.lost_the_keyboard(sample.father)
    assert await house.lost_the_keyboard(sample.tutor)
    assert not await house.lost_the_keyboard(sample.mother)
    assert "Маша Иванова" in (await house.say(sample.mother, "/today"))["text"]
    assert (await house.say(sample.father, "/today"))["text"].startswith(ASKED)


async def test_who_asks_afterwards_finds_a_strangers_menu(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await leave(roster, "s1")

    await house.say(sample.father, "/today")

    menus = await house.talk.client.requests(method="setMyCommands")
    assert "today" not in str(menus[-1]["params"]["commands"])
    assert str(sample.father.user) in str(menus[-1]["params"]["scope"])


async def test_brothers_and_sisters_are_a_word_each(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await leave(roster, "s1", "s2")
    await house.deliver()

    mothers = await told(house, sample.mother)
    assert [one.split(" больше")[0] for one in mothers] == ["Пётр Иванов", "Маша Иванова"]
    assert await house.lost_the_keyboard(sample.mother)


async def test_a_familys_group_hears_only_that_nothing_comes_any_more(
    house: House, sample: Sample, roster: RosterService
) -> None:
    group = await add(house, sample, by=sample.mother)
    await link(house, group, by=sample.mother)
    await house.deliver()
    before = len(await house.chat(group))

    await leave(roster, "s1", "s2")
    await house.deliver()

    assert [one["text"] for one in (await house.chat(group))[before:]] == [SILENT]


async def test_a_child_who_is_back_the_same_day_is_no_second_word(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await leave(roster, "s1")
    await come_back(roster)
    await house.deliver()
    await leave(roster, "s1")
    await house.deliver()

    assert await told(house, sample.father) == [GONE]


async def test_it_waits_for_the_end_of_quiet_hours_and_is_not_said_to_whom_a_new_code_let_in(
    house: House, sample: Sample, roster: RosterService, storage: SqlStorage
) -> None:
    await hush(storage, sample.mother)
    await hush(storage, sample.father)
    await leave(roster, "s1")
    await house.deliver()
    assert await told(house, sample.mother) == await told(house, sample.father) == []

    await come_back(roster)
    await house.link(sample.father, await house.code(label="папа"))
    await house.engine.later(hours=3)
    await house.engine.settled()

    assert await told(house, sample.mother) == [GONE]
    assert await told(house, sample.father) == []
    assert not await house.lost_the_keyboard(sample.father)


async def test_a_child_is_called_as_the_reader_calls_them(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await rename(house, sample.mother, "Пётр", "Петя")

    await leave(roster, "s1")
    await house.deliver()

    assert (await told(house, sample.mother))[0].startswith("Петя больше не в списках")
    assert (await told(house, sample.father))[0].startswith("Пётр Иванов больше не в списках")


async def test_whose_time_was_over_by_then_hears_nothing_of_the_child(
    house: House, sample: Sample, roster: RosterService, storage: SqlStorage, clock: FrozenClock
) -> None:
    over = clock.now() - timedelta(hours=1)
    link_ = schema.link
    async with storage.write() as uow:
        query = update(link_).where(link_.c.person_id == sample.tutor.person).values(valid_until=over)
        await uow._connection.execute(query)
        await uow.commit()

    await leave(roster, "s1")
    await house.deliver()

    assert await told(house, sample.tutor) == []


async def test_an_old_button_does_nothing_and_says_so(
    house: House, sample: Sample, roster: RosterService, storage: SqlStorage
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.father)
    await leave(roster, "s1")
    await house.deliver()

    signing = await house.tap(sample.father, message, "✍️")
    answering = await house.tap(sample.father, message, "💬")

    assert (signing["show_alert"], signing["text"]) == (True, "Этого больше нет, или оно вам недоступно.")
    assert answering["show_alert"]
    assert await rows(storage, schema.acknowledgement) == []


async def test_it_is_told_in_the_readers_language(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.tap(sample.father, await house.say(sample.father, "/settings"), "English")

    await leave(roster, "s1")
    await house.deliver()

    assert (await house.newest(sample.father))["text"] == (
        "Пётр Иванов is not on the school's lists any more, and the diary is closed.\n"
        "If that is a mistake, tell the school office: you will need a new code."
    )
