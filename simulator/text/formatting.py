"""From what was sent to what the message holds: parsed, trimmed, entities found and in order."""

import re
from typing import Any

from simulator.text.detection import found_entities, in_order
from simulator.text.errors import MarkupError
from simulator.text.given import given_entities
from simulator.text.html import parse_html
from simulator.text.markdown import parse_markdown
from simulator.text.utf16 import utf16_length

Entity = dict[str, Any]

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\u2028-\u202e]")
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown}


class UnknownParseModeError(ValueError):
    """A parse mode that the simulator does not know."""


def formatted(text: str, parse_mode: str, entities: object = None) -> tuple[str, list[Entity]]:
    """Make the text and entities that a message will carry.

    Raises MarkupError (Telegram's "can't parse entities: …") and UnknownParseModeError.
    """
    text = cleaned(text)
    found: list[Entity] = []
    if parse_mode:
        parser = _PARSERS.get(parse_mode.lower())
        if parser is None:
            raise UnknownParseModeError
        text, found = parser(text)
    elif entities:
        found = given_entities(text, entities)
    if found:
        found = in_order(without_nested_in_code(found))
    text, found = trimmed(text, found)
    return text, found_entities(text, found)


def cleaned(text: str) -> str:
    """Control characters become spaces, carriage returns vanish, as TDLib's clean_input_string does."""
    if "\r" in text:
        text = text.replace("\r", "")
    return _CONTROL.sub(" ", text)


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram trims texts at both ends; entities follow."""
    bare = text.strip()
    if len(bare) == len(text):
        return text, entities
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(bare)
    kept = []
    for entity in entities:
        begin = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > begin:
            kept.append({**entity, "offset": begin, "length": end - begin})
    return bare, kept


def without_nested_in_code(entities: list[Entity]) -> list[Entity]:
    """Code and pre can't contain or be part of other formatting, but for quotes around them."""
    code = [e for e in entities if e["type"] in {"code", "pre"}]
    if not code:
        return entities
    quotes = {"blockquote", "expandable_blockquote"}
    return [
        entity
        for entity in entities
        if entity in code
        or entity["type"] in quotes
        or not any(
            entity["offset"] < c["offset"] + c["length"] and c["offset"] < entity["offset"] + entity["length"]
            for c in code
        )
    ]


__all__ = ["Entity", "MarkupError", "UnknownParseModeError", "formatted"]
