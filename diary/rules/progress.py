"""How a student does in each subject in a term."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from diary.models.entries import Kind
from diary.models.notifications import EntryContent
from diary.models.readings import Period, SubjectProgress
from diary.models.school import School
from diary.rules.averages import GradeState, average
from diary.rules.scales import numeric


def progress(entries: Iterable[EntryContent], period: Period, school: School) -> list[SubjectProgress]:
    """Return the subjects that have anything in the period, by name."""
    by_subject: dict[str, list[EntryContent]] = defaultdict(list)
    for entry in entries:
        if _is_of(entry, period, school):
            by_subject[entry.subject].append(entry)
    return [_subject(subject, by_subject[subject], school) for subject in sorted(by_subject)]


def _is_of(entry: EntryContent, period: Period, school: School) -> bool:
    if entry.kind is Kind.TERM_GRADE:
        return str(entry.details.get("term")) in {period.external_id, period.name}
    if entry.kind is Kind.ATTENDANCE and entry.details.get("presence") != "absent":
        return False
    return period.covers(entry.day or school.today(entry.marked_at))


def _subject(subject: str, entries: Sequence[EntryContent], school: School) -> SubjectProgress:
    grades = [entry for entry in entries if entry.kind is Kind.GRADE]
    finals = [entry for entry in entries if entry.kind is Kind.TERM_GRADE]
    return SubjectProgress(
        subject=subject,
        grades=grades,
        average=average((_state(grade, school) for grade in grades), up_to=0),
        absences=sum(entry.kind is Kind.ATTENDANCE for entry in entries),
        term_grade=str(finals[-1].details.get("value") or "") if finals else "",
    )


def _state(grade: EntryContent, school: School) -> GradeState:
    details = grade.details
    scale = str(details.get("scale") or school.grade_scale)
    value = numeric(str(details.get("value") or ""), scale)
    return GradeState(moment=0, entry_id=grade.id, value=value, weight=_weight(details.get("weight")))


def _weight(value: object) -> Decimal:
    try:
        return Decimal(1) if value is None else Decimal(str(value))
    except InvalidOperation:
        return Decimal(1)
