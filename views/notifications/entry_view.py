"""How an entry of any kind reads; a kind says only what is its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from diary.models.entries import Json
from diary.models.notifications import EntryContent, Signature
from views.markup import Line, Run, cut, one_line, plain, struck
from views.notifications.drawing import Drawing, comma, dotted
from views.texts import Texts

OLD_TEXT_ROOM = 200
"""UTF-16 units of a struck out earlier text: it says what changed, the new one is to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry in one language. Lines that have nothing to say are left out."""

    entry: EntryContent
    drawing: Drawing
    class_name: str = ""
    """The child's class, which needs no saying twice."""

    whole: ClassVar[str] = "/week"
    """The command that shows it in full where a message had to be cut."""

    @staticmethod
    def noun(texts: Texts) -> str:
        """Return what such a thing is called within a sentence."""
        return texts("entry")

    def topic(self) -> str:
        """Return what stands after the child in the heading."""
        return self.drawing.said(self.entry.subject)

    def changed_topic(self) -> str:
        """Return what stands after the child where the heading begins with what happened."""
        return self.topic()

    def main(self) -> Line:
        """Return the line that says it; "signed" and "withdrawn" are put at its end."""
        raise NotImplementedError

    def body(self) -> list[Line]:
        """Return the lines under the main one."""
        return self.comment()

    def tail(self) -> list[Line]:
        """Return the lines under the teacher's."""
        return []

    def brief(self) -> Line:
        """Return it in one line, for lists."""
        comment = one_line(self.text("comment"))
        return [*self.main(), Run(f": {self.drawing.texts.quoted(comment)}" if comment else "")]

    def listed(self) -> Line:
        """Return it in one line for pages where the subject is not said above."""
        subject = self.drawing.said(self.entry.subject)
        return [Run(f"{subject}: " if subject else ""), *self.brief()]

    def at_its_lesson(self) -> Line:
        """Return it in one line for timetables, which say above which lesson it is."""
        return self.brief()

    def together(self, first: EntryContent) -> str:
        """Return what a list from `first` to this one adds up to."""
        del first
        return ""

    def byline(self) -> str:
        return dotted(self.drawing.teacher(self.entry), self.on())

    def corrected(self) -> str:
        """Return the heading of the notice that it was changed."""
        raise NotImplementedError

    def withdrawn(self) -> str:
        """Return the heading of the notice that it was withdrawn."""
        raise NotImplementedError

    def correction(self) -> list[Line]:
        """Return what was and what is now, and who says so."""
        return [self.main(), *self.body(), plain(self.byline())]

    def signed_before(self, signature: Signature) -> str:
        """Return the reminder for those who signed what it said before."""
        del signature
        return self.drawing.texts("You signed the earlier version. Please sign the new one.")

    def comment(self) -> list[Line]:
        comment = self.text("comment")
        return [plain(self.drawing.texts.quoted(comment))] if comment else []

    def comment_by_teacher(self) -> Line:
        """Return e.g. `A. V. Smirnova: "…"`."""
        teacher, comment = self.drawing.teacher(self.entry), self.text("comment")
        quoted = self.drawing.texts.quoted(comment) if comment else ""
        return plain(": ".join(part for part in (teacher, quoted) if part))

    def text(self, field: str) -> str:
        return self.drawing.said(_shown(self.entry.details.get(field)))

    def text_before(self, field: str) -> str:
        """Return what the chat was told before, where that is something else; otherwise nothing."""
        if self.entry.was is None:
            return ""
        was = _shown(self.entry.was.get(field))
        return "" if was == _shown(self.entry.details.get(field)) else self.drawing.said(was)

    def day(self, field: str) -> date | None:
        return parse_day(self.entry.details.get(field))

    def day_before(self, field: str) -> date | None:
        return parse_day(self.entry.was.get(field)) if self.entry.was and self.text_before(field) else None

    def amended(self, field: str, style: str = "") -> Line:
        """Return the field's text, after the struck out one that was told before."""
        return replaced(self.text_before(field), self.text(field), style)

    def number(self, field: str) -> str:
        """Return a number as it is read in the language; whole ones without a point."""
        value = self.entry.details.get(field)
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return ""
        if not number.is_finite():
            return ""
        return f"{number:.0f}" if number == number.to_integral_value() else self.drawing.texts.decimal(number)

    def on(self) -> str:
        """Return e.g. "14 September, lesson 2"."""
        return comma(self.dated(), self.drawing.lesson(self.entry.lesson))

    def dated(self) -> str:
        return self.drawing.date(self.entry.day, self.entry.received_at) if self.entry.day else ""

    def day_named(self, day: date, lesson: int | None = None) -> str:
        return self.drawing.day_named(day, lesson, known=self.entry.received_at)

    def audience(self) -> str:
        """Return whom it is for, where that is not just the child's class."""
        return "" if self.entry.audience == self.class_name else self.drawing.said(self.entry.audience)


def replaced(before: str, now: str, style: str = "") -> Line:
    if not before:
        return [Run(now, style)]
    return [struck(cut(before, OLD_TEXT_ROOM)), Run(" "), Run(now, style)]


def parse_day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _shown(value: Json) -> str:
    return "" if value is None else str(value)
