"""The forms of an access code: SSSS-VVVV-VVVV in Crockford's base 32, read forgivingly."""

import re
from dataclasses import dataclass, field

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SELECTOR_BITS = 20
VERIFIER_BITS = 40
SELECTOR_LENGTH = 4
VERIFIER_LENGTH = 8
LENGTH = SELECTOR_LENGTH + VERIFIER_LENGTH
GAPS = re.compile(r"[\s\-‐-―_.·]+")
MISREAD = str.maketrans("OILАВЕКМНОРСТХУЗ", "011ABEKMH0PCTXY3")
"""Letters that look like digits, and Cyrillic ones that look Latin: parents have Russian keyboards."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
"""128 bits in base64url: what a deep link carries."""

LINK = re.compile(rf"(?:https?://)?\bt(?:elegram)?\.me/\w+\?start=({TOKEN.pattern})(?![\w-])")
AMONG_WORDS = re.compile(rf"(?<!\w)\w{{4}}(?:{GAPS.pattern}\w{{4}}){{2}}(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCode:
    """A code as it was typed: what it is found by and what proves it. Never shown in logs."""

    selector: int
    verifier: str = field(repr=False)


def read_code(text: str) -> TypedCode | None:
    """Return the code that this text spells, None where it spells none."""
    symbols = GAPS.sub("", text).upper().translate(MISREAD)
    if len(symbols) != LENGTH or any(symbol not in ALPHABET for symbol in symbols):
        return None
    return TypedCode(selector=_number(symbols[:SELECTOR_LENGTH]), verifier=symbols[SELECTOR_LENGTH:])


def spells_code(text: str) -> bool:
    """Whether a message from someone known is meant as a code, and not as words that happen to fit."""
    return read_code(text) is not None and any(symbol.isdigit() or symbol == "-" for symbol in text)


def code_in(text: str) -> str | None:
    """Return what somebody without any right means as a code: a deep link, or a code among words or alone."""
    if linked := LINK.search(text):
        return linked.group(1)
    if read_code(text) is not None:
        return text
    return next((one for one in AMONG_WORDS.findall(text) if spells_code(one)), None)


def linked_code(text: str) -> str | None:
    """Return the token of a message that is a deep link and nothing else."""
    linked = LINK.fullmatch(text.strip())
    return linked.group(1) if linked else None


def write_code(selector: int, verifier: int) -> str:
    symbols = _symbols(selector, SELECTOR_LENGTH) + write_verifier(verifier)
    return "-".join(symbols[start : start + SELECTOR_LENGTH] for start in range(0, LENGTH, SELECTOR_LENGTH))


def write_verifier(verifier: int) -> str:
    """Return the verifier as it is read from a typed code."""
    return _symbols(verifier, VERIFIER_LENGTH)


def is_token(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None


def _number(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    return number


def _symbols(number: int, length: int) -> str:
    symbols = ""
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        symbols = ALPHABET[rest] + symbols
    return symbols
