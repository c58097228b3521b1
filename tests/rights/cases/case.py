"""A line of the table of rights."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from diary.models.ids import StudentId
from tests.rights.cast import Cast, Who

GUARDIANS = frozenset({Who.MOTHER, Who.FATHER})
FAMILY = GUARDIANS | {Who.TUTOR, Who.STUDENT}
TEACHERS = frozenset({Who.TEACHER, Who.CLASS_TEACHER})
OFFICE = frozenset({Who.OFFICE})
MOTHER = frozenset({Who.MOTHER})
FATHER = frozenset({Who.FATHER})
NO_ONE: frozenset[Who] = frozenset()
Go = Callable[[Cast, Who], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Case:
    """A use case, for whom it is (everybody else is refused), and one try at it."""

    what: str
    may: frozenset[Who]
    go: Go


def by_person(what: str, may: frozenset[Who], *arguments: object) -> Case:
    """Return a case that takes who asks as a person, and nothing else of theirs."""
    return Case(what, may, lambda cast, who: cast.method(what)(cast.person(who), *arguments))


def by_account(what: str, may: frozenset[Who], *arguments: object) -> Case:
    return Case(what, may, lambda cast, who: cast.method(what)(cast.accounts[who], *arguments))


def petr(cast: Cast) -> StudentId:
    return cast.sample.petr


def masha(cast: Cast) -> StudentId:
    return cast.sample.masha


CHILDREN = (petr, masha)
