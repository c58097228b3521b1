"""Names by which handlers get what they work with, and what stands in buttons."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from enum import Enum
from types import ModuleType, NoneType
from typing import Any, get_args

import pytest
from aiogram import Bot, Dispatcher
from aiogram.filters.callback_data import CallbackData
from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

import handlers
import views
from diary.models.deliveries import GradesWhen
from diary.models.school import School
from handlers.commands import COMMANDS
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.conversing import conversing
from tests.support.dispatching import (
    UPDATES,
    handed_over,
    handlers_of,
    middlewares_of,
    questions,
    read,
    written,
)
from tests.support.sample import Sample
from views.texts import SUPPORTED_LOCALES

INT64 = 2**63 - 1
OURS = ("handlers.", "bot.", "delivery.")
LONGEST = {
    ("ActCallback", "command"): max((one.name for one in COMMANDS), key=len),
    ("ApplyCallback", "version"): "v" * 32,
    ("ConsentCallback", "version"): "v" * 32,
    ("RenewCallback", "version"): "v" * 32,
    ("LocaleCallback", "locale"): max(SUPPORTED_LOCALES, key=len),
    ("GradesWhenCallback", "when"): max(GradesWhen, key=len).value,
}
"""The longest text that stands in a field which could hold any."""


@pytest.fixture
async def wired(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[tuple[Dispatcher, Bot]]:
    async with conversing(storage, school, clock, sample) as talk:
        yield talk.dispatcher, talk.bot


async def test_handlers_and_filters_ask_only_for_what_there_is(wired: tuple[Dispatcher, Bot]) -> None:
    dispatcher, bot = wired
    handed = {kind: await handed_over(dispatcher, bot, kind) for kind in UPDATES}

    unknown = [
        f"{asking.what} of {kind}: {name}"
        for kind, handler in handlers_of(dispatcher)
        if kind in UPDATES
        for asking, added in questions(handler)
        for name in sorted(asking.names - handed[kind] - added)
    ]

    assert unknown == []


def kinds_of(dispatcher: Dispatcher) -> set[str]:
    return {kind for kind, _ in handlers_of(dispatcher)} - {"update", "error", "startup", "shutdown"}


async def test_every_kind_of_update_that_is_handled_is_looked_at_here(
    wired: tuple[Dispatcher, Bot],
) -> None:
    dispatcher, _ = wired

    assert kinds_of(dispatcher) == set(UPDATES)
    assert set(dispatcher.resolve_used_update_types()) == set(UPDATES)


async def test_what_answers_errors_needs_nothing_of_the_middlewares_that_may_have_failed(
    wired: tuple[Dispatcher, Bot],
) -> None:
    dispatcher, bot = wired
    ours = [one for one in middlewares_of(dispatcher) if type(one).__module__.startswith(OURS)]
    everything = await handed_over(dispatcher, bot, "message")
    certain = everything - frozenset().union(*(written(one) for one in ours))

    errors = [handler for kind, handler in handlers_of(dispatcher) if kind == "error"]

    assert errors
    for handler in errors:
        for asking, added in questions(handler):
            assert asking.required <= certain | added, asking.what
            assert asking.names <= everything | added, asking.what


async def test_middlewares_take_only_what_aiogram_or_another_has_put_there(
    wired: tuple[Dispatcher, Bot],
) -> None:
    dispatcher, bot = wired
    everything = await handed_over(dispatcher, bot, "message")
    ours = [one for one in middlewares_of(dispatcher) if type(one).__module__.startswith(OURS)]

    assert ours
    for middleware in ours:
        assert read(middleware) <= everything, type(middleware).__qualname__


async def test_services_and_middlewares_do_not_hide_each_others_names(
    wired: tuple[Dispatcher, Bot],
) -> None:
    dispatcher, _ = wired
    put = [written(one) for one in middlewares_of(dispatcher) if type(one).__module__.startswith(OURS)]

    assert not frozenset(dispatcher.workflow_data) & frozenset().union(*put)


def modules(package: ModuleType) -> Iterator[str]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)
        yield found.name


def callbacks() -> list[type[CallbackData]]:
    """Return all kinds of buttons' contents, wherever they stand in views and handlers."""
    names = {*modules(views), *modules(handlers)}
    waiting, found = [CallbackData], []
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found += [one for one in subclasses if one.__module__ in names]
    return found


def test_no_two_buttons_begin_alike() -> None:
    prefixes = [one.__prefix__ for one in callbacks()]

    assert prefixes
    assert sorted(set(prefixes)) == sorted(prefixes)


@pytest.mark.parametrize("callback", callbacks(), ids=lambda one: one.__name__)
def test_a_button_holds_the_largest_ids_and_reads_them_again(callback: type[CallbackData]) -> None:
    button = callback(**{name: longest(callback, name) for name in callback.model_fields})

    packed = button.pack()

    assert len(packed.encode()) <= 64
    assert callback.unpack(packed) == button


def longest(callback: type[CallbackData], name: str) -> Any:
    field = callback.model_fields[name]
    kind = next((one for one in get_args(field.annotation) if one is not NoneType), field.annotation)
    if kind is int:
        return max(bounds(field), key=lambda value: len(str(value)))
    if kind is bool:
        return True
    if isinstance(kind, type) and issubclass(kind, Enum):
        return max(kind, key=lambda one: len(str(one.value)))
    key = callback.__name__, name
    assert key in LONGEST, f"say in LONGEST what the longest {key} is"
    return LONGEST[key]


def bounds(field: FieldInfo) -> list[int]:
    """Return the least and greatest number of a field; the greatest id where it has no bound."""
    least = [int(str(one.ge)) for one in field.metadata if isinstance(one, Ge)]
    greatest = [int(str(one.le)) for one in field.metadata if isinstance(one, Le)]
    return [*(least or [0]), *(greatest or [INT64])]


@pytest.mark.parametrize(
    "forged", ["s:99999999999999999999:0", "s:-1:0", "r:zzzzzzzzzzzzzzz:1:1:1", "t:1_0x", "a:"]
)
async def test_forged_numbers_are_no_buttons_of_ours(forged: str) -> None:
    read = [one for one in callbacks() if one.__prefix__ == forged.partition(":")[0]]

    for callback in read:
        with pytest.raises(ValueError, match=callback.__name__):
            callback.unpack(forged)
