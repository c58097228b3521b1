"""A decided difference as the body of the roster's push."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from diary.models.found_roster import FoundStudent, Place
from diary.models.people import Name
from diary.models.roster_difference import Difference, StaffChange, Step, StudentChange
from intake.files.known import class_key

Item = dict[str, Any]


def to_roster(
    difference: Difference,
    *,
    accept: Collection[Place] = (),
    keep: Collection[str] = (),
    dismiss: Collection[str] = (),
) -> dict[str, Any]:
    """Return the body of `PUT /v1/roster` that makes the change.

    Rows that ask are in it only where their place is in `accept` (`difference.asks` accepts them all). Who
    left is removed, but for the ids in `keep`; missing staff stay, but for the ids in `dismiss`.
    """
    return _Patch(difference, frozenset(accept), frozenset(keep), frozenset(dismiss)).body()


@dataclass(frozen=True, slots=True)
class _Patch:
    difference: Difference
    accepted: frozenset[Place]
    kept: frozenset[str]
    dismissed: frozenset[str]

    def body(self) -> dict[str, Any]:
        staff = [change for change in self.difference.staff if self._is_decided(change)]
        students = [change for change in self.difference.students if self._is_decided(change)]
        lists = {
            "classes": self._classes(staff, students),
            "subjects": self._subjects(staff),
            "staff": [*(_staff_item(change) for change in staff if _changes(change)), *self._dismissals()],
            "students": [*(self._student_item(c) for c in students if _changes(c)), *self._departures()],
        }
        return {name: items for name, items in lists.items() if items}

    def _is_decided(self, change: StaffChange | StudentChange) -> bool:
        return not change.asks or change.found.place in self.accepted

    def _classes(self, staff: list[StaffChange], students: list[StudentChange]) -> list[Item]:
        """Name the classes that are new or whose teacher the file names, if anybody decided on is in them."""
        leaders = {class_key(name): change.external_id for change in staff for name in change.found.leads}
        attended = {class_key(change.found.class_name) for change in students}
        items = []
        for named in self.difference.classes:
            key = class_key(named.name)
            if key in leaders:
                items.append({"id": named.external_id, "name": named.name, "class_teacher": leaders[key]})
            elif named.is_new and key in attended:
                items.append({"id": named.external_id, "name": named.name})
        return items

    def _subjects(self, staff: list[StaffChange]) -> list[Item]:
        taught = {subject for change in staff for subject in change.found.subjects}
        return [
            {"id": named.external_id, "name": named.name}
            for named in self.difference.subjects
            if named.is_new and named.name in taught
        ]

    def _student_item(self, change: StudentChange) -> Item:
        found = change.found
        item = {"id": change.external_id, **_names(found.name), "class": self._class_id(found)}
        return item if found.birth_date is None else {**item, "birth_date": found.birth_date.isoformat()}

    def _class_id(self, found: FoundStudent) -> str:
        key = class_key(found.class_name)
        return next(named.external_id for named in self.difference.classes if class_key(named.name) == key)

    def _departures(self) -> list[Item]:
        ids = (one.external_id for one in self.difference.left)
        return [{"id": external_id, "removed": True} for external_id in ids if external_id not in self.kept]

    def _dismissals(self) -> list[Item]:
        ids = (one.external_id for one in self.difference.staff_missing)
        return [{"id": external_id, "removed": True} for external_id in ids if external_id in self.dismissed]


def _changes(change: StaffChange | StudentChange) -> bool:
    return change.step is not Step.UNCHANGED


def _staff_item(change: StaffChange) -> Item:
    roles = sorted(role.value for role in change.found.roles)
    return {"id": change.external_id, **_names(change.found.name), "roles": roles}


def _names(name: Name) -> Item:
    item = {"family_name": name.family_name, "given_name": name.given_name}
    return {**item, "patronymic": name.patronymic} if name.patronymic else item
