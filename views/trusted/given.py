"""A code that was just made, once; and what its redeemer is told."""

from datetime import date
from io import BytesIO

from aiogram.types import InlineKeyboardMarkup

from diary.models.codes import IssuedCode, Linked
from diary.models.delegation import Grant
from diary.models.people import Student
from diary.models.school import School
from views.keyboards import inline
from views.markup import utf16_length
from views.naming import student_said
from views.notifications.drawing import capitalised, dotted
from views.rendered import Mark, Rendered
from views.texts import Texts
from views.trusted.buttons import button
from views.trusted.callbacks import TrustedCallback
from views.trusted.listing import label_said
from views.trusted.scope import day_said, sees_said, until_said

DOT = 8
"""Pixels of a module: big enough to be scanned from another phone's screen."""


def given_said(student: Student, label: str, texts: Texts) -> str:
    return "\n".join(
        [
            texts(
                "Done. {label}: access to the diary of {child}.",
                label=capitalised(label_said(label, texts)),
                child=student_said(student, texts),
            ),
            texts("Pass the next message on to them. The code works once and is not shown again."),
            texts("You and the other parents will hear when it is used."),
        ]
    )


def given_keyboard(student: Student, texts: Texts) -> InlineKeyboardMarkup:
    return inline([button(texts("◀ List"), TrustedCallback(student=student.id))])


def forwarded(issued: IssuedCode, school: School, today: date, texts: Texts) -> Rendered:
    """Return what is passed on. It names no child: it may go astray."""
    opening = texts("Access to a school diary in Telegram: {school}", school=school.name)
    how = (
        [texts("Open {link}", link=issued.link), texts("or send this code to the bot:")]
        if issued.link
        else [texts("Send this code to the school's bot:")]
    )
    before = "\n".join([opening, *how]) + "\n"
    good = texts(
        "Good once, until {day}. Free of charge.",
        day=day_said(school.today(issued.expires_at), today, texts),
    )
    mark = Mark("code", utf16_length(before), utf16_length(issued.code))
    return Rendered(text=f"{before}{issued.code}\n{good}", marks=[mark])


def picture(link: str) -> bytes:
    """Return the QR code of a link as PNG."""
    import segno  # noqa: PLC0415 # only who gives access needs it

    image = BytesIO()
    segno.make(link, error="m", micro=False).save(image, kind="png", scale=DOT, border=4)
    return image.getvalue()


def welcome_said(linked: Linked, school: School, today: date, texts: Texts) -> str:
    """Greet a trusted person: what is open to them, and until when."""
    student, grant = linked.student, linked.grant
    if student is None or grant is None:
        return ""
    return "\n".join(
        [
            texts("Done: {name}.", name=student_said(student, texts)),
            texts("Open to you: {what}", what=_open_said(grant, school, today, texts)),
            texts("It comes here by itself; signing is for parents."),
        ]
    )


def _open_said(grant: Grant, school: School, today: date, texts: Texts) -> str:
    return dotted(
        sees_said(grant.scope, grant.subjects, texts),
        until_said(school.today(grant.until), today, texts),
        texts("you may write to teachers") if grant.scope.may_write else texts("not for writing to teachers"),
    )
