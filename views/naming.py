"""What the diary's things, roles and children are called."""

from diary.models.people import Colour, Role, Student
from views.texts import Texts

SQUARES = {
    Colour.RED: "🟥",
    Colour.ORANGE: "🟧",
    Colour.YELLOW: "🟨",
    Colour.GREEN: "🟩",
    Colour.BLUE: "🟦",
    Colour.PURPLE: "🟪",
    Colour.BROWN: "🟫",
    Colour.BLACK: "⬛",
}


def role_said(role: Role, texts: Texts) -> str:
    return {
        Role.GUARDIAN: texts("Parent"),
        Role.TRUSTED: texts("Trusted person"),
        Role.STUDENT: texts("Student"),
        Role.TEACHER: texts("Teacher"),
        Role.OFFICE: texts("School office"),
    }[role]


def child_called(student: Student, texts: Texts, *, short: bool = False) -> str:
    """Return e.g. "🟦 Petya"; the roster's name where the family has none of its own."""
    view = student.view
    name = view.short_name if view else ""
    if not name:
        name = student.name.given_name if short else texts.name_full(student.name)
    square = SQUARES[view.colour] + " " if view and view.colour else ""
    return square + name
