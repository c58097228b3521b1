"""Who of the file is who of those known: the surest signs first, and only where no other fits as well."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from diary.models.found_roster import FoundStudent
from diary.models.people import Student
from diary.rules.alphabets import fold
from intake.files.known import class_key
from intake.files.name_keys import name_key, same_person, whole_key

NEARLY_THE_SAME = 85
LARGEST_CROWD = 400
"""More unmatched children than this in one class are no class: they are not compared spelling by spelling."""

FoundKey = Callable[[FoundStudent], Hashable | None]
KnownKey = Callable[[Student], Hashable | None]
Fits = Callable[[FoundStudent, Student], bool]


@dataclass(slots=True)
class Matching:
    """The pairs so far, and who is left on both sides."""

    found: list[FoundStudent]
    known: list[Student]
    pairs: list[tuple[FoundStudent, Student]] = field(default_factory=list)

    def pair(self, found_key: FoundKey, known_key: KnownKey, fits: Fits) -> None:
        """Pair those with equal keys who fit each other and nobody else."""
        crowds = _by_key(self.known, known_key)
        wanted: dict[int, list[Student]] = {}
        wanters: dict[int, int] = defaultdict(int)
        for index, one in enumerate(self.found):
            key = found_key(one)
            crowd = crowds.get(key, []) if key is not None else []
            wanted[index] = [other for other in crowd[:LARGEST_CROWD] if fits(one, other)]
            for other in wanted[index]:
                wanters[other.id] += 1
        self._keep(
            {
                index: others[0]
                for index, others in wanted.items()
                if len(others) == 1 and wanters[others[0].id] == 1
            }
        )

    def _keep(self, pairs: dict[int, Student]) -> None:
        self.pairs += [(self.found[index], known) for index, known in pairs.items()]
        self.found = [one for index, one in enumerate(self.found) if index not in pairs]
        taken = {known.id for known in pairs.values()}
        self.known = [one for one in self.known if one.id not in taken]


def match_students(found: Iterable[FoundStudent], known: Iterable[Student]) -> Matching:
    """Pair by id, name and birth date, name and class, nearly the same name, and by name alone at last."""
    matching = Matching(list(found), list(known))
    matching.pair(lambda one: one.file_id or None, lambda other: other.external_id, lambda *_: True)
    for extra in (_class_and_birth, _birth):
        matching.pair(_named(extra), _named(extra), _same)
    matching.pair(_named(_class), _named(_class), lambda *both: _same(*both) and births_agree(*both))
    matching.pair(_named(_class), _named(_class), _same)
    matching.pair(_birth, _birth, _looks_the_same)
    matching.pair(_class, _class, lambda *both: births_agree(*both) and _looks_the_same(*both))
    matching.pair(
        _named(lambda _: ""), _named(lambda _: ""), lambda *both: _same(*both) and births_agree(*both)
    )
    return matching


def _by_key(known: Iterable[Student], key: KnownKey) -> dict[Hashable, list[Student]]:
    crowds: dict[Hashable, list[Student]] = defaultdict(list)
    for one in known:
        crowds[key(one)].append(one)
    return crowds


def _named(
    extra: Callable[[FoundStudent | Student], Hashable | None],
) -> Callable[[FoundStudent | Student], Hashable]:
    def key(one: FoundStudent | Student) -> Hashable:
        more = extra(one)
        return None if more is None else (*name_key(one.name), more)

    return key


def _class(one: FoundStudent | Student) -> Hashable | None:
    return class_key(one.class_name)


def _birth(one: FoundStudent | Student) -> Hashable | None:
    return one.birth_date


def _class_and_birth(one: FoundStudent | Student) -> Hashable | None:
    return (class_key(one.class_name), one.birth_date) if one.birth_date else None


def _same(found: FoundStudent, known: Student) -> bool:
    return same_person(found.name, known.name)


def births_agree(found: FoundStudent, known: Student) -> bool:
    return found.birth_date == known.birth_date or None in (found.birth_date, known.birth_date)


def _looks_the_same(found: FoundStudent, known: Student) -> bool:
    """Whether it may be one child under initials, a typing error or a new family name."""
    if same_person(found.name, known.name):
        return True
    one, other = whole_key(found.name), whole_key(known.name)
    if fuzz.ratio(one, other) >= NEARLY_THE_SAME:
        return True
    same_birth = found.birth_date is not None and found.birth_date == known.birth_date
    return same_birth and _class(found) == _class(known) and _same_given_name(found, known)


def _same_given_name(found: FoundStudent, known: Student) -> bool:
    return fold(found.name.given_name) == fold(known.name.given_name)
