"""Whom of the roster an application may mean: shown to the office, who decides."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from rapidfuzz import fuzz

from diary.models.people import Name, Student
from diary.models.requests import Candidate, ClaimField, Claims, Employee, Likeness, StaffCandidate
from diary.rules.alphabets import fold, has_cyrillic
from diary.rules.sounds import sounds

NEAR = 80
"""Of 100: a typing error or two, a short form of the given name."""

NEAR_ENOUGH_ON_THE_DAY = 55
"""Where the birth date is the same: another family name, say."""

SAME = 100
MOST = 3
MOST_FOUND = 8
CLASS_NOISE = re.compile(r"класса?|кл\b|class|[^\w]", re.IGNORECASE)
ALSO_MEANT = {"b": "бв"}
"""A Latin letter that is typed for either of two Cyrillic ones."""


def candidates(claims: Claims, name: Name, students: Iterable[Student]) -> list[Candidate]:
    """Return the students who may be meant, the likeliest first."""
    found = []
    for student in students:
        score, alike = _compared(name, student.name)
        born = _born(claims.get(ClaimField.BIRTH_DATE, ""), student.birth_date)
        if score >= NEAR or (born is Likeness.SAME and score >= NEAR_ENOUGH_ON_THE_DAY):
            taught = _class(claims.get(ClaimField.CLASS_NAME, ""), student.class_name)
            one = Candidate(student=student, name=alike, birth_date=born, class_name=taught)
            found.append((score, one))
    found.sort(key=lambda each: (_fit(each[1]), each[0], -each[1].student.id), reverse=True)
    return [one for _, one in found[:MOST]]


def staff_candidates(name: Name, employees: Iterable[Employee]) -> list[StaffCandidate]:
    found = [(*_compared(name, one.name), one) for one in employees]
    found.sort(key=lambda each: (each[0], -each[2].id), reverse=True)
    return [StaffCandidate(employee=one, name=alike) for score, alike, one in found[:MOST] if score >= NEAR]


def found_by(text: str, students: Iterable[Student]) -> list[Student]:
    """Return whom the office means by a name or a part of it, the likeliest first."""
    found = []
    for student in students:
        known = f"{student.name.family_name} {student.name.given_name}"
        read = _reading(text, known)
        wanted = read(text)
        score = fuzz.token_set_ratio(wanted, read(known))
        if wanted and score >= NEAR:
            found.append((score, student))
    found.sort(key=lambda each: (-each[0], each[1].name.family_name, each[1].id))
    return [student for _, student in found[:MOST_FOUND]]


def _compared(claimed: Name, known: Name) -> tuple[float, Likeness]:
    read = _reading(claimed.family_name + claimed.given_name, known.family_name + known.given_name)
    family, given = read(claimed.family_name), read(claimed.given_name)
    short = f"{read(known.family_name)} {read(known.given_name)}"
    whole = f"{short} {read(known.patronymic)}"
    score = max(
        fuzz.ratio(said, meant)
        for said in (f"{family} {given}", f"{given} {family}")
        for meant in (short, whole)
    )
    if score < NEAR:
        return score, Likeness.DIFFERENT
    if read is sounds:
        return score, Likeness.HEARD
    return score, Likeness.SAME if score == SAME else Likeness.NEAR


def _reading(one: str, other: str) -> Callable[[str], str]:
    """Return how two names are compared: by their letters, or across the alphabets by their sounds."""
    return fold if has_cyrillic(one) == has_cyrillic(other) else sounds


def _born(claimed: str, known: date | None) -> Likeness:
    if known is None:
        return Likeness.UNKNOWN
    return Likeness.SAME if claimed == known.isoformat() else Likeness.DIFFERENT


def _class(claimed: str, known: str) -> Likeness:
    if not known:
        return Likeness.UNKNOWN
    one, other = _class_key(claimed), _class_key(known)
    meant = {one} | {one.replace(latin, letter) for latin, both in ALSO_MEANT.items() for letter in both}
    read = _reading(claimed, known)
    return Likeness.SAME if other in meant or read(one) == read(other) else Likeness.DIFFERENT


def _class_key(name: str) -> str:
    return fold(CLASS_NOISE.sub("", name))


def _fit(one: Candidate) -> int:
    return sum(each is Likeness.SAME for each in (one.name, one.birth_date, one.class_name))
