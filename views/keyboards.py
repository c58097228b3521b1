"""Keyboards of dialogues: what stands under a message of the bot, and the standing one of five words."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from diary.models.deliveries import GradesWhen
from diary.models.ids import CodeId, RelayId
from diary.models.people import LINK_ROLES, Role
from views.callbacks import (
    CancelCallback,
    ConsentCallback,
    ConsentChoice,
    GradesWhenCallback,
    LocaleCallback,
    RetractCallback,
)
from views.requests.callbacks import MoveCallback
from views.texts import SUPPORTED_LOCALES, Texts, load_texts

LANGUAGES = {"ru": "Русский", "en": "English"}


class Word(StrEnum):
    """A word of the standing keyboard; in the chat it stands translated."""

    TODAY = "Today"
    HOMEWORK = "Homework"
    GRADES = "Grades"
    WRITE = "Write"
    MORE = "More"


def guardian_keyboard(texts: Texts, *, may_write: bool = True) -> ReplyKeyboardMarkup:
    words = [word for word in Word if may_write or word is not Word.WRITE]
    shown = [KeyboardButton(text=said(word, texts)) for word in words]
    return ReplyKeyboardMarkup(keyboard=[shown[:3], shown[3:]], resize_keyboard=True, is_persistent=True)


def standing_keyboard(
    roles: frozenset[Role], texts: Texts, *, may_write: bool
) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    """Return the words for who is here as family; for others what takes them away."""
    if not roles & LINK_ROLES:
        return ReplyKeyboardRemove()
    return guardian_keyboard(texts, may_write=may_write)


def said(word: Word, texts: Texts) -> str:
    return {
        Word.TODAY: texts("Today"),
        Word.HOMEWORK: texts("Homework"),
        Word.GRADES: texts("Grades"),
        Word.WRITE: texts("Write"),
        Word.MORE: texts("More"),
    }[word]


def word_of(text: str | None) -> Word | None:
    """Return the word that a message is, in any language: a keyboard outlives a change of it."""
    return _words().get((text or "").strip().casefold())


@cache
def _words() -> dict[str, Word]:
    languages = [load_texts(locale) for locale in SUPPORTED_LOCALES]
    return {said(word, texts).casefold(): word for texts in languages for word in Word}


def inline(*rows: Iterable[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows])


def consent_keyboard(code_id: CodeId, version: str, texts: Texts) -> InlineKeyboardMarkup:
    def button(text: str, choice: ConsentChoice) -> InlineKeyboardButton:
        data = ConsentCallback(code=code_id, choice=choice, version=version).pack()
        return InlineKeyboardButton(text=text, callback_data=data)

    return inline(
        [button(texts("✅ I consent"), ConsentChoice.YES)],
        [button(texts("Full text"), ConsentChoice.TEXT), button(texts("Not now"), ConsentChoice.LATER)],
    )


def when_said(when: GradesWhen, texts: Texts) -> str:
    return {
        GradesWhen.AT_ONCE: texts("At once"),
        GradesWhen.AFTER_SCHOOL: texts("After school"),
        GradesWhen.EVENING: texts("Evening"),
    }[when]


def grades_when_row(texts: Texts, chosen: GradesWhen | None = None) -> list[InlineKeyboardButton]:
    return [
        InlineKeyboardButton(
            text=("• " if when is chosen else "") + when_said(when, texts),
            callback_data=GradesWhenCallback(when=when.value).pack(),
        )
        for when in GradesWhen
    ]


def settings_keyboard(texts: Texts, chosen: GradesWhen | None) -> InlineKeyboardMarkup:
    """Return the languages, and when grades come for those who get them."""
    languages = [
        InlineKeyboardButton(
            text=("• " if locale == texts.locale else "") + LANGUAGES[locale],
            callback_data=LocaleCallback(locale=locale).pack(),
        )
        for locale in SUPPORTED_LOCALES
    ]
    moving = InlineKeyboardButton(
        text=texts("Move to a new phone or account"), callback_data=MoveCallback().pack()
    )
    return inline(languages, *([] if chosen is None else [grades_when_row(texts, chosen)]), [moving])


def retract_keyboard(relay_id: RelayId, texts: Texts) -> InlineKeyboardMarkup:
    data = RetractCallback(relay=relay_id).pack()
    return inline([InlineKeyboardButton(text=texts("↩ Take back"), callback_data=data)])


def cancel_row(texts: Texts) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(text=texts("Cancel"), callback_data=CancelCallback().pack())]
