"""A guardian's child: what can be asked of the school about them, and whose account can be cut off."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.ids import PersonId, StudentId
from diary.models.people import Role, Student
from diary.models.readings import Pupil
from diary.models.requests import Holder, RequestKind
from views.keyboards import inline
from views.naming import called, role_said, student_said
from views.office.children import ChildFileCallback
from views.rendered import Button
from views.requests.callbacks import ApplyCallback, ApplyStep, ChildAct, ChildCallback
from views.texts import Texts


def ask_school_row(pupil: Pupil, texts: Texts) -> list[InlineKeyboardButton]:
    """Return the way to the office for a guardian, nothing for others."""
    if pupil.link.role is not Role.GUARDIAN:
        return []
    return [_button(texts("Ask the school office"), ChildAct.CARD, pupil.id)]


def another_child(pupils: Sequence[Pupil], texts: Texts) -> list[list[Button]]:
    """Return the way to apply for a further child, for who is a guardian of one."""
    if not any(pupil.link.role is Role.GUARDIAN for pupil in pupils):
        return []
    data = ApplyCallback(step=ApplyStep.BEGIN, kind=RequestKind.GUARDIAN).pack()
    return [[Button(text=texts("Another child of mine"), callback_data=data)]]


def child_said(student: Student, texts: Texts) -> str:
    return "\n".join([student_said(student, texts), texts("What do you need from the school?")])


def child_keyboard(student: Student, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [_button(texts("A code for the second parent"), ChildAct.SECOND_CODE, student.id)],
        [_button(texts("Something is wrong here"), ChildAct.WRONG, student.id)],
        [_button(texts("A phone was stolen"), ChildAct.STOLEN, student.id)],
    )


def correction_asked(student: Student, texts: Texts) -> str:
    return "\n".join(
        [
            student_said(student, texts),
            texts(
                "Write what is wrong: the name, the class, the birth date, who has access. In one message."
            ),
        ]
    )


def asked_said(texts: Texts) -> str:
    return texts("The school office has got it. You will hear here.")


def stolen_said(student: Student, holders: Sequence[Holder], texts: Texts) -> str:
    lines = [student_said(student, texts)]
    if not holders:
        return "\n".join([*lines, texts("Nobody else has access to this diary.")])
    lines.append(texts("Whose phone is it? Their chat is closed at once; what they may see stays theirs."))
    return "\n".join(lines)


def stolen_keyboard(
    student: Student, holders: Sequence[Holder], texts: Texts, *, office: bool
) -> InlineKeyboardMarkup:
    """Return whose chat may be closed, and the way back: to the child's card, or what a guardian asks for."""
    rows = [
        [_button(holder_said(one, texts), ChildAct.ASK_CUT, student.id, one.person_id)] for one in holders
    ]
    if office:
        data = ChildFileCallback(student=student.id).pack()
        back = InlineKeyboardButton(text=texts("◀ Back"), callback_data=data)
    else:
        back = _button(texts("◀ Back"), ChildAct.CARD, student.id)
    return inline(*rows, [back])


def cut_asked(student: Student, holder: Holder, texts: Texts) -> str:
    who = f"{student_said(student, texts)} · {holder_said(holder, texts)}"
    return texts("Close this chat now?\n{who}\nOnly the school office can give the access back.", who=who)


def cut_keyboard(student: Student, person_id: PersonId, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [_button(texts("Yes, close it"), ChildAct.CUT, student.id, person_id)],
        [_button(texts("No"), ChildAct.STOLEN, student.id)],
    )


def cut_said(*, done: bool, texts: Texts) -> str:
    if not done:
        return texts("There is no open chat of this person any more.")
    return texts(
        "Closed. A new phone gets the access back at the school office: /start, I had access before."
    )


def holder_said(holder: Holder, texts: Texts) -> str:
    link = holder.link
    who = called(link.label, texts) or role_said(link.role, texts).lower()
    since = texts("since {day}", day=texts.date(link.created_at))
    closed = "" if holder.reachable else texts("no chat")
    return " · ".join(part for part in (who, since, closed) if part)


def found_said(students: Sequence[Student], texts: Texts) -> str:
    return texts("Which child?") if students else texts("Nobody of that name is at the school. Try again.")


def found_keyboard(students: Sequence[Student], texts: Texts) -> InlineKeyboardMarkup | None:
    rows = [[_button(student_said(one, texts), ChildAct.STOLEN, one.id)] for one in students]
    return inline(*rows) if rows else None


def _button(text: str, act: ChildAct, student: StudentId, person: int = 0) -> InlineKeyboardButton:
    data = ChildCallback(act=act, student=student, person=person).pack()
    return InlineKeyboardButton(text=text, callback_data=data)
