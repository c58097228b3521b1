from diary.models.notifications import EntryContent, Signature
from views.markup import Line, Run, plain
from views.notifications.drawing import SEPARATOR, capitalised, comma
from views.notifications.entry_view import EntryView
from views.texts import Texts


class GradeView(EntryView):
    whole = "/grades"

    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("grade")

    def main(self) -> Line:
        work = comma(self.text("work"), self._weight())
        return [*self.amended("value", "bold"), Run(SEPARATOR + work if work else "")]

    def tail(self) -> list[Line]:
        average = self.together(self.entry)
        return [plain(capitalised(average))] if average else []

    def together(self, first: EntryContent) -> str:
        """Return how these grades moved the average; nothing where none counts."""
        texts, now = self.drawing.texts, self.entry.averages
        if now is None or now.after is None:
            return ""
        after = texts.decimal(now.after)
        was = first.averages.before if first.averages else None
        before = after if was is None else texts.decimal(was)
        if before == after:
            return texts("average: {after}", after=after)
        return texts("average: {before} → {after}", before=before, after=after)

    def corrected(self) -> str:
        texts = self.drawing.texts
        return (
            texts("Grade corrected") if self.text_before("value") else texts("Comment on a grade corrected")
        )

    def withdrawn(self) -> str:
        return self.drawing.texts("Grade withdrawn")

    def correction(self) -> list[Line]:
        return [self._was_and_now(), self.comment_by_teacher(), *self.tail()]

    def signed_before(self, signature: Signature) -> str:
        if not signature.value or not self.text_before("value"):
            return super().signed_before(signature)
        value = self.drawing.texts.quoted(self.drawing.said(signature.value))
        return self.drawing.texts("You signed the {value}. Please sign the new grade.", value=value)

    def _was_and_now(self) -> Line:
        was, now = self.text_before("value"), self.text("value")
        change = self.drawing.texts("Was {was} → now {now}", was=was, now=now) if was else now
        about = comma(self.text("work"), self.dated())
        return [Run(change), Run(SEPARATOR + about if about else "")]

    def _weight(self) -> str:
        weight = self.number("weight")
        return self.drawing.texts("weight {weight}", weight=weight) if weight not in {"", "1"} else ""


VIEW = GradeView
