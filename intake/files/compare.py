"""A file against what is known: who joined, left, moved, or is written otherwise than before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from diary.models.found_roster import Place, Preview, class_order
from diary.models.roster_difference import Difference, Leader, NamedId, StaffChange
from diary.models.school_lists import SchoolLists
from diary.rules.alphabets import fold
from intake.files.identifiers import class_id, subject_id
from intake.files.known import class_key
from intake.files.staff_changes import staff_changes
from intake.files.student_changes import student_changes


def compare(preview: Preview, known: SchoolLists, *, strangers: Collection[Place] = ()) -> Difference:
    """Return what the file would change.

    Doubtful rows take part, so that nobody in one is held to have left. `strangers` are the rows of children
    of whom a person has said that they are nobody known, whatever their names are like.
    """
    students, left = student_changes(preview, known, strangers)
    staff, staff_missing = staff_changes(preview, known)
    classes = _named_ids(_class_names(preview), known.classes, class_key, class_id)
    return Difference(
        students=students,
        staff=staff,
        left=left,
        staff_missing=staff_missing,
        classes=classes,
        leaders=tuple(_leaders(staff, classes, known)),
        subjects=_named_ids(preview.subjects, known.subjects, fold, subject_id),
    )


def _leaders(
    staff: Iterable[StaffChange], classes: Iterable[NamedId], known: SchoolLists
) -> Iterator[Leader]:
    ids = {class_key(one.name): one.external_id for one in classes}
    for change in staff:
        for name in change.found.leads:
            if known.leaders.get(ids[class_key(name)]) != change.external_id:
                yield Leader(class_name=name, name=change.found.name)


def _class_names(preview: Preview) -> list[str]:
    led = {name for member in preview.all_staff for name in member.leads}
    return sorted(led | {school_class.name for school_class in preview.classes}, key=class_order)


def _named_ids(
    names: Iterable[str], known: Mapping[str, str], key: Callable[[str], str], new_id: Callable[[str], str]
) -> tuple[NamedId, ...]:
    """Give each name the id it is known under, or a new one."""
    ids = {key(name): external_id for external_id, name in known.items()}
    return tuple(
        NamedId(name=name, external_id=ids.get(key(name)) or new_id(name), is_new=key(name) not in ids)
        for name in names
    )
