"""The office's way to a child: classes, students, and who has access or is kept out."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import Field

from diary.models.custody import Access, Bar, ChildFile, ClassLine
from diary.models.found_roster import class_order
from diary.models.people import Student
from diary.models.school import School
from views.callbacks import RowId
from views.keyboards import inline
from views.naming import called, role_said
from views.paging import button, in_rows, paged
from views.requests.callbacks import ChildAct
from views.requests.callbacks import ChildCallback as RequestCallback
from views.texts import Texts

CLASSES_IN_A_ROW = 4
STUDENTS_A_PAGE = 10
BASIS_SHOWN = 200


class ClassesCallback(CallbackData, prefix="oc"):
    """Show all classes."""


class ClassCallback(CallbackData, prefix="ok"):
    """Show a class's students; 0: those of no class."""

    klass: RowId
    page: int = Field(default=0, ge=0, le=999)


class ChildFileCallback(CallbackData, prefix="of"):
    """Show who has access to a student."""

    student: RowId


class AccessAct(StrEnum):
    OPEN = "o"
    MISTAKE = "m"
    ORDER = "j"
    CONFIRM = "y"


class AccessCallback(CallbackData, prefix="oa"):
    """End a right: as a mistake, or by an order whose basis was written before."""

    link: RowId
    act: AccessAct


class BarCallback(CallbackData, prefix="ob"):
    bar: RowId
    sure: int = Field(default=0, ge=0, le=1)


def classes_said(classes: Sequence[ClassLine], texts: Texts) -> str:
    if not classes:
        return texts("The roster has no students yet.")
    return texts("Children: choose a class.")


def classes_keyboard(classes: Sequence[ClassLine], texts: Texts) -> InlineKeyboardMarkup:
    buttons = [
        button(one.name or texts("no class"), ClassCallback(klass=one.id or 0))
        for one in sorted(classes, key=lambda one: (one.id is None, class_order(one.name)))
    ]
    return inline(*in_rows(buttons, CLASSES_IN_A_ROW))


def students_said(students: Sequence[Student], texts: Texts) -> str:
    name = students[0].class_name if students else ""
    return texts("{name}: choose a child.", name=name or texts("no class"))


def students_keyboard(
    students: Sequence[Student], klass: int, page: int, texts: Texts
) -> InlineKeyboardMarkup:
    shown, turn = paged(
        students, page, STUDENTS_A_PAGE, lambda number: ClassCallback(klass=klass, page=number)
    )
    rows = [[button(_listed(one), ChildFileCallback(student=one.id))] for one in shown]
    return inline(*rows, *turn, [button(texts("◀ Classes"), ClassesCallback())])


def file_said(file: ChildFile, school: School, texts: Texts) -> str:
    lines = [_named(file.student, texts)]
    if file.accesses:
        lines.append(texts("Who reads the diary:"))
        marks = _marks(file.accesses, texts)
        lines += [
            f"{mark or '• '}{_access_said(one, school, texts)}"
            for mark, one in zip(marks, file.accesses, strict=True)
        ]
    else:
        lines.append(texts("Nobody reads the diary yet."))
    lines += [f"⛔ {_bar_said(one, school, texts)}" for one in file.bars]
    return "\n".join(lines)


def file_keyboard(file: ChildFile, texts: Texts) -> InlineKeyboardMarkup:
    student = file.student
    ends = [
        [
            button(
                texts("End the access: {who}", who=mark + _who(one, texts)),
                AccessCallback(link=one.link.id, act=AccessAct.OPEN),
            )
        ]
        for mark, one in zip(_marks(file.accesses, texts), file.accesses, strict=True)
    ]
    bars = [
        [button(texts("Lift the order: {who}", who=_barred(one, texts)), BarCallback(bar=one.id))]
        for one in file.bars
    ]
    stolen = RequestCallback(act=ChildAct.STOLEN, student=student.id)
    rows = [[button(texts("A phone was stolen"), stolen)]] if file.accesses else []
    back = button(f"◀ {student.class_name or texts('no class')}", ClassCallback(klass=student.class_id or 0))
    return inline(*ends, *bars, *rows, [back])


