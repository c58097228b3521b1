from diary.models.deliveries import Lane
from diary.models.entries import Json
from diary.models.notifications import Item
from views.markup import Line, Run
from views.notifications.drawing import SEPARATOR, capitalised, comma
from views.notifications.entry_view import EntryView, replaced
from views.texts import Texts


class AttendanceView(EntryView):
    whole = "/absences"

    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("absence")

    def main(self) -> Line:
        was, now = capitalised(self._before()), capitalised(self._now())
        return [*replaced(was, now), Run(self._justification())]

    def brief(self) -> Line:
        return self._at(capitalised(self.drawing.lesson(self.entry.lesson)))

    def listed(self) -> Line:
        return self._at(self.place())

    def corrected(self) -> str:
        return self.drawing.texts("Attendance corrected")

    def withdrawn(self) -> str:
        return self.drawing.texts("Attendance mark withdrawn")

    def correction(self) -> list[Line]:
        return [self._was_and_now(), self.comment_by_teacher()]

    def place(self) -> str:
        """Return e.g. "Algebra, lesson 2"."""
        lesson = self.drawing.lesson(self.entry.lesson)
        return capitalised(comma(self.drawing.said(self.entry.subject), lesson))

    def _at(self, place: str) -> Line:
        said = [*replaced(self._before(), self._now()), Run(self._justification())]
        return [Run(f"{place}: " if place else ""), *said]

    def _now(self) -> str:
        minutes = self.number("minutes")
        told = self.drawing.texts("{minutes} min", minutes=minutes) if minutes not in {"", "0"} else ""
        return comma(presence_said(self.entry.details.get("presence"), self.drawing.texts), told)

    def _before(self) -> str:
        return presence_said(self.text_before("presence"), self.drawing.texts)

    def _justification(self) -> str:
        said = justification_said(self.entry.details.get("justification"), self.drawing.texts)
        return SEPARATOR + said if said else ""

    def _was_and_now(self) -> Line:
        was, now, on, texts = self._before(), self._now(), self.on(), self.drawing.texts
        change = texts("Was {was} → now {now}", was=texts.quoted(was), now=texts.quoted(now)) if was else now
        return [Run(change), Run(SEPARATOR + on if on else "")]


def is_worrying(item: Item) -> bool:
    """Whether to ask where the child is: absent today, and nobody said why."""
    entry = item.entry
    return (
        entry is not None
        and item.delivery.lane is Lane.URGENT
        and not entry.withdrawn
        and entry.details.get("presence") == "absent"
        and entry.details.get("justification") != "excused"
    )


def presence_said(presence: Json, texts: Texts) -> str:
    said = {
        "present": texts("in class"),
        "absent": texts("not in class"),
        "late": texts("late for class"),
        "left_early": texts("left early"),
        "remote": texts("remotely"),
        "school_activity": texts("at a school event"),
    }
    return said.get(str(presence), str(presence or ""))


def justification_said(justification: Json, texts: Texts) -> str:
    said = {
        "pending": texts("the reason is being found out"),
        "excused": texts("for a good reason"),
        "unexcused": texts("without a good reason"),
    }
    return said.get(str(justification), "")


VIEW = AttendanceView
