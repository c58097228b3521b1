"""Telegram counts texts and offsets in UTF-16 code units (Bot API, MessageEntity)."""


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    if text.isascii():
        return text[offset : offset + length]
    units = text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)]
    return units.decode("utf-16-le", "surrogatepass")


def utf16_find_all(text: str, part: str) -> list[int]:
    """Offsets in UTF-16 units of every occurrence, overlapping ones included."""
    found = []
    start = text.find(part)
    while start >= 0:
        found.append(utf16_length(text[:start]))
        start = text.find(part, start + 1)
    return found
