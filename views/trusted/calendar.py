"""A month in which a day is chosen: a button each, turned in place."""

from calendar import Calendar
from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton

from views.texts import Texts
from views.trusted.buttons import Rows, button
from views.trusted.callbacks import TrustedDayCallback, TrustedMonthCallback

CLOSED = "·"
"""A day that cannot be chosen: earlier, too late, or of another month."""

WEEKS = Calendar()


def month_rows(link: int, shown: date, *, first: date, last: date, texts: Texts) -> Rows:
    """Return the month of the day shown; days from `first` to `last` are open, weeks without any left out."""
    shown = min(max(shown, first), last)
    here = TrustedMonthCallback(link=link, day=shown.toordinal())
    weeks = WEEKS.monthdatescalendar(shown.year, shown.month)
    names = [button(texts.weekday_short(day), here) for day in weeks[0]]

    def is_open(day: date) -> bool:
        return day.month == shown.month and first <= day <= last

    def cell(day: date) -> InlineKeyboardButton:
        if not is_open(day):
            return button(CLOSED, here)
        return button(str(day.day), TrustedDayCallback(link=link, day=day.toordinal()))

    return [
        _turning(link, shown, first, last, texts),
        names,
        *([cell(day) for day in week] for week in weeks if any(is_open(day) for day in week)),
    ]


def _turning(link: int, shown: date, first: date, last: date, texts: Texts) -> list[InlineKeyboardButton]:
    start = shown.replace(day=1)
    before = start - timedelta(days=1)
    after = (start + timedelta(days=31)).replace(day=1)

    def turn(text: str, day: date, *, there: bool) -> InlineKeyboardButton:
        target = day if there else shown
        data = TrustedMonthCallback(link=link, day=target.toordinal())
        return button(text if there else CLOSED, data)

    return [
        turn("‹", before, there=before >= first),
        turn(texts.month(shown), shown, there=True),
        turn("›", after, there=after <= last),
    ]
