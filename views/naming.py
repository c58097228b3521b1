"""What the diary's things, roles and children are called."""

from functools import cache

from diary.models.people import ChildView, Colour, Role, Student
from views.texts import SUPPORTED_LOCALES, Texts, load_texts

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


def called(label: str, texts: Texts) -> str:
    """Return a label as its reader says it, if it is a word of ours; else as somebody wrote it."""
    place = _places().get(label.casefold())
    if place is None:
        return label
    said = _chosen(texts)[place]
    return label if said.casefold() == label.casefold() else said


def _chosen(texts: Texts) -> tuple[str, ...]:
    """Return the labels that are chosen, not written."""
    return (
        texts("mother"),
        texts("father"),
        texts("official representative"),
        texts("second parent"),
        texts("tutor"),
        texts("nanny"),
    )


@cache
def _places() -> dict[str, int]:
    languages = [load_texts(locale) for locale in SUPPORTED_LOCALES]
    return {word.casefold(): place for texts in languages for place, word in enumerate(_chosen(texts))}


def child_called(student: Student, texts: Texts, *, short: bool = False) -> str:
    """Return e.g. "🟦 Petya"; the roster's name where the family has none of its own."""
    journal = student.name.given_name if short else texts.name_full(student.name)
    return own_name(journal, student.view)


def own_name(journal: str, view: ChildView | None) -> str:
    """Return what a family calls a child whom the journal calls so."""
    name = (view.short_name if view else "") or journal
    return f"{SQUARES[view.colour]} {name}" if view and view.colour else name


def student_said(student: Student, texts: Texts) -> str:
    """Return e.g. "🟦 Petya, 7B"."""
    return ", ".join(part for part in (child_called(student, texts), student.class_name) if part)
