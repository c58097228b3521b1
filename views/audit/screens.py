"""The screens of /audit: classes, children, who holds links, and the log page by page."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.auditing import AuditPage, Called, Holders
from diary.models.custody import ClassLine
from diary.models.people import StaffMember, Student
from diary.models.school import School
from views.audit.callbacks import AuditCallback, AuditScreen
from views.audit.words import called_said, line_said, student_said
from views.keyboards import inline
from views.markup import cut
from views.paging import Row, button, in_rows, paged
from views.texts import Texts

Screen = tuple[str, InlineKeyboardMarkup]

ROOM = 180
"""UTF-16 units of a line of the log."""

ON_A_PAGE = 20


def classes_screen(classes: Sequence[ClassLine], page: int, texts: Texts) -> Screen:
    buttons = [_open(one.name or texts("no class"), AuditScreen.STUDENTS, one.id or 0) for one in classes]
    text = texts("The log: who was given access, who was sent or saw what, and when. Whose?")
    here = AuditCallback(screen=AuditScreen.CLASSES, page=page)
    others = [_open(texts("Staff"), AuditScreen.STAFF), _open(texts("Who has left"), AuditScreen.LEFT)]
    return text, inline(*_picker(buttons, here, 4), others)


def staff_screen(staff: Sequence[StaffMember], here: AuditCallback, texts: Texts) -> Screen:
    buttons = [_open(texts.name_short(one.name), AuditScreen.PERSON, one.person_id) for one in staff]
    text = f"{texts('Staff')}: {texts('Whose log?').lower()}"
    return text, inline(*_picker(buttons, here, 2), _to_classes(texts))


def students_screen(students: Sequence[Student], here: AuditCallback, texts: Texts) -> Screen:
    buttons = [_open(_short(one), AuditScreen.CHILD, one.id) for one in students]
    nobody = (
        texts("Nobody has left.")
        if here.screen is AuditScreen.LEFT
        else texts("There is nobody in this class.")
    )
    title = texts("Who has left") if here.screen is AuditScreen.LEFT else _class_of(students, texts)
    text = f"{title}: {texts('Whose log?').lower()}" if students else nobody
    return text, inline(*_picker(buttons, here, 2), _to_classes(texts))


def _class_of(students: Sequence[Student], texts: Texts) -> str:
    return students[0].class_name if students and students[0].class_name else texts("no class")


def holders_screen(holders: Holders, texts: Texts) -> Screen:
    buttons = [[_open(_holder(one, texts), AuditScreen.PERSON, one.id)] for one in holders.persons]
    said = student_said(holders.student, texts)
    text = texts("{child}: who has or had access", child=said)
    back = [_open(texts("◀ The child's log"), AuditScreen.CHILD, holders.student.id)]
    return text, inline(*buttons[: ON_A_PAGE * 2], back)


def log_screen(page: AuditPage, school: School, texts: Texts) -> Screen:
    of_child = page.student is not None
    title = student_said(page.student, texts) if page.student else called_said(page.person, texts)
    lines = [
        cut(f"{line.at.astimezone(school.timezone):%d.%m.%y %H:%M} {said}", ROOM)
        for line in page.lines
        for said in [line_said(line, texts, child=not of_child)]
    ]
    text = "\n".join([texts("Log · {whose}", whose=title), *(lines or [texts("Nothing is written here.")])])
    return text, inline(*_log_rows(page, texts))


def erase_screen(person: Called, texts: Texts) -> Screen:
    text = texts(
        "Erase everything about this person: {who}? It cannot be undone.\n"
        "Do it at their own wish only. Their access closes; signatures, this log and a court's order stay"
        " under a bare number.",
        who=called_said(person, texts),
    )
    yes = _open(texts("Yes, erase for good"), AuditScreen.ERASE_YES, person.id)
    no = _open(texts("No, leave it as it is"), AuditScreen.PERSON, person.id)
    return text, inline([yes], [no])


def _log_rows(page: AuditPage, texts: Texts) -> list[Row]:
    screen = AuditScreen.CHILD if page.student else AuditScreen.PERSON
    key = page.student.id if page.student else page.person.id if page.person else 0
    here = AuditCallback(screen=screen, id=key)
    turn = []
    if page.page:
        turn.append(_turned(texts("↑ Newer"), here, page.page - 1))
    if page.more:
        turn.append(_turned(texts("↓ Older"), here, page.page + 1))
    rows = [turn] if turn else []
    if page.student is not None:
        rows.append([_open(texts("Who has access"), AuditScreen.HOLDERS, key)])
        rows.append([_open(texts("Save as a file"), AuditScreen.CHILD_FILE, key)])
        list_of = AuditScreen.LEFT if page.left else AuditScreen.STUDENTS
        return [*rows, [_open(texts("◀ Back"), list_of, page.student.class_id or 0)]]
    rows.append([_open(texts("Save as a file"), AuditScreen.PERSON_FILE, key)])
    if page.person and not page.person.erased:
        rows.append([_open(texts("Erase this person"), AuditScreen.ERASE, key)])
    return [*rows, _to_classes(texts)]


def _holder(called: Called, texts: Texts) -> str:
    said = called_said(called, texts)
    return said if called.live else texts("{who}: no longer", who=said)


def _short(student: Student) -> str:
    return f"{student.name.family_name} {student.name.given_name}".strip()


def _open(text: str, screen: AuditScreen, key: int = 0) -> InlineKeyboardButton:
    return button(text, AuditCallback(screen=screen, id=key))


def _turned(text: str, here: AuditCallback, page: int) -> InlineKeyboardButton:
    return button(text, here.model_copy(update={"page": page}))


def _to_classes(texts: Texts) -> Row:
    return [_open(texts("◀ Classes"), AuditScreen.CLASSES)]


def _picker(buttons: Sequence[InlineKeyboardButton], here: AuditCallback, in_a_row: int) -> list[Row]:
    shown, turn = paged(buttons, here.page, ON_A_PAGE, lambda page: here.model_copy(update={"page": page}))
    return in_rows(shown, in_a_row) + turn
