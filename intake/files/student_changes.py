"""What a file changes about children."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from diary.models.found_roster import Doubt, FoundStudent, Place, Preview, Reason
from diary.models.people import Name, Student
from diary.models.roster_difference import Step, StudentChange
from diary.models.school_lists import SchoolLists
from diary.rules.alphabets import fold
from intake.files.candidates import reason
from intake.files.identifiers import Identifiers
from intake.files.known import class_key
from intake.files.matching import Matching, births_agree, match_students
from intake.files.name_keys import name_key, same_person, whole_name

ABOUT_A_NAME = frozenset({Doubt.NAME_ORDER, Doubt.NAME_PARTS, Doubt.NAME_INITIALS, Doubt.NAME_ALPHABET})
GRADE = re.compile(r"(\d{1,2})(.*)")
Person = TypeVar("Person", FoundStudent, Student)


def student_changes(
    preview: Preview, known: SchoolLists, strangers: Collection[Place]
) -> tuple[tuple[StudentChange, ...], tuple[Student, ...]]:
    """Return a change for each row, in the order of the file, and those who left."""
    rows = preview.all_students
    matching = match_students((row for row in rows if row.place not in strangers), known.students)
    doubts = preview.reasons_by_place()
    changes = [_known(found, was, doubts.get(found.place, ())) for found, was in matching.pairs]
    changes += _joined(rows, matching, known, doubts)
    return tuple(sorted(changes, key=lambda change: change.found.place)), tuple(_left(preview, matching))


def _joined(
    rows: tuple[FoundStudent, ...],
    matching: Matching,
    known: SchoolLists,
    doubts: Mapping[Place, tuple[Reason, ...]],
) -> Iterator[StudentChange]:
    """Yield those who are nobody known; where several fit and none more than another, it is asked."""
    paired = {found.place for found, _ in matching.pairs}
    in_question = {found.place for found in matching.found}
    left_over = _by_family(matching.known)
    identifiers = Identifiers.beside((one.external_id for one in known.students), known.once_used_ids)
    for found in rows:
        if found.place in paired:
            continue
        asks = doubts.get(found.place, ())
        crowd = left_over.get(fold(found.name.family_name), ())
        if found.place in in_question and any(_may_be(found, other) for other in crowd):
            asks = (*asks, reason(Doubt.SEVERAL_KNOWN))
        external_id = identifiers.of_student(found)
        yield StudentChange(step=Step.JOINED, found=found, external_id=external_id, asks=asks)


def _known(found: FoundStudent, was: Student, doubts: tuple[Reason, ...]) -> StudentChange:
    """Keep what is known where the file says less; a row that changes nothing asks nothing."""
    renamed = not same_person(found.name, was.name)
    kept = replace(
        found,
        name=found.name if renamed else fuller_name(was.name, found.name),
        birth_date=found.birth_date or was.birth_date,
    )
    moved = class_key(found.class_name) != class_key(was.class_name)
    corrected = (kept.name, kept.birth_date) != (was.name, was.birth_date)
    step = Step.CORRECTED if corrected else Step.MOVED if moved else Step.UNCHANGED
    asks = () if step is Step.UNCHANGED else (*open_doubts(doubts, renamed=renamed), *_questions(found, was))
    return StudentChange(step=step, found=kept, external_id=was.external_id, was=was, asks=asks)


def _questions(found: FoundStudent, was: Student) -> Iterator[Reason]:
    if not same_person(found.name, was.name):
        yield reason(Doubt.RENAMED, was=whole_name(was.name))
    if was.birth_date is not None and not births_agree(found, was):
        yield reason(Doubt.BIRTH_DATE_CHANGED, was=f"{was.birth_date:%d.%m.%Y}")
    if class_key(found.class_name) != class_key(was.class_name) and not _is_sure_move(found, was):
        yield reason(Doubt.MOVED_PERHAPS, was=was.class_name)


def open_doubts(doubts: Iterable[Reason], *, renamed: bool) -> tuple[Reason, ...]:
    """Leave out what was unclear about a name that turned out to be known."""
    return tuple(doubt for doubt in doubts if renamed or doubt.code not in ABOUT_A_NAME)


def fuller_name(known: Name, found: Name) -> Name:
    """Return the known spelling, with a patronymic that was not known."""
    return replace(known, patronymic=known.patronymic or found.patronymic)


def _is_sure_move(found: FoundStudent, was: Student) -> bool:
    """Whether an id, a birth date, or the step into the next grade says that it is the same child."""
    if found.file_id == was.external_id or (found.birth_date and found.birth_date == was.birth_date):
        return True
    before, after = GRADE.fullmatch(class_key(was.class_name)), GRADE.fullmatch(class_key(found.class_name))
    return bool(before and after and int(before[1]) + 1 == int(after[1]) and before[2] == after[2])


def _by_family(people: Iterable[Person]) -> dict[str, list[Person]]:
    families: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        families[fold(person.name.family_name)].append(person)
    return families


def _may_be(found: FoundStudent, known: Student) -> bool:
    return same_person(found.name, known.name) and births_agree(found, known)


def _left(preview: Preview, matching: Matching) -> Iterator[Student]:
    """Yield who is missing from a class of the file, unless a row that could not be taken may be theirs."""
    classes = {class_key(school_class.name) for school_class in preview.classes}
    unread = {name_key(row.name) for row in preview.rejected if row.name}
    doubted = _by_family(matching.found)
    for one in matching.known:
        namesakes = doubted.get(fold(one.name.family_name), ())
        in_doubt = name_key(one.name) in unread or any(_may_be(found, one) for found in namesakes)
        if class_key(one.class_name) in classes and not in_doubt:
            yield one
