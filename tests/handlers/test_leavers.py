"""A teacher who has left: entries, lessons and classes of the journal may point at them for long."""

import pytest

from diary.models.roster import RosterItem, Section
from diary.models.school import School
from diary.services.roster import RosterService
from simulator.client import buttons
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade, timing
from tests.support.sample import Sample

NO_WAY = "Туда нельзя написать или уже нельзя."


@pytest.fixture
def roster(storage: SqlStorage, clock: FrozenClock, school: School) -> RosterService:
    return RosterService(storage=storage, clock=clock, timing=timing(school))


async def leave(roster: RosterService, *staff: str) -> None:
    outcome = await roster.put({Section.STAFF: [RosterItem(id=one, removed=True) for one in staff]})
    assert list(outcome.rejected) == []


async def test_a_reply_about_their_grade_goes_to_the_class_teacher(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.mother)
    await leave(roster, "t1")

    said = await house.say(sample.mother, "Можно пересдать?", reply_to_message_id=message["message_id"])
    await house.deliver()

    assert said["text"].startswith("Орлов И. П.: чат ещё не подключён")
    assert "пересдать" not in str([one.get("text") for one in await house.chat(sample.teacher)])


async def test_where_the_class_teacher_has_left_too_the_office_answers(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.mother)
    await leave(roster, "t1", "t2")

    said = await house.say(sample.mother, "Можно пересдать?", reply_to_message_id=message["message_id"])
    await house.deliver()

    assert said["text"] == "Отправлено: Администрация школы"
    assert (await house.newest(sample.office))["text"].endswith("Можно пересдать?")


async def test_nothing_more_goes_to_whom_one_has_written_with(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.push(grade("g1", "2"))
    message = await house.newest(sample.mother)
    asked = await house.say(sample.mother, "Почему?", reply_to_message_id=message["message_id"])
    await house.deliver()
    letter = await house.newest(sample.teacher)
    await house.say(sample.teacher, "Ошибка в знаке", reply_to_message_id=letter["message_id"])
    await house.deliver()
    answer = await house.newest(sample.mother)
    await leave(roster, "t1")
    await house.deliver()
    before = len(await house.chat(sample.teacher))

    for one in (answer, asked["reply_to_message"]):
        refused = await house.say(sample.mother, "Где?", reply_to_message_id=one["message_id"])
        assert refused["text"] == NO_WAY
    offer = await house.say(sample.mother, "А где знак?")
    conversations = await house.say(sample.mother, "/messages")
    await house.deliver()

    assert not any("Смирнова" in one["text"] for one in buttons(offer))
    assert "Смирнова" not in conversations["text"]
    assert len(await house.chat(sample.teacher)) == before


async def test_they_hear_no_answer_to_an_absence_and_are_not_named_as_who_did(
    house: House, sample: Sample, roster: RosterService
) -> None:
    await house.push(absence())
    message = await house.newest(sample.mother)
    await leave(roster, "t2")

    await house.tap(sample.mother, message, "Не знаю")

    said = (await house.newest(sample.mother))["text"]
    assert "Белова О. Ю." in said
    assert "Орлов" not in said


async def test_the_page_of_children_does_not_name_them(
    house: House, sample: Sample, roster: RosterService
) -> None:
    assert "Орлов И. П." in (await house.say(sample.mother, "/children"))["text"]

    await leave(roster, "t2")

    assert "Орлов" not in (await house.say(sample.mother, "/children"))["text"]
