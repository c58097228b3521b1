"""What a message shows: its items by entry, since siblings share what is for the whole class."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.models.notifications import Draft, EntryContent, Item
from diary.models.people import Role
from views.markup import Line, Run, strike_out
from views.naming import called, role_said
from views.notifications.drawing import SEPARATOR, Drawing
from views.notifications.entry_view import EntryView
from views.notifications.kinds import view_of
from views.texts import Texts


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
        return any(item.to_sign for item in self.items)

    def marked(self, line: Line) -> Line:
        """Return the line with what became of the entry: signed, or struck out and withdrawn."""
        texts = self.view.drawing.texts
        if self.entry.withdrawn:
            return [*strike_out(line), Run(SEPARATOR + texts("withdrawn"))]
        return [*line, Run(SEPARATOR + signed_said(self.items, texts))] if self.signed else line

    def struck(self, lines: Sequence[Line]) -> list[Line]:
        return [strike_out(line) for line in lines] if self.entry.withdrawn else list(lines)


def signed_said(items: Sequence[Item], texts: Texts) -> str:
    """Return that it is signed; in a group where several may sign, also by whom."""
    signers = {
        called(item.guardians[one.person_id], texts) or role_said(Role.GUARDIAN, texts).lower(): None
        for item in items
        if item.entry is not None and len(item.guardians) > 1
        for one in item.entry.signatures
        if one.person_id in item.guardians and one.person_id in item.entry.signers
    }
    return texts("signed: {who}", who=", ".join(signers)) if signers else texts("signed")


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
