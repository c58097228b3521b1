"""Ids for whom a file gives none: the same person gets the same one, nobody gets another's."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import count

from diary.models.found_roster import FoundStaff, FoundStudent
from diary.rules.alphabets import fold
from intake.files.name_keys import whole_key

LENGTH = 12


@dataclass(slots=True)
class Identifiers:
    in_use: set[str]
    once_used: Collection[str]

    @classmethod
    def beside(cls, in_use: Iterable[str], once_used: Collection[str]) -> "Identifiers":
        return cls(set(in_use), once_used)

    def of_student(self, found: FoundStudent) -> str:
        """Give one who comes back the old id if name and birth date say so; a name alone does not."""
        birth = found.birth_date.isoformat() if found.birth_date else ""
        derived = derived_id("student", whole_key(found.name), birth)
        return self._given(found.file_id) or self._free(derived, may_return=found.birth_date is not None)

    def of_staff(self, found: FoundStaff) -> str:
        return self._given(found.file_id) or self._free(derived_id("staff", whole_key(found.name)))

    def _given(self, file_id: str) -> str:
        if not file_id or file_id in self.in_use:
            return ""
        self.in_use.add(file_id)
        return file_id

    def _free(self, derived: str, *, may_return: bool = False) -> str:
        tries = (derived if n == 1 else f"{derived}-{n}" for n in count(1))
        free = next(
            one for one in tries if one not in self.in_use and (may_return or one not in self.once_used)
        )
        self.in_use.add(free)
        return free


def derived_id(*parts: str) -> str:
    return f"f-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:LENGTH]}"


def class_id(name: str) -> str:
    return f"f-{name.casefold().replace(' ', '-')}"


def subject_id(name: str) -> str:
    return derived_id("subject", fold(name))
