"""What a roster file would change, before anybody says yes to it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from diary.models.found_roster import FoundStaff, FoundStudent, Preview
from diary.models.people import Student
from diary.models.roster import Counts, RosterOutcome, Section
from diary.models.roster_difference import Difference, StaffChange, Step, StudentChange
from diary.models.roster_files import Examined
from views.markup import cut
from views.office.reasons import place_said, reason_said
from views.texts import Texts

MOST_NAMED = 3
MOST_LINES = 7
ROOM = 3_800
"""UTF-16 units: a question fits below."""

MOST_CLASSES = 12

One = TypeVar("One")


def preview_said(examined: Examined, texts: Texts) -> str:
    """Return at most eight lines; the details are a file of their own."""
    question = [texts("Nothing is stored yet. Take it over?")] if examined.can_change else []
    return "\n".join([summary_said(examined, texts), *question])


def summary_said(examined: Examined, texts: Texts) -> str:
    """Return at most seven lines, the news that matter most before others."""
    problems = list(_problems(examined, texts))
    found = examined.preview.all_students or examined.preview.all_staff
    if found and not examined.can_change:
        problems.append(texts("Nothing to take over: the school's list says the same."))
    news = list(_news(examined.difference, texts))[: MOST_LINES - 1 - len(problems)]
    return cut("\n".join([_found(examined.preview, texts), *news, *problems]), ROOM)


def _found(preview: Preview, texts: Texts) -> str:
    students, staff, classes = preview.all_students, preview.all_staff, preview.classes
    parts = []
    if students:
        count = texts.plural("{n} child", "{n} children", len(students))
        named = [f"{one.name} ({one.students})" for one in classes[:MOST_CLASSES]]
        more = ["…"] if len(classes) > MOST_CLASSES else []
        parts.append(f"{count}: {', '.join([*named, *more])}")
    if staff:
        parts.append(texts.plural("{n} member of staff", "{n} members of staff", len(staff)))
    return texts("Found: {what}", what="; ".join(parts) or texts("nobody"))


def _news(difference: Difference, texts: Texts) -> Iterator[str]:
    """Yield a line for each kind of change there is; all are new to an empty school."""
    joined = [one for one in difference.joined if not one.asks]
    if joined and any(change.was for change in difference.students):
        yield _listed(texts("Joined"), joined, lambda one: _who(one.found, texts), texts)
    elif joined:
        yield texts("New: {count}", count=len(joined))
    if difference.left:
        yield _listed(texts("Left"), difference.left, lambda one: known_said(one, texts), texts)
    moved = [one for one in difference.moved if not one.asks]
    if moved:
        yield _listed(texts("Moved"), moved, lambda one: _moved(one, texts), texts)
    corrected = [one for one in difference.corrected if not one.asks]
    if corrected:
        yield _listed(texts("Corrected"), corrected, lambda one: _who(one.found, texts), texts)
    if difference.leaders:
        yield _listed(
            texts("Class teachers"),
            difference.leaders,
            lambda one: f"{one.class_name} — {texts.name_short(one.name)}",
            texts,
        )
    staff = [one for one in difference.staff if one.step is not Step.UNCHANGED and not one.asks]
    if staff and difference.unchanged:
        yield texts("Staff new or corrected: {count}", count=len(staff))


def _problems(examined: Examined, texts: Texts) -> Iterator[str]:
    asking = list(asked(examined.difference))
    if asking:
        yield _listed(texts("To ask about"), asking, lambda one: doubt_line(one, texts), texts, most=1)
    rejected = examined.preview.rejected
    if rejected:
        yield _listed(
            texts("Not taken"),
            rejected,
            lambda one: f"{place_said(one.place, texts)}: {reason_said(one.reason, texts)}",
            texts,
            most=1,
        )


def asked(difference: Difference) -> Iterator[StudentChange | StaffChange]:
    """Yield what waits for a yes of its own."""
    yield from (one for one in difference.students if one.asks)
    yield from (one for one in difference.staff if one.asks)


def doubt_line(change: StudentChange | StaffChange, texts: Texts) -> str:
    reasons = "; ".join(reason_said(one, texts) for one in change.asks)
    return f"{place_said(change.found.place, texts)}, {_who(change.found, texts)}: {reasons}"


def _listed(
    title: str, things: Sequence[One], say: Callable[[One], str], texts: Texts, *, most: int = MOST_NAMED
) -> str:
    named = "; ".join(say(one) for one in things[:most])
    more = f"; {texts('and {count} more', count=len(things) - most)}" if len(things) > most else ""
    return f"{title} ({len(things)}): {named}{more}"


def _moved(change: StudentChange, texts: Texts) -> str:
    was = change.was.class_name if change.was else ""
    return f"{texts.name_full(change.found.name)} {was} → {change.found.class_name}"


def _who(found: FoundStudent | FoundStaff, texts: Texts) -> str:
    name = texts.name_full(found.name)
    return f"{name}, {found.class_name}" if isinstance(found, FoundStudent) else name


def known_said(student: Student, texts: Texts) -> str:
    return ", ".join(part for part in (texts.name_full(student.name), student.class_name) if part)


def taken_over_said(outcome: RosterOutcome, texts: Texts) -> str:
    students = outcome.counts.get(Section.STUDENTS, Counts())
    staff = outcome.counts.get(Section.STAFF, Counts())
    lines = [texts("Done: the school's list is up to date.")]
    for title, counts in ((texts("Children"), students), (texts("Staff"), staff)):
        said = _counts_said(counts, texts)
        if said:
            lines.append(f"{title}: {said}")
    if outcome.rejected:
        lines.append(texts("Not taken by the roster: {count}", count=len(outcome.rejected)))
    return "\n".join(lines)


def _counts_said(counts: Counts, texts: Texts) -> str:
    parts = []
    if counts.created:
        parts.append(texts("new {count}", count=counts.created))
    if counts.updated:
        parts.append(texts("changed {count}", count=counts.updated))
    if counts.removed:
        parts.append(texts("left {count}", count=counts.removed))
    return ", ".join(parts)
