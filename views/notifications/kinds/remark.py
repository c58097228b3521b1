from diary.models.entries import Json
from views.markup import Line, Run, one_line
from views.notifications.drawing import SEPARATOR
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts


class RemarkView(EntryView):
    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("remark")

    def main(self) -> Line:
        texts = self.drawing.texts
        was = tone_said(self.text_before("tone"), texts)
        points = self._points()
        return [
            *replaced(was, tone_said(self.entry.details.get("tone"), texts), "bold"),
            Run(SEPARATOR + points if points else ""),
        ]

    def body(self) -> list[Line]:
        return [self.amended("text")] if self.text("text") else []

    def brief(self) -> Line:
        return [*self.main(), Run(": "), Run(one_line(self.text("text")))]

    def corrected(self) -> str:
        return self.drawing.texts("Remark changed")

    def withdrawn(self) -> str:
        return self.drawing.texts("Remark withdrawn")

    def _points(self) -> str:
        points = self.entry.details.get("points")
        if not isinstance(points, int) or not points:
            return ""
        sign = "+" if points > 0 else "−"
        return sign + self.drawing.texts.plural("{n} point", "{n} points", abs(points))


def tone_said(tone: Json, texts: Texts) -> str:
    said = {"praise": texts("Praise"), "note": texts("Teacher's note"), "reprimand": texts("Reprimand")}
    return said.get(str(tone), "")


VIEW = RemarkView
