"""What each part of a roster must have, and what it may refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from diary.models.roster import Section, Value

Values: TypeAlias = Mapping[str, Value]
Flaw: TypeAlias = tuple[str, str]
"""A field, and how to mend it."""


def nothing_wrong(_values: Values) -> Flaw | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRules:
    """`blank` has every field of a new record; a reference is to one, or (a group's students) to many."""

    blank: Values
    required: tuple[str, ...]
    references: Mapping[str, Section] = field(default_factory=lambda: MappingProxyType({}))
    flaw: Callable[[Values], Flaw | None] = nothing_wrong


def in_order(start: str, end: str, *, equal: bool) -> Callable[[Values], Flaw | None]:
    def flaw(values: Values) -> Flaw | None:
        first, last = values[start], values[end]
        if first is None or last is None:
            return None
        # pairs of dates or of times, as the intake's schema made them
        wrong = last < first or (last == first and not equal)  # type: ignore[operator]
        return (end, f"must {'not be before' if equal else 'be after'} '{start}'") if wrong else None

    return flaw


def of_one_audience(values: Values) -> Flaw | None:
    if (values["class"] is None) == (values["group"] is None):
        return "class", "a lesson is of a class or of a group: give one of 'class' and 'group'"
    return in_order("valid_from", "valid_to", equal=True)(values)


NAMES: Values = {"family_name": None, "given_name": None, "patronymic": ""}
RULES: Mapping[Section, SectionRules] = {
    Section.TERMS: SectionRules(
        blank={"name": None, "start": None, "end": None},
        required=("name", "start", "end"),
        flaw=in_order("start", "end", equal=True),
    ),
    Section.BELLS: SectionRules(
        blank={"start": None, "end": None},
        required=("start", "end"),
        flaw=in_order("start", "end", equal=False),
    ),
    Section.SUBJECTS: SectionRules(blank={"name": None}, required=("name",)),
    Section.STAFF: SectionRules(
        blank={**NAMES, "roles": ("teacher",)}, required=("family_name", "given_name", "roles")
    ),
    Section.CLASSES: SectionRules(
        blank={"name": None, "class_teacher": None},
        required=("name",),
        references={"class_teacher": Section.STAFF},
    ),
    Section.STUDENTS: SectionRules(
        blank={**NAMES, "birth_date": None, "class": None},
        required=("family_name", "given_name"),
        references={"class": Section.CLASSES},
    ),
    Section.GROUPS: SectionRules(
        blank={"name": None, "students": frozenset()},
        required=("name", "students"),
        references={"students": Section.STUDENTS},
    ),
    Section.LESSONS: SectionRules(
        blank={
            "class": None,
            "group": None,
            "weekday": None,
            "slot": None,
            "subject": None,
            "teacher": None,
            "room": "",
            "valid_from": None,
            "valid_to": None,
        },
        required=("weekday", "slot", "subject"),
        references={
            "class": Section.CLASSES,
            "group": Section.GROUPS,
            "subject": Section.SUBJECTS,
            "teacher": Section.STAFF,
        },
        flaw=of_one_audience,
    ),
}
NEVER_NULL: Values = {"patronymic": "", "room": "", "students": frozenset()}
"""What null means where there is no null."""
