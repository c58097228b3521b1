"""The calls that deliveries are made by: aiogram's methods with what we send and the little we read.

A whole Message is costly to build and of no use here.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from aiogram.methods import TelegramMethod

Parts = list[dict[str, Any]]

NO_PREVIEW: dict[str, Any] = {"is_disabled": True}
"""No default of the calls: aiogram would copy it for each."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    message_id: int


class Delivering:
    """Marks calls whose pace was paid when they were taken from the queue."""


class _Send(TelegramMethod[SentMessage], Delivering):
    __returning__: ClassVar[type] = SentMessage

    chat_id: int
    reply_markup: dict[str, Any] | None = None
    reply_parameters: dict[str, Any] | None = None


class SendText(_Send):
    __api_method__: ClassVar[str] = "sendMessage"

    text: str
    entities: Parts | None = None
    link_preview_options: dict[str, Any]


class SendPhoto(_Send):
    __api_method__: ClassVar[str] = "sendPhoto"

    photo: str
    caption: str
    caption_entities: Parts | None = None


class SendDocument(_Send):
    __api_method__: ClassVar[str] = "sendDocument"

    document: str
    caption: str
    caption_entities: Parts | None = None


class SendAlbum(TelegramMethod[list[SentMessage]], Delivering):
    __returning__: ClassVar[type] = list[SentMessage]
    __api_method__: ClassVar[str] = "sendMediaGroup"

    chat_id: int
    media: Parts
    reply_parameters: dict[str, Any] | None = None


class EditText(TelegramMethod[SentMessage], Delivering):
    __returning__: ClassVar[type] = SentMessage
    __api_method__: ClassVar[str] = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    entities: Parts | None = None
    reply_markup: dict[str, Any] | None = None
    link_preview_options: dict[str, Any]


class DeleteSent(TelegramMethod[bool], Delivering):
    __returning__: ClassVar[type] = bool
    __api_method__: ClassVar[str] = "deleteMessage"

    chat_id: int
    message_id: int
