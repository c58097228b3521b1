"""One pushed record over what is stored: the omitted is untouched, references become our own rows."""

from collections.abc import Mapping

from diary.models.roster import Record, RosterItem, Section, Value
from diary.services.roster.sections import NEVER_NULL, RULES, Flaw, Values

Book = Mapping[Section, Mapping[str, Record]]
"""What the roster holds by now, this push included."""


class RefusedError(Exception):
    """The record cannot be stored; says which field is wrong, and how to mend it."""

    def __init__(self, flaw: Flaw) -> None:
        self.field, self.error = flaw
        super().__init__(self.error)


def merge(section: Section, item: RosterItem, known: Record | None, book: Book) -> Values:
    """Return all values of the record; raise RefusedError."""
    rules = RULES[section]
    values = dict(known.values if known else rules.blank)
    for name, pushed in item.values.items():
        given = NEVER_NULL.get(name) if pushed is None else pushed
        target = rules.references.get(name)
        values[name] = _resolve(name, given, target, book) if target and given else given
    for name in rules.required:
        if values[name] is None:
            raise RefusedError((name, "is required for a record that is new"))
    if flaw := rules.flaw(values):
        raise RefusedError(flaw)
    return values


def _resolve(name: str, given: Value, target: Section, book: Book) -> Value:
    if isinstance(given, tuple):
        return frozenset(_row(name, one, target, book) for one in given)
    return _row(name, str(given), target, book)


def _row(name: str, external: str, target: Section, book: Book) -> int:
    record = book[target].get(external)
    if record is None:
        raise RefusedError((name, f"is not among the school's {target}: push it too, or correct the id"))
    if record.removed:
        raise RefusedError((name, f"was removed from the school's {target}: push it again to bring it back"))
    return record.id
