from collections.abc import Sequence

from diary.models.people import Role
from diary.models.readings import Pupil
from views.family import children_rows
from views.markup import Line, bold, plain
from views.naming import called
from views.notifications.drawing import Drawing, capitalised, dotted
from views.reading.sheets import Leaf
from views.rendered import Button
from views.requests.child import another_child
from views.texts import Texts
from views.trusted.scope import sees_said


def draw_children(pupils: Sequence[Pupil], drawing: Drawing) -> Leaf:
    """Draw whose diary the person reads, and by what right."""
    texts = drawing.texts
    return Leaf(
        title=plain(texts("Diaries open to you:")),
        lines=[line for pupil in pupils for line in _lines(pupil, drawing)],
        rows=[
            *([Button(text=text, callback_data=data)] for text, data in children_rows(pupils, texts)),
            *another_child(pupils, texts),
        ],
    )


def _lines(pupil: Pupil, drawing: Drawing) -> list[Line]:
    texts, link = drawing.texts, pupil.link
    teacher = pupil.class_teacher
    led = texts("class teacher: {name}", name=drawing.said(texts.name_short(teacher))) if teacher else ""
    until = link.valid_until
    ends = texts("until {day}", day=texts.date(drawing.local(until).date())) if until else ""
    # who was given a part sees which; a subject's tutor has nothing to do with the class
    sees = sees_said(link.scope, pupil.subjects, texts) if link.role is Role.TRUSTED else ""
    open_to = texts("Open to you: {what}", what=drawing.said(sees)) if sees else ""
    led = led if link.scope.subjects is None else ""
    right = texts("You: {role}", role=drawing.said(called(link.label, texts)) or role_said(link.role, texts))
    return [
        [],
        [bold(drawing.child(pupil.student))],
        plain(dotted(right, ends)),
        *(plain(capitalised(line)) for line in (open_to, led) if line),
    ]


def role_said(role: Role, texts: Texts) -> str:
    said = {Role.GUARDIAN: texts("parent"), Role.TRUSTED: texts("trusted person")}
    return said.get(role, texts("student"))
