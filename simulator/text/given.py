"""Entities that a bot gives explicitly instead of a parse mode (Bot API, MessageEntity)."""

from typing import Any

from simulator.text.errors import MarkupError
from simulator.text.utf16 import utf16_length

Entity = dict[str, Any]

_FORMATS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    }
)
_FOUND = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
        "date_time",
    }
)
_EXTRA = ("url", "user", "language", "custom_emoji_id")


def given_entities(text: str, values: object) -> list[Entity]:
    """Check entities against their text; the kinds that Telegram finds by itself are dropped here."""
    if not isinstance(values, list):
        raise MarkupError("expected an Array of MessageEntity")
    length = utf16_length(text)
    checked = (_checked(text, length, value) for value in values)
    return [entity for entity in checked if entity is not None]


def _checked(text: str, length: int, value: object) -> Entity | None:
    if not isinstance(value, dict):
        raise MarkupError("expected an Object as MessageEntity")
    kind, offset, size = value.get("type"), value.get("offset"), value.get("length")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise MarkupError('Field "offset" and "length" of MessageEntity must be of type Number')
    if kind in _FOUND:
        return None
    if kind not in _FORMATS:
        raise MarkupError("Unsupported type specified")
    if size <= 0:
        return None
    if offset < 0:
        raise MarkupError(f"Receive an entity with incorrect offset {offset}")
    if offset + size > length:
        raise MarkupError(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {length}"
        )
    for border in (offset, offset + size):
        if _inside_a_pair(text, border):
            raise MarkupError(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {border}")
    return {"offset": offset, "length": size, "type": kind} | {k: value[k] for k in _EXTRA if k in value}


def _inside_a_pair(text: str, offset: int) -> bool:
    if text.isascii():
        return False
    units = text.encode("utf-16-le", "surrogatepass")
    low_surrogate_first, low_surrogate_last = 0xDC, 0xDF
    at = 2 * offset + 1
    return at < len(units) and low_surrogate_first <= units[at] <= low_surrogate_last
