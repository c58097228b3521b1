"""getMe, logOut, close, the bot's names and descriptions, its menu button."""

from collections.abc import Callable
from typing import Any

from simulator.bot_api.addressing import known_chat
from simulator.bot_api.call import Call
from simulator.bot_api.commands import language_code
from simulator.bot_api.errors import BadRequestError

Json = dict[str, Any]
Handler = Callable[[Call], Any]

_ABILITIES: Json = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(call: Call) -> Json:
    return {**call.bot.user, **_ABILITIES}


def log_out(call: Call) -> bool:
    """Nothing to leave: the simulator is one server."""
    return bool(call.bot)


def name_setter(field: str, most: int) -> Handler:
    """SetMyName and its like: a text for each language, empty to remove it."""

    def set_name(call: Call) -> bool:
        value, language = call.text(field).strip(), language_code(call)
        if len(value) > most:
            raise BadRequestError(f"{field.replace('_', ' ')} is too long")
        names = call.bot.names.setdefault(field, {})
        if value:
            names[language] = value
        else:
            names.pop(language, None)
        if field == "name" and not language and value:
            call.bot.user = {**call.bot.user, "first_name": value}
        call.world.save_bot(call.bot)
        return True

    return set_name


def name_getter(field: str) -> Handler:
    def get_name(call: Call) -> Json:
        names = call.bot.names.get(field, {})
        default = names.get("", call.bot.user["first_name"] if field == "name" else "")
        return {field: names.get(language_code(call), default)}

    return get_name


def set_chat_menu_button(call: Call) -> bool:
    button = call.decoded("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in {"default", "commands", "web_app"}:
        raise BadRequestError("can't parse menu button: invalid type specified")
    if call.has("chat_id"):
        chat = known_chat(call)
        if not chat.is_private:
            raise BadRequestError("chat must be a private chat")
        chat.menu_button = button
        call.world.save_chat(call.bot, chat)
    else:
        call.bot.menu_button = button
        call.world.save_bot(call.bot)
    return True


def get_chat_menu_button(call: Call) -> Json:
    if call.has("chat_id") and (button := known_chat(call).menu_button):
        return button
    return call.bot.menu_button or {"type": "commands"}
