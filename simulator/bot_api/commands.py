"""setMyCommands, getMyCommands, deleteMyCommands, and which commands a person sees."""

import re
from typing import Any

from simulator.bot_api.addressing import known_chat
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import COMMAND_CHARACTERS, COMMAND_DESCRIPTION_CHARACTERS, COMMANDS
from simulator.state.accounts import Bot, Chat

Json = dict[str, Any]

_NAME = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"[a-z]{2}")
_WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_NARROW = frozenset({"chat", "chat_administrators", "chat_member"})


def set_my_commands(call: Call) -> bool:
    commands = call.decoded("commands", "can't parse commands JSON object")
    if not isinstance(commands, list):
        raise BadRequestError("expected an Array of BotCommand")
    if len(commands) > COMMANDS:
        raise BadRequestError("BOT_COMMANDS_TOO_MUCH")
    return _store(call, [_command(command) for command in commands])


def get_my_commands(call: Call) -> list[Json]:
    return list(call.bot.commands.get(_key(call), []))


def delete_my_commands(call: Call) -> bool:
    return _store(call, [])


def _store(call: Call, commands: list[Json]) -> bool:
    key = _key(call)
    if commands:
        call.bot.commands[key] = commands
    else:
        call.bot.commands.pop(key, None)
    call.world.save_bot(call.bot)
    call.world.events.publish("commands", call.bot.id)
    return True


def _command(value: object) -> Json:
    if not isinstance(value, dict):
        raise BadRequestError("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(value.get(field), str):
            raise BadRequestError(f"can't parse BotCommand: Can't find field \"{field}\"")
    name, description = value["command"].strip().removeprefix("/"), value["description"].strip()
    if not name:
        raise BadRequestError("command must be non-empty")
    if len(name) > COMMAND_CHARACTERS:
        raise BadRequestError("command length must not exceed 32")
    if not description:
        raise BadRequestError("command description must be non-empty")
    if len(description) > COMMAND_DESCRIPTION_CHARACTERS:
        raise BadRequestError("command description length must not exceed 256")
    if not _NAME.fullmatch(name):
        raise BadRequestError("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def language_code(call: Call) -> str:
    code = call.text("language_code")
    if code and not _LANGUAGE.fullmatch(code):
        raise BadRequestError("invalid language code specified")
    return code


def _key(call: Call) -> str:
    scope = call.decoded("scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict):
        raise BadRequestError("can't parse BotCommandScope: expected an Object")
    kind = scope.get("type")
    language = language_code(call)
    if kind in _WIDE:
        return scope_key(kind, language)
    if kind not in _NARROW:
        raise BadRequestError("can't parse BotCommandScope: unsupported type specified")
    nested = Call(call.world, call.bot, {"chat_id": scope.get("chat_id")}, {})
    chat = known_chat(nested)
    if kind != "chat" and chat.is_private:
        raise BadRequestError(f"can't use scope {kind} in a private chat")
    user = scope.get("user_id") if kind == "chat_member" else None
    return scope_key(kind, language, chat.id, user)


def scope_key(kind: str, language: str, chat: int | None = None, user: int | None = None) -> str:
    return f"{kind}:{chat or ''}:{user or ''}:{language}"


def visible_commands(bot: Bot, chat: Chat | None, user: int, language: str) -> list[Json]:
    """List what the person sees, narrowest scope first (Bot API, Determining list of commands)."""
    scopes: list[tuple[str, int | None, int | None]]
    if chat is None or chat.is_private:
        scopes = [("chat", user, None), ("all_private_chats", None, None)]
    else:
        scopes = [("chat_member", chat.id, user)]
        if chat.creator == user:
            scopes += [("chat_administrators", chat.id, None)]
        scopes += [("chat", chat.id, None)]
        if chat.creator == user:
            scopes += [("all_chat_administrators", None, None)]
        scopes += [("all_group_chats", None, None)]
    for kind, in_chat, of_user in [*scopes, ("default", None, None)]:
        for code in (language, ""):
            if commands := bot.commands.get(scope_key(kind, code, in_chat, of_user)):
                return list(commands)
    return []
