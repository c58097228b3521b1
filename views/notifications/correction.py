"""The short notices that follow an edited message, as an answer to it."""

from collections.abc import Sequence

from diary.models.ids import PersonId
from diary.models.notifications import Draft
from views.markup import Line, Page, Run, plain, strike_out
from views.notifications.drawing import SEPARATOR, Drawing, heading
from views.notifications.shown import Shown


def draw_correction(draft: Draft, shown: Sequence[Shown], drawing: Drawing, page: Page) -> None:
    first = shown[0].view
    title = first.withdrawn() if shown[0].entry.withdrawn else first.corrected()
    page.add([_title(title, draft, first.changed_topic(), drawing)])
    for each in shown:
        span = page.add(_lines(each))
        page.spans.update(dict.fromkeys(each.positions, span))


def draw_withdrawal(draft: Draft, shown: Sequence[Shown], drawing: Drawing, page: Page) -> None:
    first = shown[0].view
    page.add([_title(first.withdrawn(), draft, first.changed_topic(), drawing)])
    for each in shown:
        span = page.add([strike_out(each.view.main()), *_filled([plain(each.view.byline())])])
        page.spans.update(dict.fromkeys(each.positions, span))


def _title(title: str, draft: Draft, topic: str, drawing: Drawing) -> Line:
    return [Run(title + SEPARATOR), *heading(drawing, draft.items, topic)]


def _lines(shown: Shown) -> list[Line]:
    change, *rest = shown.view.correction()
    return _filled([shown.marked(change), *shown.struck(rest), *_signed_before(shown)])


def _signed_before(shown: Shown) -> list[Line]:
    """Remind of an earlier signature, only where there is one and a new one is asked for."""
    earlier = [each for each in shown.entry.signatures if each.revision < shown.entry.told_revision]
    asked = frozenset[PersonId]().union(*(item.waiting for item in shown.items))
    if not earlier or not shown.to_sign or not asked <= {each.person_id for each in earlier}:
        return []
    return [plain(shown.view.signed_before(max(earlier, key=lambda each: each.revision)))]


def _filled(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if any(run.text for run in line)]
