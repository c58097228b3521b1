"""Work beside the updates: in order for a person, and ended with the process."""

import asyncio
from datetime import UTC, datetime

from aiogram.types import Chat, Message, User

from diary.models.school import School
from handlers.errands import Errands
from views.texts import load_texts

RU = load_texts("ru")


def message(user: int) -> Message:
    person = User(id=user, is_bot=False, first_name="Ольга")
    now = datetime(2026, 9, 14, tzinfo=UTC)
    return Message(message_id=1, date=now, chat=Chat(id=user, type="private"), from_user=person)


async def test_one_after_another_for_a_person_and_side_by_side_for_two(school: School) -> None:
    errands, done, gate, acted = Errands(), list[str](), asyncio.Event(), asyncio.Event()

    async def wait(name: str) -> None:
        await gate.wait()
        done.append(name)

    async def act(name: str) -> None:
        done.append(name)
        acted.set()

    errands.start(message(1), wait("hers, first"), RU, school)
    errands.start(message(1), act("hers, second"), RU, school)
    errands.start(message(2), act("his"), RU, school)
    await acted.wait()
    assert done == ["his"]
    gate.set()
    await errands.settled()

    assert done == ["his", "hers, first", "hers, second"]


async def test_what_is_not_done_in_time_is_cancelled_and_may_tidy_up(school: School) -> None:
    errands, tidied = Errands(), list[str]()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            tidied.append("taken back")

    errands.start(message(1), endless(), RU, school)
    await asyncio.sleep(0)
    await errands.finish(0)

    assert tidied == ["taken back"]
