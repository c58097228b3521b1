"""Letters that look alike in Cyrillic and Latin, and are mixed up by whoever types on two keyboards."""

import re
from functools import lru_cache

LATIN_LOOKS = "ABCEHKMOPTXYaceopxyk"
CYRILLIC_LOOKS = "АВСЕНКМОРТХУасеорхук"
TO_CYRILLIC = str.maketrans(LATIN_LOOKS, CYRILLIC_LOOKS)
TO_LATIN = str.maketrans(CYRILLIC_LOOKS, LATIN_LOOKS)
CYRILLIC = re.compile("[\u0400-\u052f]")
LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")


def has_cyrillic(text: str) -> bool:
    return CYRILLIC.search(text) is not None


def has_latin(text: str) -> bool:
    return LATIN.search(text) is not None


def is_mixed(text: str) -> bool:
    return has_cyrillic(text) and has_latin(text)


def is_mostly_latin(text: str) -> bool:
    return len(LATIN.findall(text)) > len(CYRILLIC.findall(text))


def one_alphabet(text: str, *, latin: bool) -> str:
    """Put lookalikes into one alphabet; letters without a twin stay as they are."""
    return text.translate(TO_LATIN if latin else TO_CYRILLIC)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return what two spellings of one name share: case, ё, lookalikes, hyphens and spaces aside."""
    text = text.casefold().replace("ё", "е")
    if has_cyrillic(text):
        text = one_alphabet(text, latin=False)
    return re.sub(r"[\W_]+", " ", text).strip()
