"""Whom one may write to, as a name, a list and buttons."""

from collections.abc import Callable, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.ids import RelayId
from diary.models.people import STAFF_ROLES
from diary.models.talk import Addressee, Target
from views.callbacks import AddresseesCallback, RecipientCallback, WriteCallback
from views.keyboards import cancel_row, inline
from views.naming import called, child_called, role_said, student_said
from views.paging import paged
from views.texts import Texts

PAGE = 8


def addressee_said(addressee: Addressee, texts: Texts) -> str:
    """Return e.g. "A. V. Smirnova", "School office", "Parent: Pyotr Ivanov, 7B (mother)"."""
    if addressee.role in STAFF_ROLES:
        return texts.name_short(addressee.name) if addressee.name else texts("School office")
    who = student_said(addressee.student, texts)
    label = f" ({called(addressee.label, texts)})" if addressee.label else ""
    return f"{role_said(addressee.role, texts)}: {who}{label}"


def addressees_keyboard(
    addressees: Sequence[Addressee], texts: Texts, *, relay_id: RelayId | None = None, page: int = 0
) -> InlineKeyboardMarkup:
    """Return a page of buttons: for an offered letter (`relay_id`), or for one yet to be written."""
    siblings = len({one.student.id for one in addressees if one.role in STAFF_ROLES}) > 1
    shown, turn = paged(
        addressees, page, PAGE, lambda other: AddresseesCallback(relay=relay_id or 0, page=other)
    )
    button = _recipient_button(relay_id) if relay_id is not None else _write_button
    rows = [
        [button(texts("💬 to {name}", name=_listed(one, texts, siblings=siblings)), one.target)]
        for one in shown
    ]
    return inline(*rows, *turn, *([cancel_row(texts)] if relay_id is not None else []))


def _listed(addressee: Addressee, texts: Texts, *, siblings: bool) -> str:
    parts = [addressee_said(addressee, texts)]
    if addressee.role in STAFF_ROLES:
        parts += [child_called(addressee.student, texts, short=True)] if siblings else []
        parts += [texts("class teacher")] if addressee.leads_class else list(addressee.subjects[:1])
    return " · ".join(parts)


def _recipient_button(relay_id: RelayId) -> Callable[[str, Target], InlineKeyboardButton]:
    def button(text: str, target: Target) -> InlineKeyboardButton:
        data = RecipientCallback(
            relay=relay_id,
            recipient=target.person_id or 0,
            student=target.student_id,
            entry=target.entry_id or 0,
        )
        return InlineKeyboardButton(text=text, callback_data=data.pack())

    return button


def _write_button(text: str, target: Target) -> InlineKeyboardButton:
    data = WriteCallback(
        recipient=target.person_id or 0, student=target.student_id, entry=target.entry_id or 0
    )
    return InlineKeyboardButton(text=text, callback_data=data.pack())
