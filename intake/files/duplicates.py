"""The same child twice in a file, and children who only share a name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from diary.models.found_roster import Doubt, FoundStudent, Rejected, Rejection
from intake.files.candidates import Candidate, reason, where
from intake.files.name_keys import name_key, same_person

Student = Candidate[FoundStudent]
MOST_NAMESAKES = 50
"""No school has more children of one name: a file that does is not compared row by row without end."""


@dataclass(slots=True)
class _Sifted:
    kept: list[Student] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    names: dict[tuple[str, str], list[FoundStudent]] = field(default_factory=dict)
    ids: dict[str, FoundStudent] = field(default_factory=dict)

    def add(self, student: Student) -> None:
        found = student.found
        namesakes = self.names.setdefault(name_key(found.name), [])
        refusal = self._refusal(found, namesakes)
        if refusal:
            self.rejected.append(refusal)
            return
        self.kept.append(_compared(student, namesakes))
        if len(namesakes) < MOST_NAMESAKES:
            namesakes.append(found)
        if found.file_id:
            self.ids[found.file_id] = found

    def _refusal(self, found: FoundStudent, namesakes: list[FoundStudent]) -> Rejected | None:
        twin = next((other for other in namesakes if _is_duplicate(found, other)), None)
        if twin:
            return _rejected(found, twin, Rejection.DUPLICATE)
        holder = self.ids.get(found.file_id) if found.file_id else None
        return _rejected(found, holder, Rejection.ID_REPEATED, value=found.file_id) if holder else None


def sift(students: Iterable[Student]) -> tuple[list[Student], list[Rejected]]:
    """Reject rows that repeat a child, and doubt those of whom nothing but the class tells."""
    sifted = _Sifted()
    for student in students:
        sifted.add(student)
    return sifted.kept, sifted.rejected


def _rejected(found: FoundStudent, other: FoundStudent, code: Rejection, **values: str) -> Rejected:
    return Rejected(place=found.place, reason=reason(code, **where(other.place), **values), name=found.name)


def _are_told_apart(one: FoundStudent, other: FoundStudent) -> bool:
    if not same_person(one.name, other.name):
        return True
    if one.file_id and other.file_id:
        return one.file_id != other.file_id
    return None not in (one.birth_date, other.birth_date) and one.birth_date != other.birth_date


def _is_duplicate(one: FoundStudent, other: FoundStudent) -> bool:
    if _are_told_apart(one, other):
        return False
    if one.file_id and one.file_id == other.file_id:
        return True
    return (
        one.class_name == other.class_name
        and one.birth_date is not None
        and one.birth_date == other.birth_date
    )


def _compared(student: Student, namesakes: list[FoundStudent]) -> Student:
    found = student.found
    other = next((other for other in namesakes if not _are_told_apart(found, other)), None)
    if other is None:
        return student
    if found.birth_date is not None and found.birth_date == other.birth_date:
        return student.doubted(Doubt.TWO_CLASSES, name=other.class_name, **where(other.place))
    return student.doubted(Doubt.SAME_NAME, **where(other.place))
