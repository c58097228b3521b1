"""New entries: one by itself, or several as a numbered list."""

from collections.abc import Sequence

from diary.models.notifications import Averages, Draft
from views.markup import Line, Page, Run, plain
from views.notifications.drawing import Drawing, dotted, heading
from views.notifications.shown import Shown


def draw_fresh(draft: Draft, shown: Sequence[Shown], drawing: Drawing, page: Page) -> None:
    if len(shown) == 1:
        _draw_one(draft, shown[0], drawing, page)
    else:
        _draw_list(draft, shown, drawing, page)


def _draw_one(draft: Draft, shown: Shown, drawing: Drawing, page: Page) -> None:
    view, live = shown.view, not shown.entry.withdrawn
    byline = view.byline()
    page.add(
        [
            heading(drawing, draft.items, view.topic()),
            shown.marked(view.main()),
            *shown.struck(view.body()),
            *([plain(byline)] if byline else []),
            *(view.tail() if live else []),
        ]
    )


def _draw_list(draft: Draft, shown: Sequence[Shown], drawing: Drawing, page: Page) -> None:
    topics = {each.view.topic() for each in shown}
    days = {each.view.dated() for each in shown}
    day = next(iter(days)) if len(days) == 1 else ""
    topic = next(iter(topics)) if len(topics) == 1 else ""
    page.add([heading(drawing, draft.items, topic, day)])
    for number, each in enumerate(shown, start=1):
        line = each.view.brief() if topic else each.view.listed()
        span = page.add([[Run(f"{number}) "), *each.marked(line)]])
        page.spans.update(dict.fromkeys(each.positions, span))
    byline = _byline(shown)
    if byline:
        page.add([byline])


def _byline(shown: Sequence[Shown]) -> Line:
    """Name the teacher if there is one of them all, and what the live ones add up to."""
    teachers = {each.view.drawing.teacher(each.entry) for each in shown}
    total = _total([each for each in shown if not each.entry.withdrawn])
    said = dotted(next(iter(teachers)) if len(teachers) == 1 else "", total)
    return plain(said) if said else []


def _total(live: Sequence[Shown]) -> str:
    """Return what they add up to; once some were corrected, what the correction made of it."""
    moved = [each for each in live if each.entry.was is not None] or live
    if not moved:
        return ""
    averages = [(each, each.entry.averages or Averages(before=None, after=None)) for each in moved]
    first, _ = min(averages, key=lambda each: each[1].since)
    last, _ = max(reversed(averages), key=lambda each: each[1].until)
    return last.view.together(first.entry)
