"""What the dispatcher hands to its handlers, and what handlers, filters and middlewares ask of it."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.dispatcher.event.handler import CallableObject, FilterObject, HandlerObject
from aiogram.filters.logic import _AndFilter, _InvertFilter, _OrFilter
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    TelegramObject,
    Update,
    User,
)

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
_PERSON = User(id=1, is_bot=False, first_name="Некто")
_CHAT = Chat(id=1, type="private")
_MESSAGE = Message(message_id=1, date=NOW, chat=_CHAT, from_user=_PERSON, text="/start")
UPDATES = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "callback_query": CallbackQuery(
        id="1", from_user=_PERSON, chat_instance="1", message=_MESSAGE, data="s:1:0"
    ),
    "my_chat_member": ChatMemberUpdated(
        chat=_CHAT,
        from_user=_PERSON,
        date=NOW,
        old_chat_member=ChatMemberLeft(user=_PERSON),
        new_chat_member=ChatMemberMember(user=_PERSON),
    ),
}
"""One update of each kind that the product handles."""

PUT_BY_THE_ROUTER = {"event_router", "handler"}
"""What aiogram adds after the middlewares, on its way to the handler."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Something that is called with parameters by name: a handler, or a filter before one."""

    what: str
    names: frozenset[str]
    required: frozenset[str]


async def handed_over(dispatcher: Dispatcher, bot: Bot, kind: str) -> frozenset[str]:
    """Return the names that a handler of this kind of update may ask for, as they are in a real run."""
    seen: set[str] = set()

    async def look(_handler: Any, _event: TelegramObject, data: dict[str, Any]) -> None:
        seen.update(data)

    observer = dispatcher.observers[kind]
    observer.outer_middleware(look)
    await dispatcher.feed_update(bot, Update.model_validate({"update_id": 1, kind: UPDATES[kind]}))
    observer.outer_middleware.unregister(look)
    return frozenset(seen | PUT_BY_THE_ROUTER)


def handlers_of(router: Router) -> Iterator[tuple[str, HandlerObject]]:
    """Return all handlers of a router and of those in it, with the kind of update that they are for."""
    for each in router.chain_tail:
        for kind, observer in each.observers.items():
            yield from ((kind, handler) for handler in observer.handlers)


def middlewares_of(router: Router) -> Iterator[BaseMiddleware]:
    for each in router.chain_tail:
        for observer in each.observers.values():
            for one in (*observer.outer_middleware, *observer.middleware):
                if isinstance(one, BaseMiddleware):
                    yield one


def questions(handler: HandlerObject) -> Iterator[tuple[Asking, frozenset[str]]]:
    """Return the filters and then the handler, each with what the filters before it have added."""
    added: frozenset[str] = frozenset()
    for filter_object in handler.filters or []:
        for part in _parts(filter_object):
            yield _asking(part), added
            added |= _given_by(part)
    yield _asking(handler), added


def _asking(called: CallableObject) -> Asking:
    callback = inspect.unwrap(called.callback)
    variable = {inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL}
    parameters = inspect.signature(callback).parameters.values()
    # the first is the event itself
    known = [one for one in parameters if one.kind not in variable][1:]
    required = frozenset(one.name for one in known if one.default is one.empty)
    return Asking(_name(callback), frozenset(one.name for one in known), required)


def _name(callback: Any) -> str:
    name = getattr(callback, "__qualname__", None) or type(callback).__qualname__
    return f"{callback.__module__}.{name}"


def _parts(filter_object: FilterObject) -> Iterator[FilterObject]:
    match filter_object.callback:
        case _AndFilter(targets=targets) | _OrFilter(targets=targets):
            for target in targets:
                yield from _parts(target)
        case _InvertFilter(target=target):
            yield from _parts(target)
        case _:
            yield filter_object


def _given_by(filter_object: FilterObject) -> frozenset[str]:
    """Return the keys of the dictionaries that a filter makes: its answer to the handler."""
    if filter_object.magic is not None:
        named = (getattr(one, "name", None) for one in filter_object.magic._operations)
        return frozenset(one for one in named if one is not None)
    callback = filter_object.callback
    return _keys(callback if inspect.isroutine(callback) else type(callback).__call__)


def _keys(function: Any) -> frozenset[str]:
    dictionaries = (node for node in ast.walk(_tree(function)) if isinstance(node, ast.Dict))
    return frozenset(_text(key) for node in dictionaries for key in node.keys if key is not None) - {""}


def written(middleware: BaseMiddleware) -> frozenset[str]:
    """Return the names that a middleware puts into `data`."""
    return frozenset(name for name, context in _items_of_data(middleware) if isinstance(context, ast.Store))


def read(middleware: BaseMiddleware) -> frozenset[str]:
    """Return the names that a middleware takes from `data`."""
    taken = {name for name, context in _items_of_data(middleware) if isinstance(context, ast.Load)}
    for node in ast.walk(_tree(type(middleware))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="data"), attr="get"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                taken.add(name)
    return frozenset(taken)


def _items_of_data(middleware: BaseMiddleware) -> Iterator[tuple[str, ast.expr_context]]:
    for node in ast.walk(_tree(type(middleware))):
        match node:
            case ast.Subscript(value=ast.Name(id="data"), slice=ast.Constant(value=str(name)), ctx=context):
                yield name, context


def _tree(source: Any) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(source)))


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
