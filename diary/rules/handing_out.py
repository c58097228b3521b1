"""Who gets a code by default, and who has no need of one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace as changed

from diary.models.handing_out import Employee, HandoutPlan, Pupil, Standing, Wanted
from diary.models.people import Role


def plan(wanted: Iterable[Wanted], *, replace: bool = False, linked_too: bool = False) -> HandoutPlan:
    """Leave out who is linked, and who holds a code unless that is to be replaced.

    `linked_too` is for a single one that somebody asked for by name; without it a code is not replaced either
    while an account reads the consent to it. Where several codes of a child are replaced, each is by one of
    its own: the other guardian's would die with no letter instead.
    """
    chosen: list[Wanted] = []
    skipped = 0
    for one in wanted:
        waits = one.is_awaited or any(code.held for code in one.replaced)
        settled = not linked_too and (one.is_linked or waits)
        if settled or (one.replaced and not replace):
            skipped += 1
        else:
            chosen += _by_label(one)
    return HandoutPlan(wanted=chosen, dying=sum(len(one.replaced) for one in chosen), skipped=skipped)


def _by_label(wanted: Wanted) -> Iterator[Wanted]:
    labels = sorted({code.label for code in wanted.replaced})
    if wanted.label is not None or not any(labels):
        yield wanted
        return
    yield from (changed(wanted, label=label) for label in labels)


def for_pupils(
    pupils: Iterable[Pupil], *, role: Role = Role.GUARDIAN, labels: Sequence[str] = ()
) -> list[Wanted]:
    """Return a code for each child, or for each child and label."""
    each: Sequence[str | None] = labels or (None,)
    return [Wanted(holder=pupil, role=role, label=label) for pupil in pupils for label in each]


def for_staff(employees: Iterable[Employee], *, roles: frozenset[Role] = frozenset(Role)) -> list[Wanted]:
    """Return a code for each role that the roster gives."""
    return [
        Wanted(holder=employee, role=role, label="")
        for employee in employees
        for role in sorted(employee.member.roles & roles)
    ]


def standing_of(pupils: Iterable[Pupil]) -> Standing:
    """Count children by their guardians: one that is linked, else one who holds a code, is enough."""
    return _count(for_pupils(pupils))


def staff_standing_of(employees: Iterable[Employee]) -> Standing:
    """Count roles, not people."""
    return _count(for_staff(employees))


def _count(wanted: Iterable[Wanted]) -> Standing:
    linked = open_codes = nothing = 0
    for one in wanted:
        if one.is_linked:
            linked += 1
        elif one.replaced or one.is_awaited:
            open_codes += 1
        else:
            nothing += 1
    return Standing(linked=linked, open=open_codes, nothing=nothing)
