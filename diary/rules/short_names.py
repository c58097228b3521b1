"""What a family may call a child on its own screens."""

import unicodedata

from diary.errors import ShortNameRefusedError

LONGEST = 32
ALLOWED = frozenset("-'’.() ")


def read_short_name(text: str) -> str:
    """Return the name with its spaces in order; raises ShortNameRefusedError for what is no name.

    It has a letter; digits, emoji and a few signs may stand beside, links and commands may not.
    """
    name = " ".join(text.split())
    named = any(symbol.isalpha() for symbol in name)
    if not named or len(name) > LONGEST or not all(_fits(symbol) for symbol in name):
        raise ShortNameRefusedError
    return name


def _fits(symbol: str) -> bool:
    category = unicodedata.category(symbol)
    return symbol in ALLOWED or category[0] in "LMN" or category == "So"
