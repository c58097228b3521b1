"""Character references in HTML texts; Telegram knows four by name and all by number."""

import re

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_LAST_CODE_POINT = 0x10FFFF


def reference(source: str, position: int) -> tuple[str, int]:
    """Decode the character a reference stands for; anything unknown is plain text, as at Telegram."""
    match = _REFERENCE.match(source, position)
    if match is None:
        return "&", position + 1
    if match[3]:
        character = _NAMED.get(match[3])
    else:
        code = int(match[1], 16) if match[1] else int(match[2])
        character = chr(code) if 0 < code < _LAST_CODE_POINT else None
    return (character, match.end()) if character else ("&", position + 1)


def unescaped(value: str) -> str:
    pieces, position = [], 0
    while (found := value.find("&", position)) >= 0:
        pieces.append(value[position:found])
        text, position = reference(value, found)
        pieces.append(text)
    return "".join(pieces) + value[position:]
