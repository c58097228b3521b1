"""The buttons of the screens about codes."""

from collections.abc import Iterable, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.handing_out import Employee, Holder, Pupil, Register, SchoolClass, Standing, Wanted
from diary.models.people import Role
from diary.rules.handing_out import for_pupils, for_staff, plan, staff_standing_of, standing_of
from views.keyboards import inline
from views.naming import role_said
from views.office.callbacks import STAFF_ID, CodesCallback, CodesStep, RosterFileCallback, RosterStep
from views.office.codes import STUDENTS_OWN, label_of, labelled
from views.paging import Row, Thing, in_rows, paged
from views.texts import Texts

IN_A_ROW = 4
CLASSES_A_PAGE = 40
PEOPLE_A_PAGE = 8
LINKED, OPEN, NOTHING = "✓", "✉", "○"
LABELS = 3


def button(
    text: str, step: CodesStep, key: int = 0, *, page: int = 0, choice: int = 0
) -> InlineKeyboardButton:
    data = CodesCallback(step=step, id=key, page=page, choice=choice)
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def classes_keyboard(register: Register, texts: Texts, page: int = 0) -> InlineKeyboardMarkup:
    classes, turning = _page(register.classes, page, CLASSES_A_PAGE, CodesStep.CLASSES)
    buttons = [_class_button(one, standing_of(register.of_class(one.id))) for one in classes]
    rows = in_rows(buttons, IN_A_ROW)
    if register.employees:
        standing = staff_standing_of(register.employees)
        rows.append([button(_counted(texts("Staff"), standing), CodesStep.STAFF)])
    template = RosterFileCallback(step=RosterStep.TEMPLATE).pack()
    return inline(
        *rows,
        *turning,
        *_letter_rows(for_pupils(register.pupils), 0, texts),
        [InlineKeyboardButton(text=texts("Empty template"), callback_data=template)],
    )


def _class_button(school_class: SchoolClass, standing: Standing) -> InlineKeyboardButton:
    return button(_counted(school_class.name, standing), CodesStep.CLASS, school_class.id)


def _counted(name: str, standing: Standing) -> str:
    return f"{name} · {standing.nothing}" if standing.nothing else f"{name} {_mark(standing)}"


def _letter_rows(wanted: Sequence[Wanted], key: int, texts: Texts) -> list[Row]:
    missing, dying = len(plan(wanted).wanted), plan(wanted, replace=True).dying
    rows = []
    if missing:
        text = texts("Letters: only missing ({count})", count=missing)
        rows.append([button(text, CodesStep.LETTERS, key)])
    if dying:
        text = texts("Replace what was handed out ({count})", count=dying)
        rows.append([button(text, CodesStep.REPLACE, key)])
    return rows


def class_keyboard(
    school_class: SchoolClass, pupils: Sequence[Pupil], texts: Texts, *, back: bool
) -> InlineKeyboardMarkup:
    return inline(
        *_letter_rows(for_pupils(pupils), school_class.id, texts),
        [button(texts("Children"), CodesStep.PUPILS, school_class.id)],
        *([[button(texts("‹ Classes"), CodesStep.CLASSES)]] if back else []),
    )


def pupils_keyboard(school_class: SchoolClass, pupils: Sequence[Pupil], page: int) -> InlineKeyboardMarkup:
    shown, turning = _page(pupils, page, PEOPLE_A_PAGE, CodesStep.PUPILS, school_class.id)
    rows = [
        [button(f"{_mark(standing_of([one]))} {_listed(one)}", CodesStep.PUPIL, one.student.id)]
        for one in shown
    ]
    return inline(*rows, *turning, [button(f"‹ {school_class.name}", CodesStep.CLASS, school_class.id)])


def _listed(pupil: Pupil) -> str:
    return f"{pupil.student.name.family_name} {pupil.student.name.given_name}"


def staff_keyboard(employees: Sequence[Employee], texts: Texts, page: int) -> InlineKeyboardMarkup:
    shown, turning = _page(employees, page, PEOPLE_A_PAGE, CodesStep.STAFF)
    rows = []
    for one in shown:
        name = f"{one.member.name.family_name} {one.member.name.given_name}"
        mark = _mark(staff_standing_of([one]))
        rows.append([button(f"{mark} {name}", CodesStep.MEMBER, one.member.id)])
    return inline(
        *rows,
        *turning,
        *_letter_rows(for_staff(employees), STAFF_ID, texts),
        [button(texts("‹ Classes"), CodesStep.CLASSES)],
    )


def _mark(standing: Standing) -> str:
    if standing.nothing:
        return NOTHING
    return OPEN if standing.open else LINKED


def pupil_keyboard(pupil: Pupil, texts: Texts) -> InlineKeyboardMarkup:
    student = pupil.student
    said = [label_of(choice, texts) or texts("somebody else") for choice in range(LABELS)]
    labels = [button(text, CodesStep.ISSUE, student.id, choice=choice) for choice, text in enumerate(said)]
    own = button(role_said(Role.STUDENT, texts).lower(), CodesStep.ISSUE, student.id, choice=STUDENTS_OWN)
    known = student.class_id is not None
    back = [button(f"‹ {student.class_name}", CodesStep.PUPILS, student.class_id or 0)] if known else []
    return inline(labels, [own], *_revoking(pupil, texts), *([back] if back else []))


def member_keyboard(employee: Employee, texts: Texts) -> InlineKeyboardMarkup:
    rows = [
        [
            button(
                texts("New code: {who}", who=role_said(wanted.role, texts).lower()),
                CodesStep.GIVE,
                employee.member.id,
                choice=choice,
            )
        ]
        for choice, wanted in enumerate(for_staff([employee]))
    ]
    return inline(*rows, *_revoking(employee, texts), [button(f"‹ {texts('Staff')}", CodesStep.STAFF)])


def _revoking(holder: Holder, texts: Texts) -> Iterable[Row]:
    return (
        [button(texts("Revoke the code: {who}", who=labelled(code, texts)), CodesStep.REVOKE, code.id)]
        for code in holder.codes
    )


def yes_keyboard(yes: CodesCallback, back: CodesCallback, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [
            InlineKeyboardButton(text=texts("Yes, replace"), callback_data=yes.pack()),
            InlineKeyboardButton(text=texts("Cancel"), callback_data=back.pack()),
        ]
    )


def after_import_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [button(texts("Letters for all classes"), CodesStep.LETTERS)],
        [button(texts("By class"), CodesStep.CLASSES)],
    )


def _page(
    things: Sequence[Thing], page: int, size: int, step: CodesStep, key: int = 0
) -> tuple[Sequence[Thing], list[Row]]:
    return paged(things, page, size, lambda number: CodesCallback(step=step, id=key, page=number))
