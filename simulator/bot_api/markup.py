"""Keyboards: their structure checked as Telegram checks it (Bot API, ReplyMarkup objects)."""

from collections.abc import Callable
from typing import Any

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import (
    BUTTONS_IN_ROW,
    CALLBACK_DATA_BYTES,
    INLINE_BUTTONS,
    KEYBOARD_BUTTONS,
    PLACEHOLDER_CHARACTERS,
)
from simulator.text.links import checked_link, linked_user

Json = dict[str, Any]

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = ("style", "icon_custom_emoji_id")
_REQUESTS = (
    "request_contact",
    "request_location",
    "request_poll",
    "request_users",
    "request_chat",
    "web_app",
)


def reply_markup(call: Call) -> Json | None:
    """Check a call's reply_markup: an inline keyboard, a reply keyboard, a removal or a forced reply."""
    value = call.decoded("reply_markup", "can't parse reply keyboard markup JSON object")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise BadRequestError("object expected as reply markup")
    if "inline_keyboard" in value:
        return {"inline_keyboard": _rows(value, "inline_keyboard", "InlineKeyboardMarkup", inline_button)}
    if "keyboard" in value:
        return _reply_keyboard(value)
    for kind in ("remove_keyboard", "force_reply"):
        if value.get(kind) is True:
            return {kind: True} | {
                k: value[k] for k in ("selective", "input_field_placeholder") if k in value
            }
    return None


def inline_markup(call: Call) -> Json | None:
    """Check the markup of an edit, where only an inline keyboard may stand."""
    markup = reply_markup(call)
    if markup is not None and "inline_keyboard" not in markup:
        raise BadRequestError("inline keyboard expected")
    return markup if markup and markup["inline_keyboard"] else None


def _rows(value: Json, name: str, kind: str, check: Callable[[Json], Json]) -> list[list[Json]]:
    rows = value[name]
    if not isinstance(rows, list):
        raise BadRequestError(f'field "{name}" of the {kind} must be an Array')
    checked = []
    for row in rows:
        if not isinstance(row, list):
            raise BadRequestError(f'field "{name}" must be an Array of Arrays')
        if row:
            checked.append([check(button) for button in row])
    most = INLINE_BUTTONS if name == "inline_keyboard" else KEYBOARD_BUTTONS
    if sum(map(len, checked)) > most or any(len(row) > BUTTONS_IN_ROW for row in checked):
        raise BadRequestError("reply markup is too long")
    return checked


def inline_button(button: object) -> Json:
    problem = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise BadRequestError(f"{problem}: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise BadRequestError(f'{problem}: Can\'t find field "text"')
    if not text.strip():
        raise BadRequestError("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, False)]
    if not actions:
        raise BadRequestError(f"{problem}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise BadRequestError("BUTTON_TYPE_INVALID")
    if actions == ["callback_data"]:
        _check_data(button["callback_data"])
    elif actions == ["url"]:
        url = str(button["url"])
        checked = url if linked_user(url) else checked_link(url)
        if checked is None:
            raise BadRequestError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        button = {**button, "url": checked}
    return {name: button[name] for name in ("text", *actions, *_LOOKS) if button.get(name) is not None}


def _check_data(data: object) -> None:
    if not isinstance(data, str) or not 0 < len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise BadRequestError("BUTTON_DATA_INVALID")


def _reply_keyboard(value: Json) -> Json:
    rows = _rows(value, "keyboard", "ReplyKeyboardMarkup", _keyboard_button)
    if not rows:
        raise BadRequestError("keyboard must be non-empty")
    placeholder = value.get("input_field_placeholder", "")
    if len(placeholder) > PLACEHOLDER_CHARACTERS:
        raise BadRequestError("input field placeholder is too long")
    flags = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective", "input_field_placeholder")
    return {"keyboard": rows} | {name: value[name] for name in flags if value.get(name)}


def _keyboard_button(button: object) -> Json:
    problem = "can't parse keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise BadRequestError(f"{problem}: KeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise BadRequestError(f'{problem}: Can\'t find field "text"')
    if not button["text"].strip():
        raise BadRequestError("keyboard button text must be non-empty")
    requests = [name for name in _REQUESTS if button.get(name)]
    if len(requests) > 1:
        raise BadRequestError("BUTTON_TYPE_INVALID")
    return {name: button[name] for name in ("text", *requests, *_LOOKS) if button.get(name)}
