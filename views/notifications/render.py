"""Draws a draft within Telegram's limits; the same draft always gives the same message."""

from collections.abc import Sequence

from diary.models.notifications import Draft, Layout, Span
from diary.models.school import School
from views.markup import Line, Page, Run, plain
from views.notices import draw as draw_notice
from views.notifications.absence import draw_absence, is_absence
from views.notifications.buttons import keyboard
from views.notifications.correction import draw_correction, draw_withdrawal
from views.notifications.drawing import Drawing
from views.notifications.fresh import draw_fresh
from views.notifications.relay import draw_relay
from views.notifications.shown import Shown, shown_in
from views.rendered import Button, Rendered
from views.texts import Texts

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
LEAST_ROOM = 16
"""UTF-16 units below which a text is not cut any more; the end of the message is, instead."""


def render(draft: Draft, *, texts: Texts, school: School) -> Rendered:
    """Draw a message: what does not fit is cut, and the message says where to read the whole."""
    limit = _limit(draft)
    page, shown = _draw(draft, Drawing(texts=texts, school=school, room=limit))
    if page.length > limit:
        page, shown = _fitted(draft, texts, school, limit)
    return Rendered(
        text=page.text,
        marks=page.entities,
        rows=keyboard(draft, shown, texts) if shown else _notice_rows(draft, texts),
        spans=_spans(draft, shown, page),
        parting=_is_parting(draft),
    )


def _spans(draft: Draft, shown: Sequence[Shown], page: Page) -> tuple[Span, ...]:
    whole = Span(start=0, end=page.length)
    found = page.spans if len(shown) > 1 else {}
    return tuple(found.get(position, whole) for position in range(1, len(draft.items) + 1))


def _limit(draft: Draft) -> int:
    relay = draft.items[0].relay
    return CAPTION_LIMIT if relay is not None and relay.file_id else TEXT_LIMIT


def _draw(draft: Draft, drawing: Drawing) -> tuple[Page, Sequence[Shown]]:
    page = Page(first=_again(drawing.texts) if draft.again and draft.leads else [])
    shown = shown_in(draft, drawing)
    if draft.layout is Layout.NOTICE:
        _put_notice(draft, drawing, page)
    elif draft.layout is Layout.RELAY:
        draw_relay(draft, drawing, page)
    elif draft.layout is Layout.CORRECTION:
        draw_correction(draft, shown, drawing, page)
    elif draft.layout is Layout.WITHDRAWAL:
        draw_withdrawal(draft, shown, drawing, page)
    elif is_absence(draft):
        draw_absence(draft, shown, drawing, page)
    else:
        draw_fresh(draft, shown, drawing, page)
    return page, shown


def _again(texts: Texts) -> Line:
    return [Run(texts("(again)") + " ")]


def _put_notice(draft: Draft, drawing: Drawing, page: Page) -> None:
    notice = draft.items[0].notice
    if notice is not None:
        page.add([plain(draw_notice(notice, texts=drawing.texts).text)])


def _notice_rows(draft: Draft, texts: Texts) -> Sequence[Sequence[Button]]:
    notice = draft.items[0].notice
    return draw_notice(notice, texts=texts).rows if notice is not None else ()


def _is_parting(draft: Draft) -> bool:
    notice = draft.items[0].notice
    return notice is not None and notice.last


def _fitted(draft: Draft, texts: Texts, school: School, limit: int) -> tuple[Page, Sequence[Shown]]:
    """Give each text of the school as much room as lets the whole message fit."""

    def drawn(room: int) -> tuple[Page, Sequence[Shown]]:
        page, shown = _draw(draft, Drawing(texts=texts, school=school, room=room))
        if shown:
            page.add([plain(texts("In full: {command}", command=shown[0].view.whole))])
        return page, shown

    least, most = LEAST_ROOM, limit
    while least < most:
        middle = (least + most + 1) // 2
        if drawn(middle)[0].length <= limit:
            least = middle
        else:
            most = middle - 1
    page, shown = drawn(least)
    page.truncate(limit)
    return page, shown
