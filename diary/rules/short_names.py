"""What a family may call a child on its own screens."""

import unicodedata
from collections.abc import Iterable

from diary.errors import ShortNameRefusedError, ShortNameTakenError
from diary.models.people import Student
from diary.rules.alphabets import fold

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


def require_apart(student: Student, others: Iterable[Student]) -> None:
    """Raise ShortNameTakenError where the same person would see another child by the same name.

    What the roster calls alike is left as it is: only a family's own name may not make two children one.
    """
    own = _own(student)
    for other in others:
        theirs = _own(other)
        names = {own} if own else _of_roster(student)
        if (own or theirs) and names & ({theirs} if theirs else _of_roster(other)):
            raise ShortNameTakenError


def _own(student: Student) -> str:
    return _seen(student.view.short_name) if student.view else ""


def _of_roster(student: Student) -> set[str]:
    given, family = student.name.given_name, student.name.family_name
    return {_seen(one) for one in (given, f"{given} {family}", f"{family} {given}")}


def _seen(name: str) -> str:
    """Return what tells a name from another at a glance: its letters in any case, and its pictures."""
    return fold(name) + "".join(symbol for symbol in name if unicodedata.category(symbol) == "So")


def _fits(symbol: str) -> bool:
    category = unicodedata.category(symbol)
    return symbol in ALLOWED or category[0] in "LMN" or category == "So"
