"""Everyone whom a child's guardians trust: two lines each, paged in place."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup

from diary.models.delegation import Subjects, TrustedLink, TrustedPage, WaitingCode
from diary.models.people import Role, Student
from diary.models.school import School
from views.keyboards import inline
from views.naming import called, role_said, student_said
from views.notifications.drawing import dotted
from views.paging import paged
from views.texts import Texts
from views.trusted.buttons import button, rows_of
from views.trusted.callbacks import (
    NewTrustedCallback,
    TrustedCallback,
    TrustedCardCallback,
    TrustedCodeCallback,
)
from views.trusted.scope import day_said, full_said, until_said

PAGE = 3
"""A heading, two lines each and a hint: eight lines in all."""


def label_said(label: str, texts: Texts) -> str:
    return called(label, texts) or role_said(Role.TRUSTED, texts)


def children_said(texts: Texts) -> str:
    return texts("Whose diary is it about?")


def children_keyboard(students: Sequence[Student], texts: Texts) -> InlineKeyboardMarkup:
    return inline(*([button(student_said(one, texts), TrustedCallback(student=one.id))] for one in students))


def page_said(page: TrustedPage, sheet: int, school: School, today: date, texts: Texts) -> str:
    lines = [texts("Trusted with the diary: {child}", child=student_said(page.student, texts))]
    things: list[TrustedLink | WaitingCode] = [*page.links, *page.codes]
    if not things:
        return "\n".join(
            [
                *lines,
                texts("Nobody yet. A tutor, a nanny or a grandmother may see a part of it, until a day."),
                texts("You choose what; signing and passing it on stay with you."),
            ]
        )
    sheet = _sheet(sheet, len(things))
    for number, one in enumerate(things[sheet * PAGE :][:PAGE], start=sheet * PAGE + 1):
        lines += _lines(number, one, page.subjects, school, today, texts)
    return "\n".join([*lines, texts("All parents of the child see this list and may change it.")])


def _lines(
    number: int,
    one: TrustedLink | WaitingCode,
    names: Subjects,
    school: School,
    today: date,
    texts: Texts,
) -> list[str]:
    label = label_said(one.label, texts)
    sees = full_said(one.scope, names, texts)
    if isinstance(one, WaitingCode):
        good = day_said(school.today(one.expires_at), today, texts)
        until = until_said(school.today(one.link_until), today, texts) if one.link_until else ""
        waits = texts("code not used yet, good until {day}", day=good)
        return [f"{number}) {dotted(label, until)}", dotted(sees, waits)]
    until = until_said(school.today(one.valid_until), today, texts) if one.valid_until else ""
    return [f"{number}) {dotted(label, until)}", dotted(sees, seen_said(one, school, today, texts))]


def seen_said(link: TrustedLink, school: School, today: date, texts: Texts) -> str:
    if link.last_seen is None:
        return texts("has not looked yet")
    local = link.last_seen.astimezone(school.timezone)
    when = f"{day_said(local.date(), today, texts)}, {texts.time(local.time())}"
    return texts("last looked {when}", when=when)


def page_keyboard(page: TrustedPage, sheet: int, texts: Texts) -> InlineKeyboardMarkup:
    count = len(page.links) + len(page.codes)
    sheet = _sheet(sheet, count)
    buttons = [
        button(_numbered(number, one.label, texts), TrustedCardCallback(link=one.id))
        for number, one in enumerate(page.links, start=1)
    ]
    buttons += [
        button(
            texts("Code: {label}", label=_numbered(number, code.label, texts)),
            TrustedCodeCallback(code=code.id),
        )
        for number, code in enumerate(page.codes, start=len(page.links) + 1)
    ]
    new = button(texts("➕ Give access"), NewTrustedCallback(student=page.student.id))
    student = page.student.id
    shown, turn = paged(buttons, sheet, PAGE, lambda other: TrustedCallback(student=student, sheet=other))
    return inline(*rows_of(shown), *turn, [new])


def _numbered(number: int, label: str, texts: Texts) -> str:
    return f"{number}) {label_said(label, texts)}"


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _sheet(sheet: int, count: int) -> int:
    return min(sheet, _pages(count) - 1)
