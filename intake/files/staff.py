"""Rows of a table of teachers and other staff; one person may have several, one for each subject."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from diary.models.found_roster import Doubt, FoundStaff, Place, Rejected
from diary.models.people import Role
from diary.rules.alphabets import fold, is_mostly_latin
from intake.files.candidates import Candidate, Doubts
from intake.files.classes import read_usual_class
from intake.files.columns import Column
from intake.files.name_keys import same_person
from intake.files.positions import read_roles
from intake.files.rows import (
    RowRejectedError,
    is_about_nobody,
    read_id,
    read_name,
    refuse_long_cells,
    shown,
    text_in,
)
from intake.files.sheets import Row, looks_like_formula
from intake.files.tables import Table

TEACHER = frozenset({Role.TEACHER})
LIST_SEPARATORS = re.compile(r"[,;/|\n]+")
NOTHING = frozenset({"нет", "no", "none"})
LONGEST_SUBJECT = 100


def read_staff(table: Table) -> Iterator[Candidate[FoundStaff] | Rejected]:
    for row in table.rows:
        if not is_about_nobody(table, row):
            yield _read_row(table, row)


def _read_row(table: Table, row: Row) -> Candidate[FoundStaff] | Rejected:
    place = Place(table.sheet, row.number)
    doubts = Doubts()
    try:
        refuse_long_cells(table, row)
        name = read_name(table, row, doubts)
        found = FoundStaff(
            place=place,
            name=name,
            roles=_roles(text_in(table, row, Column.POSITION), doubts),
            subjects=_subjects(text_in(table, row, Column.SUBJECTS), doubts),
            leads=_leads(table, row, doubts, latin=is_mostly_latin(name.family_name)),
            file_id=read_id(table, row, doubts),
        )
    except RowRejectedError as error:
        return error.at(place)
    return Candidate(found, tuple(doubts.reasons))


def _roles(position: str, doubts: Doubts) -> frozenset[Role]:
    if not position:
        return TEACHER
    roles = read_roles(position)
    if not roles:
        doubts.add(Doubt.POSITION_UNKNOWN, value=shown(position))
    return roles or TEACHER


def _listed(text: str) -> list[str]:
    parts = (part.strip(" .") for part in LIST_SEPARATORS.split(text))
    return [part for part in parts if part and part.casefold() not in NOTHING]


def _subjects(text: str, doubts: Doubts) -> tuple[str, ...]:
    subjects = []
    for subject in _listed(text):
        if looks_like_formula(subject):
            doubts.add(Doubt.FORMULA, value=shown(subject))
        elif len(subject) > LONGEST_SUBJECT:
            doubts.add(Doubt.TEXT_TOO_LONG, value=shown(subject))
        else:
            subjects.append(subject[0].upper() + (subject[1:].lower() if subject.isupper() else subject[1:]))
    return tuple(dict.fromkeys(subjects))


def _leads(table: Table, row: Row, doubts: Doubts, *, latin: bool) -> tuple[str, ...]:
    column = Column.LEADS if Column.LEADS in table.columns else Column.CLASS
    names = []
    for text in _listed(text_in(table, row, column)):
        read = read_usual_class(text, latin=latin)
        if read is None:
            doubts.add(Doubt.LED_CLASS_UNREADABLE, value=shown(text))
        else:
            doubts.add(read.doubt, value=shown(text), name=read.name)
            names.append(read.name)
    return tuple(dict.fromkeys(names))


def merge_staff(candidates: Iterable[Candidate[FoundStaff]]) -> list[Candidate[FoundStaff]]:
    """Put the rows of one person together, and give each class to the first who leads it."""
    merged: dict[str, list[Candidate[FoundStaff]]] = {}
    for candidate in candidates:
        name = candidate.found.name
        known = merged.setdefault(fold(f"{name.family_name} {name.given_name}"), [])
        _merge_into(known, candidate)
    people = sorted((c for known in merged.values() for c in known), key=lambda c: c.found.place)
    return list(_one_leader_a_class(people))


def _merge_into(known: list[Candidate[FoundStaff]], new: Candidate[FoundStaff]) -> None:
    for index, old in enumerate(known):
        one, other = old.found, new.found
        if same_person(one.name, other.name) and (
            one.file_id == other.file_id or not (one.file_id and other.file_id)
        ):
            known[index] = Candidate(_joined(one, other), (*old.reasons, *new.reasons))
            return
    known.append(new)


def _joined(one: FoundStaff, other: FoundStaff) -> FoundStaff:
    return replace(
        one,
        name=replace(one.name, patronymic=one.name.patronymic or other.name.patronymic),
        roles=one.roles | other.roles,
        subjects=tuple(dict.fromkeys((*one.subjects, *other.subjects))),
        leads=tuple(dict.fromkeys((*one.leads, *other.leads))),
        file_id=one.file_id or other.file_id,
    )


def _one_leader_a_class(people: list[Candidate[FoundStaff]]) -> Iterator[Candidate[FoundStaff]]:
    leaders: dict[str, Place] = {}
    for person in people:
        candidate = person
        for name in person.found.leads:
            first = leaders.setdefault(name, person.found.place)
            if first != person.found.place:
                candidate = candidate.doubted(
                    Doubt.LED_CLASS_TAKEN, name=name, sheet=first.sheet, row=first.row
                )
                left = tuple(lead for lead in candidate.found.leads if lead != name)
                candidate = Candidate(replace(candidate.found, leads=left), candidate.reasons)
        yield candidate
