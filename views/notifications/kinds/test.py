from views.markup import Line, Run
from views.notifications.drawing import SEPARATOR
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts


class AnnouncedTestView(EntryView):
    """A test announced ahead: its day is the lesson's it will be in."""

    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("test")

    def main(self) -> Line:
        entry, drawing = self.entry, self.drawing
        if entry.day is None:
            return [Run(drawing.texts("Test"))]
        was = self.day_named(entry.was_day) if entry.was_day else ""
        return [
            Run(drawing.texts("Test") + SEPARATOR),
            *replaced(was, self.day_named(entry.day, entry.lesson)),
        ]

    def body(self) -> list[Line]:
        return [self.amended("title")] if self.text("title") else []

    def brief(self) -> Line:
        return [Run(self.drawing.texts("Test") + SEPARATOR + self.text("title"))]

    def byline(self) -> str:
        return self.drawing.teacher(self.entry)

    def corrected(self) -> str:
        return self.drawing.texts("Test changed")

    def withdrawn(self) -> str:
        return self.drawing.texts("Test cancelled")


VIEW = AnnouncedTestView
