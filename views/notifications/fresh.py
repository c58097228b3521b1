"""New entries: one by itself, or several as a numbered list."""

from collections.abc import Sequence

from diary.models.notifications import Draft
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
    days = {each.entry.day for each in shown}
    day = next(iter(days)) if len(days) == 1 else None
    topic = next(iter(topics)) if len(topics) == 1 else ""
    page.add([heading(drawing, draft.items, topic, drawing.texts.date(day) if day else "")])
    for number, each in enumerate(shown, start=1):
        span = page.add([[Run(f"{number}) "), *each.marked(each.view.brief())]])
        page.spans.update(dict.fromkeys(each.positions, span))
    byline = _byline(shown)
    if byline:
        page.add([byline])


def _byline(shown: Sequence[Shown]) -> Line:
    """Name the teacher if there is one of them all, and what the live ones add up to."""
    teachers = {each.view.drawing.teacher(each.entry) for each in shown}
    live = [each for each in shown if not each.entry.withdrawn]
    total = live[-1].view.together(live[0].entry) if live else ""
    said = dotted(next(iter(teachers)) if len(teachers) == 1 else "", total)
    return plain(said) if said else []
