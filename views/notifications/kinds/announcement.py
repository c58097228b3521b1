from views.markup import Line, Run, bold, one_line
from views.notifications.drawing import dotted
from views.notifications.entry_view import EntryView
from views.texts import Texts


class AnnouncementView(EntryView):
    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("announcement")

    def topic(self) -> str:
        return dotted(
            self.drawing.said(self.entry.subject), self.drawing.texts("announcement"), self.audience()
        )

    def changed_topic(self) -> str:
        return dotted(self.drawing.said(self.entry.subject), self.audience())

    def main(self) -> Line:
        return (
            self.amended("title", "bold")
            if self.text("title")
            else [bold(self.drawing.texts("Announcement"))]
        )

    def body(self) -> list[Line]:
        return [self.amended("text")] if self.text("text") else []

    def brief(self) -> Line:
        title, text = (
            dotted(self.drawing.texts("Announcement"), self.text("title")),
            one_line(self.text("text")),
        )
        return [Run(": ".join(part for part in (title, text) if part))]

    def byline(self) -> str:
        """Say when it was published where the message comes on another day."""
        entry, drawing = self.entry, self.drawing
        published, received = drawing.local(entry.marked_at).date(), entry.received_at
        if entry.day or received is None or published == drawing.local(received).date():
            return super().byline()
        return dotted(drawing.teacher(entry), drawing.date(published, received))

    def corrected(self) -> str:
        return self.drawing.texts("Announcement changed")

    def withdrawn(self) -> str:
        return self.drawing.texts("Announcement withdrawn")


VIEW = AnnouncementView
