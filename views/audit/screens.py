"""The screens of /audit: classes, children, who holds links, and the log page by page."""

from collections.abc import Sequence

from diary.models.auditing import AuditPage, Called, Holders
from diary.models.custody import ClassLine
from diary.models.people import StaffMember, Student
from diary.models.school import School
from views.audit.callbacks import AuditCallback, AuditScreen
from views.audit.words import called_said, line_said, student_said
from views.markup import cut
from views.rendered import Button, Rendered
from views.texts import Texts

ROOM = 180
"""UTF-16 units of a line of the log."""

ON_A_PAGE = 20


def classes_screen(classes: Sequence[ClassLine], page: int, texts: Texts) -> Rendered:
    buttons = [_open(one.name or texts("no class"), AuditScreen.STUDENTS, one.id or 0) for one in classes]
    text = texts("The log: who was given access, who was sent or saw what, and when. Whose?")
    here = AuditCallback(screen=AuditScreen.CLASSES, page=page)
    staff = [_open(texts("Staff"), AuditScreen.STAFF, 0)]
    return Rendered(text=text, rows=[*_picker(buttons, here, 4, texts), staff])


def staff_screen(staff: Sequence[StaffMember], here: AuditCallback, texts: Texts) -> Rendered:
    buttons = [_open(texts.name_short(one.name), AuditScreen.PERSON, one.person_id) for one in staff]
    back = [_open(texts("◀ Classes"), AuditScreen.CLASSES, 0)]
    return Rendered(text=texts("Whose log?"), rows=[*_picker(buttons, here, 2, texts), back])


def students_screen(students: Sequence[Student], here: AuditCallback, texts: Texts) -> Rendered:
    buttons = [_open(_short(one), AuditScreen.CHILD, one.id) for one in students]
    back = [_open(texts("◀ Classes"), AuditScreen.CLASSES, 0)]
    text = texts("Whose log?") if students else texts("There is nobody in this class.")
    return Rendered(text=text, rows=[*_picker(buttons, here, 2, texts), back])


def holders_screen(holders: Holders, texts: Texts) -> Rendered:
    buttons = [[_open(_holder(one, texts), AuditScreen.PERSON, one.id)] for one in holders.persons]
    said = student_said(holders.student, texts)
    text = texts("{child}: who has or had access", child=said)
    back = [_open(texts("◀ The child's log"), AuditScreen.CHILD, holders.student.id)]
    return Rendered(text=text, rows=[*buttons[: ON_A_PAGE * 2], back])


def log_screen(page: AuditPage, school: School, texts: Texts) -> Rendered:
    of_child = page.student is not None
    title = student_said(page.student, texts) if page.student else called_said(page.person, texts)
    lines = [
        cut(f"{line.at.astimezone(school.timezone):%d.%m.%y %H:%M} {said}", ROOM)
        for line in page.lines
        for said in [line_said(line, texts, child=not of_child)]
    ]
    text = "\n".join([texts("Log · {whose}", whose=title), *(lines or [texts("Nothing is written here.")])])
    return Rendered(text=text, rows=_log_rows(page, texts))


def erase_screen(person: Called, texts: Texts) -> Rendered:
    text = texts(
        "Erase everything about this person: {who}? It cannot be undone.\n"
        "Do it at their own wish only. Their access closes; signatures, this log and a court's order stay"
        " under a bare number.",
        who=called_said(person, texts),
    )
    yes = _open(texts("Yes, erase for good"), AuditScreen.ERASE_YES, person.id)
    no = _open(texts("No, leave it as it is"), AuditScreen.PERSON, person.id)
    return Rendered(text=text, rows=[[yes], [no]])


def _log_rows(page: AuditPage, texts: Texts) -> list[list[Button]]:
    screen = AuditScreen.CHILD if page.student else AuditScreen.PERSON
    key = page.student.id if page.student else page.person.id if page.person else 0
    here = AuditCallback(screen=screen, id=key)
    turn = []
    if page.page:
        turn.append(_to(texts("↑ Newer"), here, page.page - 1))
    if page.more:
        turn.append(_to(texts("↓ Older"), here, page.page + 1))
    rows = [turn] if turn else []
    if page.student is not None:
        rows.append([_open(texts("Who has access"), AuditScreen.HOLDERS, key)])
        rows.append([_open(texts("Save as a file"), AuditScreen.CHILD_FILE, key)])
        rows.append([_open(texts("◀ Back"), AuditScreen.STUDENTS, page.student.class_id or 0)])
        return rows
    rows.append([_open(texts("Save as a file"), AuditScreen.PERSON_FILE, key)])
    if page.person and not page.person.erased:
        rows.append([_open(texts("Erase this person"), AuditScreen.ERASE, key)])
    rows.append([_open(texts("◀ Classes"), AuditScreen.CLASSES, 0)])
    return rows


def _holder(called: Called, texts: Texts) -> str:
    said = called_said(called, texts)
    return said if called.live else texts("{who}: no longer", who=said)


def _short(student: Student) -> str:
    return f"{student.name.family_name} {student.name.given_name}".strip()


def _open(text: str, screen: AuditScreen, key: int) -> Button:
    return Button(text=text, callback_data=AuditCallback(screen=screen, id=key).pack())


def _to(text: str, here: AuditCallback, page: int) -> Button:
    return Button(text=text, callback_data=here.model_copy(update={"page": page}).pack())


def _picker(
    buttons: Sequence[Button], here: AuditCallback, in_a_row: int, texts: Texts
) -> list[list[Button]]:
    pages = max(1, -(-len(buttons) // ON_A_PAGE))
    page = min(here.page, pages - 1)
    shown = buttons[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    rows = [list(shown[at : at + in_a_row]) for at in range(0, len(shown), in_a_row)]
    turn = [
        _to(arrow + texts("Page {number} of {total}", number=other + 1, total=pages), here, other)
        for arrow, other in (("↑ ", page - 1), ("↓ ", page + 1))
        if 0 <= other < pages
    ]
    return [*rows, turn] if turn else rows
