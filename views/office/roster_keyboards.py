"""The buttons under a roster file's preview, and those of the first hour."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.roster_files import Decision, Examined
from views.keyboards import inline
from views.office.callbacks import RosterFileCallback, RosterStep
from views.texts import Texts

ON, OFF = "☑", "☐"


def preview_keyboard(examined: Examined, decision: Decision, texts: Texts) -> InlineKeyboardMarkup:
    def button(text: str, step: RosterStep) -> InlineKeyboardButton:
        data = RosterFileCallback(
            step=step,
            version=examined.version,
            doubtful=int(decision.doubtful),
            leavers=int(decision.leavers),
        )
        return InlineKeyboardButton(text=text, callback_data=data.pack())

    asks, left = len(examined.difference.asks), len(examined.difference.left)
    rows = []
    if asks:
        text = texts.plural("take the {n} doubtful row too", "take the {n} doubtful rows too", asks)
        rows.append([button(_marked(text, on=decision.doubtful), RosterStep.DOUBTFUL)])
    if left:
        text = texts.plural("{n} has left: end access", "{n} have left: end access", left)
        rows.append([button(_marked(text, on=decision.leavers), RosterStep.LEAVERS)])
    if examined.can_change:
        cancel = button(texts("Cancel"), RosterStep.CANCEL)
        rows.append([button(texts("Confirm"), RosterStep.CONFIRM), cancel])
    rows.append([button(texts("All of it as a file"), RosterStep.DETAILS)])
    return inline(*rows)


def turned(shown: InlineKeyboardMarkup, tapped: RosterFileCallback) -> InlineKeyboardMarkup:
    """Return the preview's buttons with the mark turned that was tapped on."""
    doubtful, leavers = bool(tapped.doubtful), bool(tapped.leavers)
    if tapped.step is RosterStep.DOUBTFUL:
        doubtful = not doubtful
    else:
        leavers = not leavers
    then = Decision(doubtful=doubtful, leavers=leavers)
    return inline(*([_redecided(button, then) for button in row] for row in shown.inline_keyboard))


def _redecided(button: InlineKeyboardButton, then: Decision) -> InlineKeyboardButton:
    data = RosterFileCallback.unpack(button.callback_data or "")
    marks = {RosterStep.DOUBTFUL: then.doubtful, RosterStep.LEAVERS: then.leavers}
    text = _marked(button.text[2:], on=marks[data.step]) if data.step in marks else button.text
    decided = data.model_copy(update={"doubtful": int(then.doubtful), "leavers": int(then.leavers)})
    return InlineKeyboardButton(text=text, callback_data=decided.pack())


def _marked(text: str, *, on: bool) -> str:
    return f"{ON if on else OFF} {text}"


def first_hour_said(texts: Texts) -> str:
    return texts(
        "Send the list of classes and children here as a file (XLSX or CSV): name, class and birth date, in "
        "any order of columns. Teachers may stand on another sheet.\n"
        "I show what I understood, and store nothing before you say yes. Then the letters with codes can be "
        "printed."
    )


def first_hour_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    template = RosterFileCallback(step=RosterStep.TEMPLATE).pack()
    later = RosterFileCallback(step=RosterStep.LATER).pack()
    return inline(
        [
            InlineKeyboardButton(text=texts("Empty template"), callback_data=template),
            InlineKeyboardButton(text=texts("Later"), callback_data=later),
        ]
    )
