from urllib.parse import unquote, urlsplit

from views.markup import Line, Run, cut, one_line, tidy
from views.notifications.drawing import SEPARATOR, dotted
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts

ATTACHMENT_NAME_ROOM = 40


class HomeworkView(EntryView):
    whole = "/homework"

    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("homework")

    def main(self) -> Line:
        audience = self.audience()
        return [*self._due(), Run(SEPARATOR + audience if audience else "")]

    def body(self) -> list[Line]:
        text = [self.amended("text")] if self.text("text") else []
        return [*text, *self._attachments()]

    def brief(self) -> Line:
        audience = self.audience()
        text = one_line(dotted(self.text("text"), audience))
        return [Run(text), *(run for line in self._attachments() for run in (Run(" "), *line))]

    def corrected(self) -> str:
        return self.drawing.texts("Homework changed")

    def withdrawn(self) -> str:
        return self.drawing.texts("Homework withdrawn")

    def _due(self) -> Line:
        due, due_before = self.day("due"), self.day_before("due")
        if due is None:
            return [Run(self.drawing.texts("Homework, no day set"))]
        label, _, rest = self.drawing.texts("Homework for {day}").partition("{day}")
        was = self.day_named(due_before) if due_before else ""
        return [Run(label), *replaced(was, self.day_named(due)), Run(rest)]

    def _attachments(self) -> list[Line]:
        """Return the links of all attachments in one line."""
        urls = self.entry.details.get("attachments")
        links = [_link(url) for url in urls if isinstance(url, str)] if isinstance(urls, list) else []
        if not links:
            return []
        separated = [run for link in links for run in (Run(", "), link)]
        return [[Run("📎 "), *separated[1:]]]


def _link(url: str) -> Run:
    """Show a file by its name; what is not a web address is shown as it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Run(cut(tidy(url), ATTACHMENT_NAME_ROOM))
    if parts.scheme not in {"http", "https"}:
        return Run(cut(tidy(url), ATTACHMENT_NAME_ROOM))
    name = tidy(one_line(unquote(parts.path.rstrip("/").rpartition("/")[2]))) or parts.netloc
    return Run(cut(name, ATTACHMENT_NAME_ROOM), "text_link", url)


VIEW = HomeworkView
