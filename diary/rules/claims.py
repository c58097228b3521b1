"""What an application consists of, and what may stand in its fields."""

import re
from collections.abc import Callable
from datetime import date

from diary.errors import ClaimFlaw, ClaimMissingError, ClaimUnreadableError
from diary.models.requests import ClaimField, Claims, RequestKind, Who
from diary.rules.dates import read_date
from diary.rules.one_line import one_line

OF_THE_CHILD = (
    ClaimField.WHO,
    ClaimField.FAMILY_NAME,
    ClaimField.GIVEN_NAME,
    ClaimField.BIRTH_DATE,
    ClaimField.CLASS_NAME,
)
FIELDS = {
    RequestKind.GUARDIAN: OF_THE_CHILD,
    RequestKind.RECOVERY: OF_THE_CHILD,
    RequestKind.STAFF: (ClaimField.FAMILY_NAME, ClaimField.GIVEN_NAME, ClaimField.POSITION),
}
"""In the order in which they are asked for."""

LONGEST_NAME = 60
LONGEST_CLASS = 20
LONGEST_POSITION = 100
LONGEST_TEXT = 1000
YOUNGEST, OLDEST = 3, 25
HIGHEST_CLASS = 13
YEAR = 365.25
NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-‐–][^\W\d_]+)*\.?")
CLASS_WORD = re.compile(r"\b(?:класс|класса|кл|class|grade|year|form)\b\.?", re.IGNORECASE)
CLASS = re.compile(r"(\d{1,2})\s*[-–—]?\s*[«\"“]?[^\W_]{0,12}[»\"”]?")


def read_claim(field: ClaimField, text: str, *, today: date) -> str:
    """Return what is kept of what was written; raises ClaimUnreadableError."""
    said = text.strip() if field in WRITTEN_FREELY else one_line(text)
    if not said:
        raise ClaimUnreadableError(ClaimFlaw.EMPTY)
    if len(said) > LONGEST[field]:
        raise ClaimUnreadableError(ClaimFlaw.TOO_LONG)
    reader = READERS.get(field)
    return reader(said, today) if reader else said


def check_claims(kind: RequestKind, claims: Claims, *, today: date) -> dict[str, str]:
    """Return all that is asked for and nothing else; raises ClaimMissingError, ClaimUnreadableError."""
    if missing_claim(kind, claims) is not None:
        raise ClaimMissingError
    return {field.value: read_claim(field, claims[field], today=today) for field in FIELDS[kind]}


def missing_claim(kind: RequestKind, claims: Claims) -> ClaimField | None:
    """Return what is to be asked for next."""
    return next((field for field in FIELDS[kind] if not claims.get(field)), None)


def _name(said: str, _today: date) -> str:
    if not NAME.fullmatch(said):
        raise ClaimUnreadableError(ClaimFlaw.NOT_A_NAME)
    return said.title() if said.islower() or said.isupper() else said


def _birth_date(said: str, today: date) -> str:
    written = read_date(said, today=today)
    if written is None or written.swapped:
        raise ClaimUnreadableError(ClaimFlaw.DATE_UNREADABLE)
    if not YOUNGEST <= (today - written.day).days / YEAR <= OLDEST:
        raise ClaimUnreadableError(ClaimFlaw.DATE_UNLIKELY)
    return written.day.isoformat()


def _class_name(said: str, _today: date) -> str:
    kept = CLASS_WORD.sub(" ", said).strip(" .,")
    written = CLASS.fullmatch(kept)
    if written is None or int(written[1]) > HIGHEST_CLASS:
        raise ClaimUnreadableError(ClaimFlaw.CLASS_UNREADABLE)
    return re.sub(r"[\s«»\"“”]", "", kept).upper()


def _who(said: str, _today: date) -> str:
    if said not in set(Who):
        raise ClaimUnreadableError(ClaimFlaw.NOT_A_CHOICE)
    return said


READERS: dict[ClaimField, Callable[[str, date], str]] = {
    ClaimField.WHO: _who,
    ClaimField.FAMILY_NAME: _name,
    ClaimField.GIVEN_NAME: _name,
    ClaimField.BIRTH_DATE: _birth_date,
    ClaimField.CLASS_NAME: _class_name,
}
WRITTEN_FREELY = frozenset({ClaimField.TEXT, ClaimField.QUESTION, ClaimField.ANSWER})
LONGEST = {
    ClaimField.WHO: LONGEST_NAME,
    ClaimField.FAMILY_NAME: LONGEST_NAME,
    ClaimField.GIVEN_NAME: LONGEST_NAME,
    ClaimField.BIRTH_DATE: LONGEST_NAME,
    ClaimField.CLASS_NAME: LONGEST_CLASS,
    ClaimField.POSITION: LONGEST_POSITION,
    ClaimField.TEXT: LONGEST_TEXT,
    ClaimField.QUESTION: LONGEST_TEXT,
    ClaimField.ANSWER: LONGEST_TEXT,
}
