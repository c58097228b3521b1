"""What a message shows: its items by entry, since siblings share what is for the whole class."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.models.notifications import Draft, EntryContent, Item
from views.markup import Line, Run, strike_out
from views.notifications.drawing import SEPARATOR, Drawing
from views.notifications.entry_view import EntryView
from views.notifications.kinds import view_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry for one child, or for several. `positions` are its items' numbers in the draft, from 1."""

    view: EntryView
    items: tuple[Item, ...]
    positions: tuple[int, ...]

    @property
    def entry(self) -> EntryContent:
        return self.view.entry

    @property
    def signed(self) -> bool:
        return all(item.entry.signed for item in self.items if item.entry)

    @property
    def to_sign(self) -> bool:
        """Whether someone of the chat may still sign it."""
        return not self.entry.withdrawn and any(
            item.can_sign and item.entry is not None and not item.entry.signed for item in self.items
        )

    def marked(self, line: Line) -> Line:
        """Return the line with what became of the entry: signed, or struck out and withdrawn."""
        texts = self.view.drawing.texts
        if self.entry.withdrawn:
            return [*strike_out(line), Run(SEPARATOR + texts("withdrawn"))]
        return [*line, Run(SEPARATOR + texts("signed"))] if self.signed else line

    def struck(self, lines: Sequence[Line]) -> list[Line]:
        return [strike_out(line) for line in lines] if self.entry.withdrawn else list(lines)


def shown_in(draft: Draft, drawing: Drawing) -> list[Shown]:
    """Return the entries of a draft in its order."""
    groups: dict[int, list[tuple[int, Item]]] = {}
    for position, item in enumerate(draft.items, start=1):
        if item.entry is not None:
            groups.setdefault(item.entry.id, []).append((position, item))
    return [_shown(group, drawing) for group in groups.values()]


def _shown(group: Sequence[tuple[int, Item]], drawing: Drawing) -> Shown:
    positions, items = zip(*group, strict=True)
    first = items[0]
    class_name = first.student.class_name if first.student else ""
    view = view_of(first.entry, drawing, class_name=class_name)
    return Shown(view=view, items=items, positions=positions)
