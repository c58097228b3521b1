from collections.abc import Mapping

from diary.models.entries import Json
from views.markup import Line, Run, one_line, plain
from views.notifications.drawing import SEPARATOR, capitalised, comma, dotted
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts


class TimetableChangeView(EntryView):
    whole = "/schedule"

    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("timetable change")

    def main(self) -> Line:
        texts, day = self.drawing.texts, self.entry.day
        was = change_said(self.text_before("change"), texts)
        now = replaced(was, change_said(self.entry.details.get("change"), texts), "bold")
        when = self.day_named(day, self.entry.lesson) if day else ""
        return [*now, Run(SEPARATOR + when if when else "")]

    def body(self) -> list[Line]:
        new = self._new()
        return [*([plain(new)] if new else []), *self.comment()]

    def brief(self) -> Line:
        said = change_said(self.entry.details.get("change"), self.drawing.texts)
        return self._in_a_line(comma(said, self.drawing.lesson(self.entry.lesson)))

    def at_its_lesson(self) -> Line:
        return self._in_a_line(change_said(self.entry.details.get("change"), self.drawing.texts))

    def _in_a_line(self, said: str) -> Line:
        new, comment = self._new(), one_line(self.text("comment"))
        return [Run(dotted(said, new) + (f": {comment}" if comment else ""))]

    def byline(self) -> str:
        """Say nothing: who teaches stands in the change itself."""
        return ""

    def corrected(self) -> str:
        return self.drawing.texts("Timetable change corrected")

    def withdrawn(self) -> str:
        return self.drawing.texts("Timetable change called off: lessons as usual")

    def _new(self) -> str:
        """Return what was and what comes instead, e.g. "Algebra → English, I. P. Orlov, room 305"."""
        new = self.entry.details.get("new")
        if not isinstance(new, Mapping) or not new:
            return ""
        return self._instead(new)

    def _instead(self, new: Mapping[str, Json]) -> str:
        lesson = new.get("lesson")
        subject = self.drawing.said(self.entry.names.get("new.subject", ""))
        teacher = self._new_teacher()
        moved = self.drawing.lesson(lesson) if isinstance(lesson, int) else ""
        room = self._room(new.get("room"))
        was = comma(
            self.drawing.said(self.entry.subject) if subject else "",
            self.drawing.teacher(self.entry) if teacher else "",
            self.drawing.lesson(self.entry.lesson) if moved else "",
        )
        now = comma(subject, teacher, moved, room)
        return capitalised(" → ".join(part for part in (was, now) if part))

    def _new_teacher(self) -> str:
        name = self.entry.new_teacher
        return self.drawing.said(self.drawing.texts.name_short(name)) if name else ""

    def _room(self, room: Json) -> str:
        return self.drawing.texts("room {room}", room=self.drawing.said(str(room))) if room else ""


def change_said(change: Json, texts: Texts) -> str:
    said = {
        "cancelled": texts("Lesson cancelled"),
        "replaced": texts("Lesson replaced"),
        "moved": texts("Lesson moved"),
        "room": texts("Another room"),
    }
    return said.get(str(change), "")


VIEW = TimetableChangeView
