"""What the bot tells of its own: each area draws its notices in a module of this package."""

from diary.models.notifications import NoticeContent
from views.notices import events, family, requests, trusted
from views.privacy import leaving, renewal
from views.texts import Texts
from views.told import OWN_VIEW, Drawings, Told

DRAWINGS: Drawings = {
    **events.DRAWINGS,
    **family.DRAWINGS,
    **leaving.DRAWINGS,
    **renewal.DRAWINGS,
    **requests.DRAWINGS,
    **trusted.DRAWINGS,
}


def draw(notice: NoticeContent, *, texts: Texts) -> Told:
    """Return the notice; one of a kind that is not known (any more) says little."""
    drawing = DRAWINGS.get(notice.what)
    data = {**notice.data, OWN_VIEW: notice.view}
    told = drawing(data, texts) if drawing else texts("There is news from the diary. See /help")
    return Told(text=told) if isinstance(told, str) else told
