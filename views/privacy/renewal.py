"""A consent that has changed: its short screen, in the chat and as a notice."""

from datetime import date

from diary.models.consents import OwedConsent
from diary.models.school import School
from views.privacy.callbacks import PrivacyCallback, PrivacyStep, RenewCallback, RenewChoice
from views.rendered import Button, Rendered
from views.texts import Texts
from views.told import Data, Drawings, Told


def renewal_screen(owed: OwedConsent, school: School, texts: Texts) -> Rendered:
    text = _said(school.today(owed.until), texts, overdue=owed.overdue)
    return Rendered(text=text, rows=_rows(owed.version, texts))


def _said(until: date, texts: Texts, *, overdue: bool) -> str:
    changed = texts(
        "The school has changed the text of the consent to process personal data. Please look at it again."
    )
    if overdue:
        waits = texts("Until you answer, nothing is sent to you. None of it is lost: it comes when you do.")
    else:
        waits = texts(
            "Until {date} all goes on as before; after that your news waits for your answer, none is lost.",
            date=texts.date(until),
        )
    return f"{changed}\n{waits}"


def _rows(version: str, texts: Texts) -> list[list[Button]]:
    def button(text: str, choice: RenewChoice) -> Button:
        return Button(text=text, callback_data=RenewCallback(choice=choice, version=version).pack())

    withdraw = PrivacyCallback(step=PrivacyStep.WITHDRAW).pack()
    return [
        [button(texts("✅ I consent"), RenewChoice.YES)],
        [button(texts("Full text"), RenewChoice.TEXT), Button(texts("Withdraw"), withdraw)],
    ]


def _consent_changed(data: Data, texts: Texts) -> Told:
    text = _said(date.fromisoformat(data["until"]), texts, overdue=False)
    return Told(text=text, rows=_rows(data["version"], texts))


DRAWINGS: Drawings = {"consent_changed": _consent_changed}
