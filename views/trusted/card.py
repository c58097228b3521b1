"""One trusted person, or one code on its way: what is open to them, and every change of it in one tap."""

from datetime import date, datetime

from aiogram.types import InlineKeyboardMarkup

from diary.models.delegation import CodeCard, Term, TrustedCard
from diary.models.entries import Area
from diary.models.school import School
from diary.rules.delegation import areas_of, extended
from views.keyboards import inline
from views.naming import student_said
from views.notifications.drawing import capitalised, dotted
from views.texts import Texts
from views.trusted.buttons import Rows, button, rows_of, ticked
from views.trusted.calendar import month_rows
from views.trusted.callbacks import (
    CodeAct,
    TrustedAreaCallback,
    TrustedCallback,
    TrustedCardCallback,
    TrustedCodeCallback,
    TrustedDayCallback,
    TrustedMonthCallback,
    TrustedRevokeCallback,
    TrustedSubjectCallback,
    TrustedWriteCallback,
)
from views.trusted.listing import label_said, seen_said
from views.trusted.scope import area_said, day_said, sees_said, until_said, writes_said

MOST_SUBJECTS = 40


def card_said(card: TrustedCard, school: School, today: date, texts: Texts) -> str:
    link = card.link
    until = until_said(school.today(link.valid_until), today, texts) if link.valid_until else ""
    return "\n".join(
        line
        for line in (
            dotted(label_said(link.label, texts), student_said(card.student, texts)),
            texts("Sees: {what}", what=sees_said(link.scope, card.subjects, texts)),
            capitalised(until),
            capitalised(writes_said(link.scope, texts)),
            capitalised(seen_said(link, school, today, texts)),
            texts("A tap opens or closes; they are told what has changed."),
        )
        if line
    )


def card_keyboard(card: TrustedCard, school: School, now: datetime, texts: Texts) -> InlineKeyboardMarkup:
    link = card.link
    may_write = link.scope.may_write
    writing = texts("💬 Forbid writing") if may_write else texts("💬 Let write to teachers")
    end = school.today(link.valid_until) if link.valid_until else school.today(now)
    return inline(
        *_areas(card, texts),
        *_subjects(card),
        [button(writing, TrustedWriteCallback(link=link.id, wanted=not may_write))],
        *_extending(card, school, now, texts),
        [button(texts("📅 Another day"), TrustedMonthCallback(link=link.id, day=end.toordinal()))],
        [
            button(texts("✖ Revoke"), TrustedRevokeCallback(link=link.id)),
            button(texts("◀ List"), TrustedCallback(student=card.student.id)),
        ],
    )


def _areas(card: TrustedCard, texts: Texts) -> Rows:
    given = areas_of(card.link.scope)
    return rows_of(
        button(
            ticked(area_said(area, texts), on=area in given),
            TrustedAreaCallback(link=card.link.id, area=area, wanted=area not in given),
        )
        for area in Area
    )


def _subjects(card: TrustedCard) -> Rows:
    given = card.link.scope.subjects
    if given is None:
        return []
    return rows_of(
        button(
            ticked(name, on=key in given),
            TrustedSubjectCallback(link=card.link.id, subject=key, wanted=key not in given),
        )
        for key, name in list(card.subjects.items())[:MOST_SUBJECTS]
    )


def _extending(card: TrustedCard, school: School, now: datetime, texts: Texts) -> Rows:
    today = school.today(now)
    days = extended(card.link.valid_until, school, now)

    def said(term: Term, day: date) -> str:
        shown = day_said(day, today, texts)
        return texts("+ week: {day}", day=shown) if term is Term.WEEK else texts("+ month: {day}", day=shown)

    return [
        [
            button(said(term, day), TrustedDayCallback(link=card.link.id, day=day.toordinal()))
            for term, day in days.items()
        ]
    ]


def calendar_said(card: TrustedCard, texts: Texts) -> str:
    label = label_said(card.link.label, texts)
    heading = dotted(label, student_said(card.student, texts))
    return f"{heading}\n{texts('Which day is the last?')}"


def calendar_keyboard(
    card: TrustedCard, shown: date, *, first: date, last: date, texts: Texts
) -> InlineKeyboardMarkup:
    back = button(texts("◀ Back"), TrustedCardCallback(link=card.link.id))
    return inline(*month_rows(card.link.id, shown, first=first, last=last, texts=texts), [back])


def revoke_said(card: TrustedCard, texts: Texts) -> str:
    label = label_said(card.link.label, texts)
    heading = dotted(label, student_said(card.student, texts))
    return f"{heading}\n{texts('Take the access back? They are told, and nothing more is sent to them.')}"


def revoke_keyboard(card: TrustedCard, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [
            button(texts("✖ Yes, revoke"), TrustedRevokeCallback(link=card.link.id, sure=True)),
            button(texts("◀ Back"), TrustedCardCallback(link=card.link.id)),
        ]
    )


def code_said(card: CodeCard, school: School, today: date, texts: Texts) -> str:
    code = card.code
    until = until_said(school.today(code.link_until), today, texts) if code.link_until else ""
    good = day_said(school.today(code.expires_at), today, texts)
    return "\n".join(
        [
            dotted(label_said(code.label, texts), student_said(card.student, texts)),
            texts("Sees: {what}", what=sees_said(code.scope, card.subjects, texts)),
            capitalised(dotted(until, writes_said(code.scope, texts))),
            texts("The code has not been used; it is good until {day} and is not shown again.", day=good),
        ]
    )


def code_keyboard(card: CodeCard, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [
            button(texts("✖ Revoke the code"), TrustedCodeCallback(code=card.code.id, act=CodeAct.REVOKE)),
            button(texts("◀ List"), TrustedCallback(student=card.student.id)),
        ]
    )