def ending_said(student: Student, access: Access, texts: Texts) -> str:
    return "\n".join(
        [
            f"{_named(student, texts)} · {_who(access, texts)}",
            texts("End this person's access to the child's diary? They are told, but not why."),
            texts("By an order (a judge's, the law's) no code brings them back until you lift it."),
        ]
    )


def ending_keyboard(student: Student, access: Access, texts: Texts) -> InlineKeyboardMarkup:
    link_id = access.link.id
    return inline(
        [button(texts("By an order…"), AccessCallback(link=link_id, act=AccessAct.ORDER))],
        [button(texts("A mistake: just end it"), AccessCallback(link=link_id, act=AccessAct.MISTAKE))],
        [button(texts("◀ Back"), ChildFileCallback(student=student.id))],
    )


def basis_question(student: Student, access: Access, texts: Texts) -> str:
    who = f"{_named(student, texts)} · {_who(access, texts)}"
    return f"{who}\n" + texts("Write the basis: what the order is, its number and date. It is kept.")


def order_said(student: Student, access: Access, basis: str, texts: Texts) -> str:
    return "\n".join(
        [
            f"{_named(student, texts)} · {_who(access, texts)}",
            texts("Basis: {basis}", basis=basis[:BASIS_SHOWN]),
            texts("The access ends at once, with all that they passed on. No code brings them back."),
        ]
    )


def order_keyboard(student: Student, access: Access, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [button(texts("Yes, end the access"), AccessCallback(link=access.link.id, act=AccessAct.CONFIRM))],
        [button(texts("◀ Back"), ChildFileCallback(student=student.id))],
    )


def lifting_said(student: Student, bar: Bar, texts: Texts) -> str:
    who = f"{_named(student, texts)} · {_barred(bar, texts)}"
    question = texts("Lift the order? Codes may bring this person back then; nobody is linked by this alone.")
    return f"{who}\n{question}"


def lifting_keyboard(bar_id: int, student_id: int, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [button(texts("Yes, lift it"), BarCallback(bar=bar_id, sure=1))],
        [button(texts("◀ Back"), ChildFileCallback(student=student_id))],
    )


def _access_said(access: Access, school: School, texts: Texts) -> str:
    link = access.link
    said = [_who(access, texts), texts("since {day}", day=_day(link.created_at, school, texts))]
    if link.valid_until is not None:
        said.append(texts("until {day}", day=_day(link.valid_until, school, texts)))
    if not access.reachable:
        said.append(texts("no account"))
    elif access.last_seen is not None:
        said.append(texts("last here {day}", day=_day(access.last_seen, school, texts)))
    else:
        said.append(texts("not yet here"))
    return ", ".join(said)


def _marks(accesses: Sequence[Access], texts: Texts) -> list[str]:
    """Return a number for each where two are called the same: none is ended in place of the other."""
    names = {_who(one, texts) for one in accesses}
    return [f"{at}) " if len(names) < len(accesses) else "" for at in range(1, len(accesses) + 1)]


def _who(access: Access, texts: Texts) -> str:
    role = role_said(access.link.role, texts)
    return f"{called(access.link.label, texts)} ({role.lower()})" if access.link.label else role


def _bar_said(bar: Bar, school: School, texts: Texts) -> str:
    return texts(
        "{who} is kept out since {day}: {basis}",
        who=_barred(bar, texts),
        day=_day(bar.created_at, school, texts),
        basis=bar.basis[:BASIS_SHOWN],
    )


def _barred(bar: Bar, texts: Texts) -> str:
    return called(bar.label, texts) or texts("Parent")


def _day(moment: datetime, school: School, texts: Texts) -> str:
    return texts.date(moment.astimezone(school.timezone).date())


def _named(student: Student, texts: Texts) -> str:
    return ", ".join(part for part in (texts.name_full(student.name), student.class_name) if part)


def _listed(student: Student) -> str:
    return f"{student.name.family_name} {student.name.given_name}"
