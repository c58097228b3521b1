"""What people write to each other: who writes, about which child and what, and then their own words."""

from collections.abc import Mapping, Sequence

from diary.models.entries import Json
from diary.models.notifications import Draft, EntryContent, Item, RelayContent
from diary.models.people import STAFF_ROLES
from views.markup import Line, Page, Run, bold, cut, one_line, plain, utf16_length
from views.naming import called, role_said
from views.notifications.drawing import Drawing, dotted
from views.notifications.kinds import view_of

PASSED_ON = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "text_link",
        "url",
    }
)
"""Formatting that shows nobody's account: no mentions, numbers or custom emoji."""

ABOUT_ROOM = 120
LONGEST_TEXT, LONGEST_CAPTION = 3_600, 700
"""UTF-16 units that people may write: what is left of Telegram's limits is for the heading."""


def draw_relay(draft: Draft, drawing: Drawing, page: Page) -> None:
    item = draft.items[0]
    relay = item.relay
    if relay is None:
        return
    if draft.leads:
        page.add([[bold(_heading(item, relay, drawing))], *_about(item, relay.about, drawing)])
    if relay.retracted:
        page.add([[Run(drawing.texts("The message was taken back."), "italic")]])
        return
    for said in _said(draft, relay):
        _put_words(said, drawing, page)


def _said(draft: Draft, own: RelayContent) -> Sequence[RelayContent]:
    """Return whose words stand here: those of a whole album under its first part, as far as there is room.

    Telegram shows an album's caption where one part alone has one.
    """
    spoken = [item.relay for item in draft.album if item.relay is not None and item.relay.text]
    if draft.album and sum(utf16_length(part.text) for part in spoken) <= LONGEST_CAPTION:
        return spoken if draft.leads else []
    return [own] if own.text else []


def _heading(item: Item, relay: RelayContent, drawing: Drawing) -> str:
    child = drawing.child(item.student) if item.student else ""
    if relay.sender_role in STAFF_ROLES:
        name = drawing.said(drawing.texts.name_short(relay.sender)) if relay.sender else ""
        return dotted(name or drawing.texts("School office"), child)
    label = drawing.said(called(relay.label, drawing.texts))
    who = f"{child} ({label})" if label else child
    role = role_said(relay.sender_role, drawing.texts)
    return f"{role}: {who}" if who else role


def _about(item: Item, entry: EntryContent | None, drawing: Drawing) -> list[Line]:
    if entry is None:
        return []
    view = view_of(entry, drawing, class_name=item.student.class_name if item.student else "")
    said = "".join(run.text for run in view.main())
    about = cut(one_line(dotted(view.topic(), said, view.dated())), ABOUT_ROOM)
    return [[Run(drawing.texts("About: {entry}", entry=about), "italic")]]


def _put_words(relay: RelayContent, drawing: Drawing, page: Page) -> None:
    words = cut(relay.text, drawing.room)
    span = page.add([plain(words)])
    kept = utf16_length(words) - (1 if words != relay.text else 0)
    for entity in relay.entities:
        _put_entity(entity, page, start=span.start, kept=kept)


def _put_entity(entity: Mapping[str, Json], page: Page, *, start: int, kept: int) -> None:
    style, offset, length, url = (entity.get(key) for key in ("type", "offset", "length", "url"))
    if style not in PASSED_ON or not isinstance(offset, int) or not isinstance(length, int):
        return
    length = min(length, kept - offset)
    if offset >= 0 and length > 0:
        page.add_entity(str(style), start + offset, length, url if isinstance(url, str) else None)
