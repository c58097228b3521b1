"""Who has a code or link and who has nothing: the words of the office's screens."""

from collections.abc import Sequence
from datetime import date, datetime

from diary.models.handing_out import (
    Employee,
    HandedOut,
    LiveCode,
    Pupil,
    Register,
    SchoolClass,
    Standing,
    Wanted,
)
from diary.models.people import Role
from diary.models.school import School
from diary.rules.handing_out import staff_standing_of, standing_of
from views.naming import called, role_said
from views.texts import Texts


def classes_said(register: Register, texts: Texts) -> str:
    lines = [
        texts("Access codes: whose parents are linked"),
        *_standing(standing_of(register.pupils), texts),
        texts("Beside a class: how many have nothing yet; ✉ all hold codes, ✓ all are linked."),
    ]
    return "\n".join(lines)


def no_class_said(texts: Texts) -> str:
    return texts("Codes are given out by the school office, and by a class teacher for their own class.")


def class_said(school_class: SchoolClass, pupils: Sequence[Pupil], texts: Texts) -> str:
    count = texts.plural("{n} child", "{n} children", len(pupils))
    return "\n".join([f"{school_class.name} · {count}", *_standing(standing_of(pupils), texts)])


def staff_said(employees: Sequence[Employee], texts: Texts) -> str:
    count = texts.plural("{n} member of staff", "{n} members of staff", len(employees))
    return "\n".join([f"{texts('Staff')} · {count}", *_standing(staff_standing_of(employees), texts)])


def _standing(standing: Standing, texts: Texts) -> list[str]:
    return [
        texts("Linked: {count}", count=standing.linked),
        texts("A code in their hands: {count}", count=standing.open),
        texts("Nothing yet: {count}", count=standing.nothing),
    ]


def pupil_said(pupil: Pupil, texts: Texts, school: School) -> str:
    student = pupil.student
    title = ", ".join(part for part in (texts.name_full(student.name), student.class_name) if part)
    linked = ", ".join(_labelled(one.label, one.role, texts) for one in pupil.links) or texts("nobody yet")
    lines = [title, texts("Linked: {who}", who=linked)]
    lines += [_code_said(one, texts, school) for one in pupil.codes]
    return "\n".join([*lines, texts("Whom shall a new code be for?")])


def member_said(employee: Employee, texts: Texts, school: School) -> str:
    name = employee.member.name
    title = " ".join(part for part in (name.family_name, name.given_name, name.patronymic) if part)
    linked = ", ".join(role_said(role, texts).lower() for role in sorted(employee.linked))
    lines = [title, texts("Linked: {who}", who=linked or texts("nobody yet"))]
    return "\n".join([*lines, *(_code_said(one, texts, school) for one in employee.codes)])


def _code_said(code: LiveCode, texts: Texts, school: School) -> str:
    return texts(
        "A code in their hands: {who}, until {day}",
        who=_labelled(code.label, code.role, texts),
        day=texts.date(_day(code.expires_at, school)),
    )


def labelled(code: LiveCode, texts: Texts) -> str:
    return _labelled(code.label, code.role, texts)


def _labelled(label: str, role: Role, texts: Texts) -> str:
    return called(label, texts) or role_said(role, texts).lower()


def _day(moment: datetime, school: School) -> date:
    return moment.astimezone(school.timezone).date()


def handed_said(handed: HandedOut, texts: Texts, school: School) -> str:
    """Return the only showing of a code."""
    return "\n".join(
        [
            whose(handed.wanted, texts),
            texts("Code: {code}", code=handed.code),
            *([handed.link] if handed.link else []),
            texts("Valid until {date}, works once.", date=texts.date(_day(handed.expires_at, school))),
            texts("Pass it on in person: it is not shown again."),
        ]
    )


def whose(wanted: Wanted, texts: Texts) -> str:
    student, member = wanted.student, wanted.member
    if student is not None:
        parts = (texts.name_full(student.name), student.class_name)
        who = ", ".join(part for part in parts if part)
        return f"{who} ({_labelled(wanted.label or '', wanted.role, texts)})"
    name = texts.name_full(member.name) if member is not None else ""
    return f"{name} ({role_said(wanted.role, texts).lower()})"


def replace_said(dying: int, texts: Texts) -> str:
    return texts.plural(
        "{n} code that was handed out will stop working; its letter or message becomes worthless. Go on?",
        "{n} codes that were handed out will stop working; their letters become worthless. Go on?",
        dying,
    )


STUDENTS_OWN = 3
"""The choice after the guardians' labels: the child's own code."""


def label_of(choice: int, texts: Texts) -> str:
    """Return which guardian a code is for; empty for somebody else."""
    return (texts("mother"), texts("father"), "")[min(choice, 2)]
