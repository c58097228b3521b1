"""Scales of grades: how a value reads as a number, for averages alone. The raw value is what people see."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:\+{1,2}|[-−–=]{1,2})?")
"""A number and what teachers add to it: "4-", "5+", "3=" count as 4, 5 and 3."""

LETTER = re.compile(r"([A-F])\s*([+-]?)", re.IGNORECASE)
LETTERS: Mapping[str, Decimal] = {
    letter: Decimal(points) for letter, points in (("A", 4), ("B", 3), ("C", 2), ("D", 1), ("F", 0))
}
STEP = Decimal("0.3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A value outside of it, or one that is no number at all ("Н/А", "зачёт"), reads as None."""

    name: str
    read: Callable[[str], Decimal | None]
    highest_is_best: bool = True


def numeric(value: str, scale: str) -> Decimal | None:
    """Return the value as a number of this scale; None where it counts towards no average."""
    known = SCALES.get(scale)
    return None if known is None else known.read(value.strip())


def _between(least: int, most: int | None) -> Callable[[str], Decimal | None]:
    def read(value: str) -> Decimal | None:
        match = NUMBER.fullmatch(value)
        if match is None:
            return None
        number = Decimal(match[1].replace(",", "."))
        return number if least <= number and (most is None or number <= most) else None

    return read


def _letter(value: str) -> Decimal | None:
    """Read A to F as grade points from 4 to 0; a plus or minus is a third, and A+ is no more than an A."""
    match = LETTER.fullmatch(value)
    points = LETTERS.get(match[1].upper()) if match else None
    if match is None or points is None:
        return None
    shift = {"+": STEP, "-": -STEP}.get(match[2], Decimal(0))
    return min(max(points + shift, Decimal(0)), LETTERS["A"])


def _uncounted(_value: str) -> None:
    return None


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.name: scale
        for scale in (
            Scale(name="5", read=_between(1, 5)),
            Scale(name="6", read=_between(1, 6)),
            Scale(name="12", read=_between(1, 12)),
            Scale(name="20", read=_between(0, 20)),
            Scale(name="100", read=_between(0, 100)),
            Scale(name="points", read=_between(0, None)),
            Scale(name="letters", read=_letter),
            Scale(name="pass_fail", read=_uncounted),
        )
    }
)
