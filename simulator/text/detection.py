"""What Telegram finds in plain text by itself: commands, links, mentions, addresses, hashtags."""

import re
from typing import Any

from simulator.text.utf16 import utf16_length

Entity = dict[str, Any]

_ZONES = "com|org|net|edu|gov|info|ru|su|рф|by|kz|ua|me|io|dev|app|school|online|site|de|uk|fr|cz|pl|eu"
_PATTERNS = (
    (
        "url",
        ".:",
        re.compile(
            r"(?<![\w@.])(?:https?://(?:[\w-]+\.)*[\w-]+(?::\d+)?|(?:[\w-]+\.)+(?:" + _ZONES + r")\b)"
            r"(?:[/?#][^\s<>«»\"]*)?(?!@)",
            re.IGNORECASE,
        ),
    ),
    ("email", "@", re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b")),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", "@", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{4,32}(?![\w@])")),
    ("hashtag", "#", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
)
_MIDDLE = 50
_PRIORITY = {"blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20} | {
    name: 90 + place
    for place, name in enumerate(("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"))
}
_TRAILING = ".,:;!?'\")]}"
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "url", "email", "mention", "bot_command"})


def found_entities(text: str, given: list[Entity]) -> list[Entity]:
    """Add found entities to the given ones, in Telegram's order; found ones never cross links or code."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _OPAQUE]
    entities = list(given)
    for kind, hints, pattern in _PATTERNS:
        if not any(hint in text for hint in hints):
            continue
        for match in pattern.finditer(text):
            found = match[0].rstrip(_TRAILING) if kind == "url" else match[0]
            offset = utf16_length(text[: match.start()])
            end = offset + utf16_length(found)
            if any(offset < other_end and other < end for other, other_end in taken):
                continue
            taken.append((offset, end))
            entities.append({"offset": offset, "length": end - offset, "type": kind})
    return in_order(entities) if len(entities) > len(given) else given


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sort as TDLib does: outer ones first, and of equal ones quotes, code, links, then bold and so on."""
    return sorted(
        entities,
        key=lambda entity: (entity["offset"], -entity["length"], _PRIORITY.get(entity["type"], _MIDDLE)),
    )
