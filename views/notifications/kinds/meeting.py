from datetime import datetime

from diary.models.entries import Json
from views.markup import Line, Run, bold, one_line
from views.notifications.drawing import SEPARATOR, comma, dotted
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts


class MeetingView(EntryView):
    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("meeting")

    def topic(self) -> str:
        return dotted(self.drawing.texts("meeting"), self.audience())

    def changed_topic(self) -> str:
        return self.audience()

    def main(self) -> Line:
        return self.amended("title", "bold") if self.text("title") else [bold(self.drawing.texts("Meeting"))]

    def body(self) -> list[Line]:
        agenda = self.text("agenda")
        return [self._when_and_where(), *([[Run(agenda)]] if agenda else [])]

    def brief(self) -> Line:
        title, agenda = (
            dotted(self.drawing.texts("Meeting"), self.text("title")),
            one_line(self.text("agenda")),
        )
        return [Run(title + SEPARATOR), *self._when_and_where(), Run(f": {agenda}" if agenda else "")]

    def byline(self) -> str:
        return self.drawing.teacher(self.entry)

    def corrected(self) -> str:
        return self.drawing.texts("Meeting changed")

    def withdrawn(self) -> str:
        return self.drawing.texts("Meeting cancelled")

    def _when_and_where(self) -> Line:
        was = self._starts(self.entry.was.get("starts_at")) if self.entry.was else ""
        now = self._starts(self.entry.details.get("starts_at"))
        place = self.amended("place") if self.text("place") else []
        return [*replaced(was if was != now else "", now), Run(SEPARATOR if now and place else ""), *place]

    def _starts(self, value: Json) -> str:
        """Return day and school time; a time without an offset is the school's own."""
        if not isinstance(value, str) or not value:
            return ""
        starts = datetime.fromisoformat(value)
        local = self.drawing.local(starts) if starts.tzinfo else starts
        return comma(self.day_named(local.date()), self.drawing.texts.time(local.time()))


VIEW = MeetingView
