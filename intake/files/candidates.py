"""Rows on their way to the preview, with what is doubtful about each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from diary.models.found_roster import Doubt, Doubtful, FoundStaff, FoundStudent, Place, Reason, Rejection

Found = TypeVar("Found", FoundStudent, FoundStaff)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Found]):
    found: Found
    reasons: tuple[Reason, ...] = ()

    def doubted(self, code: Doubt, **values: object) -> "Candidate[Found]":
        return replace(self, reasons=(*self.reasons, reason(code, **values)))


@dataclass(slots=True)
class Doubts:
    """What one row's reader is unsure of."""

    reasons: list[Reason] = field(default_factory=list)

    def add(self, code: Doubt | None, **values: object) -> None:
        if code is not None:
            self.reasons.append(reason(code, **values))


def reason(code: Doubt | Rejection, **values: object) -> Reason:
    return Reason(code, {key: str(value) for key, value in values.items()})


def where(place: Place) -> dict[str, str]:
    return {"sheet": place.sheet, "row": str(place.row)}


def sure(candidates: Iterable[Candidate[Found]]) -> tuple[Found, ...]:
    return tuple(candidate.found for candidate in candidates if not candidate.reasons)


def doubtful(candidates: Iterable[Candidate[Found]]) -> tuple[Doubtful, ...]:
    return tuple(
        Doubtful(understood=candidate.found, reasons=candidate.reasons)
        for candidate in candidates
        if candidate.reasons
    )
