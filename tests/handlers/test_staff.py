"""Staff whose roles the roster takes away: access ends with them, and comes back with a new code alone."""

from datetime import time

import pytest
from sqlalchemy import update

from diary.models.people import Role
from diary.models.roster import RosterItem, Section, Value
from diary.models.school import School
from diary.models.staff_notices import HEARD_AS
from diary.services.roster import RosterService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.support.clock import FrozenClock
from tests.support.journal import grade, rows, timing
from tests.support.sample import Chat, Sample
from views.notices import DRAWINGS

NOT_YOURS = "Такой команды для вас нет"
ASKED = "Чтобы начать, пришлите код"


@pytest.fixture
def roster(storage: SqlStorage, clock: FrozenClock, school: School) -> RosterService:
    return RosterService(storage=storage, clock=clock, timing=timing(school))


async def change(roster: RosterService, staff: str, *, removed: bool = False, **values: Value) -> None:
    outcome = await roster.put({Section.STAFF: [RosterItem(id=staff, removed=removed, values=values)]})
    assert list(outcome.rejected) == []


async def hush(storage: SqlStorage, chat: Chat) -> None:
    """Give a chat quiet hours around the test's noon."""
    box = schema.mailbox
    async with storage.write() as uow:
        quiet = {"quiet_start": time(11, 0), "quiet_end": time(13, 0)}
        await uow._connection.execute(update(box).where(box.c.id == chat.mailbox).values(**quiet))
        await uow.commit()


async def said_to(house: House, chat: Chat, text: str) -> str:
    return str((await house.say(chat, text))["text"])


async def test_a_teacher_who_is_of_the_office_too_keeps_the_role_that_is_left(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await change(roster, "t1", roles=("teacher", "office"))
    await house.link(sample.teacher, await house.staff_code(Role.OFFICE, "t1"))
    waiting = await house.staff_code(Role.TEACHER, "t1")

    await change(roster, "t1", roles=("office",))
    await house.deliver()

    assert (await said_to(house, sample.teacher, "/classes")).startswith(NOT_YOURS)
    assert await said_to(house, sample.teacher, "/children") == "Дети: выберите класс."
    assert "не подходит" in await said_to(house, sample.teacher, waiting.code)


async def test_who_leaves_is_a_stranger_and_coming_back_revives_nothing(
    house: House, sample: Sample, roster: RosterService
) -> None:
    waiting = await house.staff_code(Role.OFFICE, "o1")

    await change(roster, "o1", removed=True)
    await house.deliver()
    assert (await said_to(house, sample.office, "/requests")).startswith((NOT_YOURS, ASKED))
    await change(roster, "o1", family_name="Белова")

    assert (await said_to(house, sample.office, "/children")).startswith((NOT_YOURS, ASKED))
    assert "не подходит" in await said_to(house, sample.office, waiting.code)
    await house.link(sample.office, await house.staff_code(Role.OFFICE, "o1"))
    assert await said_to(house, sample.office, "/children") == "Дети: выберите класс."


async def test_the_offices_news_does_not_reach_who_has_left_it(
    house: House, sample: Sample, roster: RosterService, storage: SqlStorage
) -> None:
    await hush(storage, sample.office)
    await house.talk.client.block(42, sample.father.user)
    await house.talk.handle()
    queued = [one.what for one in await rows(storage, schema.notice)]
    assert queued == ["chat_blocked"]
    before = len(await house.chat(sample.office))

    await change(roster, "o1", removed=True)
    await house.engine.later(hours=3)
    await house.engine.settled()

    said = [one["text"] for one in (await house.chat(sample.office))[before:]]
    assert [one.partition(" (")[0] for one in said] == ["По спискам школы ваш доступ сотрудника закрыт"]
    assert [one.state for one in await rows(storage, schema.delivery)] == ["cancelled", "sent"]


async def test_a_parent_who_leaves_the_staff_stays_a_parent(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.link(sample.mother, await house.staff_code(Role.TEACHER, "t2"))

    await change(roster, "t2", removed=True)
    await house.push(grade("g1", "5"))

    told = await house.newest(sample.mother)
    assert told["text"].startswith("Пётр Иванов, 7Б · Алгебра")
    assert (await house.tap(sample.mother, told, "✍️"))["text"].startswith("Подписано")
    assert (await said_to(house, sample.mother, "/classes")).startswith(NOT_YOURS)
    assert (await said_to(house, sample.mother, "/schedule")).startswith("Маша Иванова")


def test_what_only_staff_hears_is_something_that_is_told() -> None:
    assert set(HEARD_AS) <= set(DRAWINGS)


async def test_an_employee_who_leaves_hears_once_that_their_access_is_closed(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await change(roster, "t1", removed=True)
    await change(roster, "t1", removed=True)
    await house.deliver()

    said = [one["text"] for one in await house.chat(sample.teacher)]
    assert (
        said.count(
            "По спискам школы ваш доступ сотрудника закрыт (учитель).\n"
            "Если это ошибка, скажите в канцелярии: понадобится новый код."
        )
        == sum("доступ сотрудника" in one for one in said)
        == 1
    )
    assert await house.lost_the_keyboard(sample.teacher)


async def test_who_loses_one_role_of_two_hears_which_and_keeps_the_keyboard(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await change(roster, "t1", roles=("teacher", "office"))
    await house.link(sample.teacher, await house.staff_code(Role.OFFICE, "t1"))

    await change(roster, "t1", roles=("teacher",))
    await house.deliver()

    assert "сотрудника закрыт (администрация школы)" in (await house.newest(sample.teacher))["text"]
    assert not await house.lost_the_keyboard(sample.teacher)


async def test_whoever_is_let_in_again_before_hearing_of_it_hears_nothing(
    house: House, sample: Sample, roster: RosterService, storage: SqlStorage
) -> None:
    await hush(storage, sample.office)
    await change(roster, "o1", removed=True)
    await change(roster, "o1", family_name="Белова")
    await house.link(sample.office, await house.staff_code(Role.OFFICE, "o1"))

    await house.engine.later(hours=3)
    await house.engine.settled()

    assert not any("доступ сотрудника" in one["text"] for one in await house.chat(sample.office))
