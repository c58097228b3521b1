"""A family's group chat: what is asked in it, and what is said of it."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from diary.models.ids import AccountId, MailboxId
from diary.models.people import Student
from views.callbacks import RowId
from views.keyboards import inline
from views.texts import Texts

LONGEST_TITLE = 40
START_GROUP = "diary"
"""The payload with which Telegram starts the bot in a group that it was added to by our own button."""


class GroupAction(StrEnum):
    ASK = "a"
    YES = "y"
    NO = "n"


class GroupCallback(CallbackData, prefix="g"):
    """Link the group in which it is tapped; `account` is the only one that may (0: any guardian's)."""

    action: GroupAction
    account: RowId = 0


class GroupsCallback(CallbackData, prefix="gs"):
    """Show one's groups, or have one (`mailbox`) hear no more."""

    mailbox: RowId = 0


def group_offer(texts: Texts) -> str:
    return texts(
        "Shall news of the school diary come to this chat? Everybody here would read it. "
        "Only a parent or guardian can decide that."
    )


def group_refusal(texts: Texts) -> str:
    return texts(
        "This is a school diary's bot. Here it only brings news that a parent has sent here: "
        "a parent who uses it sends /start in this chat."
    )


def offer_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [_button(texts("Link this chat…"), GroupAction.ASK)], [_button(texts("Not now"), GroupAction.NO)]
    )


def confirmation(students: Sequence[Student], members: int, texts: Texts) -> str:
    """Return what is confirmed; `members` without the bot, 0 where Telegram does not say."""
    count = [texts.plural("{n} person is in this chat now.", "{n} people are in this chat now.", members)]
    return "\n".join(
        [
            texts("The diary of these children will come here:"),
            *(f"• {_named(student, texts)}" for student in students),
            *(count if members else []),
            texts("Everybody in this chat will read it, also who joins later. Only parents can sign."),
            texts("To end it: /settings in your own chat with me."),
        ]
    )


def confirmation_keyboard(account_id: AccountId, texts: Texts) -> InlineKeyboardMarkup:
    return inline(
        [_button(texts("✅ Yes, send it here"), GroupAction.YES, account_id)],
        [_button(texts("Not now"), GroupAction.NO, account_id)],
    )


def group_linked(students: Sequence[Student], texts: Texts) -> str:
    names = "; ".join(_named(student, texts) for student in students)
    return texts("Done: the diary comes here too. {children}", children=names)


def group_back(texts: Texts) -> str:
    return texts("I am back: the diary comes here again, as before.")


def groups_said(titles: Sequence[str], texts: Texts) -> str:
    if not titles:
        return texts("A family's group chat can get the diary too. Add me to it and confirm there.")
    return texts("The diary comes to these groups too. Tap one to end that.")


def groups_keyboard(
    groups: Sequence[tuple[MailboxId, str]], username: str, texts: Texts
) -> InlineKeyboardMarkup:
    ends = [
        [
            InlineKeyboardButton(
                text=texts("✖ {group}", group=title[:LONGEST_TITLE] or texts("a group")),
                callback_data=GroupsCallback(mailbox=mailbox_id).pack(),
            )
        ]
        for mailbox_id, title in groups
    ]
    add = InlineKeyboardButton(
        text=texts("➕ Add me to a group"), url=f"https://t.me/{username}?startgroup={START_GROUP}"
    )
    return inline(*ends, [add])


def groups_button(texts: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=texts("👪 Family groups"), callback_data=GroupsCallback().pack())


def _button(text: str, action: GroupAction, account_id: AccountId | None = None) -> InlineKeyboardButton:
    data = GroupCallback(action=action, account=account_id or 0)
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def _named(student: Student, texts: Texts) -> str:
    return ", ".join(part for part in (texts.name_full(student.name), student.class_name) if part)
