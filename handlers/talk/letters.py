"""What a Telegram message says, without who says it."""

from aiogram.types import Message, MessageEntity

from diary.errors import LetterTooLongError, NotEntitledError
from diary.models.entries import Json
from diary.models.ids import BotId, ChatId, TelegramMessageId
from diary.models.people import Account
from diary.models.talk import Author, Letter, LetterKind, Reply
from views.markup import utf16_length
from views.notifications.relay import LONGEST_CAPTION, LONGEST_TEXT

TELLING = frozenset({"text_mention", "mention", "custom_emoji", "phone_number", "email"})
"""Entities that lead to an account or number, or that bots cannot send."""


def letter_of(message: Message) -> Letter | None:
    """Return what may be passed on: text, a photo or a document; None for anything else.

    Raises LetterTooLongError for what would not fit together with its heading.
    """
    if message.text:
        return _letter(message, LetterKind.TEXT, message.text, message.entities)
    if message.photo:
        file_id = message.photo[-1].file_id
        return _letter(message, LetterKind.PHOTO, message.caption, message.caption_entities, file_id)
    if message.document and not message.animation:
        file_id = message.document.file_id
        return _letter(message, LetterKind.DOCUMENT, message.caption, message.caption_entities, file_id)
    return None


def _letter(
    message: Message,
    kind: LetterKind,
    text: str | None,
    entities: list[MessageEntity] | None,
    file_id: str | None = None,
) -> Letter:
    if utf16_length(text or "") > (LONGEST_CAPTION if file_id else LONGEST_TEXT):
        raise LetterTooLongError
    return Letter(
        message_id=TelegramMessageId(message.message_id),
        kind=kind,
        text=text or "",
        entities=tuple(_entity(one) for one in entities or [] if not _tells(one)),
        file_id=file_id,
        album=message.media_group_id,
    )


def _tells(entity: MessageEntity) -> bool:
    return entity.type in TELLING or (entity.url or "").lower().startswith("tg:")


def _entity(entity: MessageEntity) -> dict[str, Json]:
    kept: dict[str, Json] = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    for name in ("url", "language"):
        if getattr(entity, name):
            kept[name] = getattr(entity, name)
    return kept


def reply_of(message: Message) -> Reply | None:
    if message.reply_to_message is None:
        return None
    quote_at = message.quote.position if message.quote else None
    return Reply(message_id=TelegramMessageId(message.reply_to_message.message_id), quote_at=quote_at)


def author_of(account: Account | None, bot_id: int, chat_id: int) -> Author:
    """Raise NotEntitledError for a stranger."""
    if account is None:
        raise NotEntitledError
    return Author(account=account, bot_id=BotId(bot_id), chat_id=ChatId(chat_id))
