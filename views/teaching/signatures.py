from collections.abc import Sequence
from datetime import datetime

from diary.models.deliveries import DeliveryState
from diary.models.teachings import Asked, Signatures, SignaturesPage, SignedEntry
from views.callbacks import SignaturesCallback
from views.markup import Line, Run, bold, cut, one_line, plain
from views.naming import called
from views.notifications.drawing import SEPARATOR, Drawing, comma, dotted
from views.notifications.entry_view import EntryView
from views.notifications.kinds import view_of
from views.reading.sheets import Leaf
from views.rendered import Button
from views.texts import Texts

ENTRY_ROOM = 160
"""UTF-16 units of an entry in a list: what it says in full stands in the diary."""


def draw_signatures(page: SignaturesPage, drawing: Drawing) -> Leaf:
    """Draw a teacher's entries of the last two weeks, each with how far its signatures are."""
    texts = drawing.texts
    title = (
        texts("Your entries of the last two weeks") if page.every else texts("Not signed by every family yet")
    )
    lines = [_numbered(number, one, drawing) for number, one in enumerate(page.entries, start=1)]
    nothing = texts("Nothing here.") if page.every else texts("All is signed: nothing to wait for.")
    return Leaf(title=[bold(title)], lines=lines or [plain(nothing)], rows=_rows(page, texts))


def _numbered(number: int, one: SignedEntry, drawing: Drawing) -> Line:
    said = dotted(_whom(one, drawing), cut(_said(one, drawing), ENTRY_ROOM), _dated(one, drawing))
    return [Run(f"{number}) {said}{SEPARATOR}"), Run(_count(one.signatures, drawing.texts), "italic")]


def _count(signatures: Signatures, texts: Texts) -> str:
    if signatures.students > 1:
        return texts("signed: {signed} of {students}", signed=signatures.signed, students=signatures.students)
    return texts("signed") if signatures.complete else texts("not signed")


def _rows(page: SignaturesPage, texts: Texts) -> list[list[Button]]:
    here = SignaturesCallback(every=page.every, sheet=page.page)
    numbers = [
        Button(
            text=str(number), callback_data=here.model_copy(update={"entry": one.entry.id, "sheet": 0}).pack()
        )
        for number, one in enumerate(page.entries, start=1)
    ]
    turn = [
        Button(text=label, callback_data=here.model_copy(update={"sheet": other}).pack())
        for other, label in ((page.page - 1, texts("◀ Newer")), (page.page + 1, texts("Older ▶")))
        if 0 <= other < page.pages
    ]
    switch = texts("Only what is not signed") if page.every else texts("Also what is signed")
    other = SignaturesCallback(every=not page.every)
    return [row for row in (numbers, turn, [Button(text=switch, callback_data=other.pack())]) if row]


def draw_signature(one: SignedEntry, drawing: Drawing, here: SignaturesCallback) -> Leaf:
    """Draw who signed an entry and who has not, those first."""
    texts = drawing.texts
    asked = sorted(one.signatures.asked, key=lambda each: each.signed_at is not None)
    several = one.signatures.students > 1
    back = SignaturesCallback(every=here.every)
    return Leaf(
        title=[bold(dotted(_whom(one, drawing), drawing.said(one.entry.subject)))],
        lines=[
            plain(dotted(cut(_said(one, drawing), ENTRY_ROOM), _dated(one, drawing))),
            *(_person(each, drawing, named=several) for each in asked),
        ],
        rows=[[Button(text=texts("◀ To the list"), callback_data=back.pack())]],
    )


def _person(asked: Asked, drawing: Drawing, *, named: bool) -> Line:
    texts = drawing.texts
    label = drawing.said(called(asked.label, texts)) or texts("parent")
    who = f"{drawing.said(texts.name_full(asked.student))} ({label})" if named else label
    signed = f"✍️ {_moment(asked.signed_at, drawing)}" if asked.signed_at else _progress(asked, drawing)
    return [Run(f"• {who}: {signed}")]


def _progress(asked: Asked, drawing: Drawing) -> str:
    texts = drawing.texts
    if asked.state is DeliveryState.MISSED:
        return texts("has blocked the bot")
    if asked.state is DeliveryState.DEAD:
        return texts("could not be delivered")
    if asked.sent_at is None:
        return texts("not delivered yet")
    return texts("delivered {when}, not signed", when=_moment(asked.sent_at, drawing))


def _moment(instant: datetime, drawing: Drawing) -> str:
    local = drawing.local(instant)
    return comma(drawing.texts.date(local.date()), drawing.texts.time(local.time()))


def _whom(one: SignedEntry, drawing: Drawing) -> str:
    """Return the child, or the class or group."""
    if one.entry.audience:
        return drawing.said(one.entry.audience)
    asked: Sequence[Asked] = one.signatures.asked
    child = asked[0]
    return drawing.said(comma(drawing.texts.name_full(child.student), child.class_name))


def _said(one: SignedEntry, drawing: Drawing) -> str:
    return one_line("".join(run.text for run in _view(one, drawing).brief()))


def _dated(one: SignedEntry, drawing: Drawing) -> str:
    return _view(one, drawing).dated()


def _view(one: SignedEntry, drawing: Drawing) -> EntryView:
    return view_of(one.entry, drawing, class_name=one.entry.audience)
