"""Every kind of button, with others' ids in it, tapped by everyone: answered once, and never by a failure."""

from collections.abc import Iterator
from enum import Enum
from itertools import product
from types import NoneType
from typing import Any, get_args

import pytest
from aiogram.filters.callback_data import CallbackData

from diary.models.people import Role
from simulator.client import SimulatorRefusedError
from storage import schema
from tests.handlers.conftest import House
from tests.handlers.test_matrix import Who, chat_of
from tests.handlers.test_wiring import bounds, callbacks, longest
from tests.support.conversing import Json
from tests.support.engines import both_engines
from tests.support.journal import absence, grade, rows
from tests.support.sample import Chat, Sample

engine_name = both_engines
FAILED = "что-то пошло не так"
RIGHTS = (schema.acknowledgement, schema.link, schema.staff_role, schema.relay, schema.access_code)
"""What only those may change who have a right to it."""


def forged(callback: type[CallbackData]) -> Iterator[str]:
    """Return what a button of this kind may carry: each of its words with the first id, and the largest."""
    fields = callback.model_fields
    values = [list(_values(callback, name, 1)) for name in fields]
    for chosen in product(*values):
        yield callback(**dict(zip(fields, chosen, strict=True))).pack()
    yield callback(**{name: next(_values(callback, name, 2**63)) for name in fields}).pack()


def _values(callback: type[CallbackData], name: str, number: int) -> Iterator[Any]:
    field = callback.model_fields[name]
    kind = next((one for one in get_args(field.annotation) if one is not NoneType), field.annotation)
    if kind is int:
        least, greatest = min(bounds(field)), max(bounds(field))
        yield max(least, min(number, greatest))
    elif kind is bool:
        yield from (False, True)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from kind
    else:
        yield longest(callback, name)


def buttons_of_all_kinds() -> list[str]:
    found = sorted({data for callback in callbacks() for data in forged(callback)})
    assert len(found) > 100
    return found


async def tapped(house: House, chat: Chat, message: Json, data: str) -> tuple[Json, Json]:
    """Return the answer, and the message to tap on next: some taps take theirs away."""
    try:
        return await house.tap(chat, message, "", forged=data), message
    except SimulatorRefusedError:
        message = await house.say(chat, "/help")
        return await house.tap(chat, message, "", forged=data), message


async def rights(house: House) -> list[list[Any]]:
    """Return all rights but a student's own, which they may give up."""
    found = [await rows(house.engine.storage, table) for table in RIGHTS]
    return [[row for row in some if getattr(row, "role", "") != Role.STUDENT] for some in found]


@pytest.mark.parametrize("who", Who)
async def test_no_button_whatever_it_says_fails_or_stays_unanswered_or_gives_a_right(
    house: House, sample: Sample, who: Who
) -> None:
    chat = await chat_of(house, sample, who)
    await house.push(grade("g1", "2"), absence())
    await house.code(Role.GUARDIAN, student="s2", label="папа")
    message = await house.say(chat, "/help")
    before = await rights(house)

    wrong = {}
    for data in buttons_of_all_kinds():
        answer, message = await tapped(house, chat, message, data)
        if answer["answers"] != 1 or FAILED in str(answer.get("text")):
            wrong[data] = answer

    assert wrong == {}
    assert not [one for one in await house.chat(chat) if FAILED in str(one.get("text"))]
    if who in {Who.STRANGER, Who.STUDENT}:
        assert await rights(house) == before
