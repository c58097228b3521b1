"""The only sender to other chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Bot

from delivery.jobs import Action, Job
from delivery.methods import NO_PREVIEW, DeleteSent, EditText, SendAlbum, SendDocument, SendPhoto, SendText
from diary.models.ids import ChatId, TelegramMessageId
from diary.models.notifications import Draft
from diary.models.talk import LetterKind
from views.rendered import Rendered

REQUEST_TIMEOUT = 6
"""Seconds; well within the term of a bot's lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    bot: Bot

    async def hand_over(
        self, job: Job, rendered: Sequence[Rendered], chat_id: ChatId
    ) -> tuple[TelegramMessageId, ...]:
        """Make the job's one call; return the messages that it made. Raises what aiogram raises."""
        if job.action is Action.EDIT:
            return await self._edit(job, rendered[0], chat_id)
        if job.action is Action.DELETE:
            return await self._delete(job, chat_id)
        if len(rendered) > 1:
            return await self._send_album(job, rendered, chat_id)
        method = _single(job, rendered[0], chat_id)
        sent = await self.bot(method, request_timeout=REQUEST_TIMEOUT)
        return (TelegramMessageId(sent.message_id),)

    async def _edit(self, job: Job, page: Rendered, chat_id: ChatId) -> tuple[TelegramMessageId, ...]:
        message_id = _standing(job)
        method = EditText(
            chat_id=chat_id,
            message_id=message_id,
            text=page.text,
            entities=_entities(page),
            reply_markup=_keyboard(page),
            link_preview_options=NO_PREVIEW,
        )
        await self.bot(method, request_timeout=REQUEST_TIMEOUT)
        return (message_id,)

    async def _delete(self, job: Job, chat_id: ChatId) -> tuple[TelegramMessageId, ...]:
        method = DeleteSent(chat_id=chat_id, message_id=_standing(job))
        await self.bot(method, request_timeout=REQUEST_TIMEOUT)
        return ()

    async def _send_album(
        self, job: Job, pages: Sequence[Rendered], chat_id: ChatId
    ) -> tuple[TelegramMessageId, ...]:
        media = [_media(draft, page) for draft, page in zip(job.drafts, pages, strict=True)]
        method = SendAlbum(chat_id=chat_id, media=media, reply_parameters=_reply(job))
        sent = await self.bot(method, request_timeout=REQUEST_TIMEOUT)
        return tuple(TelegramMessageId(one.message_id) for one in sent)


def _single(job: Job, page: Rendered, chat_id: ChatId) -> SendText | SendPhoto | SendDocument:
    relay = job.drafts[0].items[0].relay
    under: dict[str, Any] = {"reply_parameters": _reply(job), "reply_markup": _keyboard(page)}
    if relay is None or relay.file_id is None:
        return SendText(
            chat_id=chat_id,
            text=page.text,
            entities=_entities(page),
            link_preview_options=NO_PREVIEW,
            **under,
        )
    if relay.content == LetterKind.PHOTO:
        return SendPhoto(
            chat_id=chat_id, photo=relay.file_id, caption=page.text, caption_entities=_entities(page), **under
        )
    return SendDocument(
        chat_id=chat_id, document=relay.file_id, caption=page.text, caption_entities=_entities(page), **under
    )


def _media(draft: Draft, page: Rendered) -> dict[str, Any]:
    relay = draft.items[0].relay
    if relay is None or relay.file_id is None:
        raise ValueError("only photos and documents make an album")
    shown: dict[str, Any] = {"type": relay.content, "media": relay.file_id}
    if page.text:
        shown |= {"caption": page.text, "caption_entities": _entities(page) or []}
    return shown


def _standing(job: Job) -> TelegramMessageId:
    if job.standing is None or job.standing.message.telegram_message_id is None:
        raise ValueError("there is no message to change")
    return job.standing.message.telegram_message_id


def _reply(job: Job) -> dict[str, Any] | None:
    if job.reply_to is None:
        return None
    return {"message_id": job.reply_to, "allow_sending_without_reply": True}


def _entities(page: Rendered) -> list[dict[str, Any]] | None:
    return [_given(mark._asdict()) for mark in page.marks] or None


def _keyboard(page: Rendered) -> dict[str, Any] | None:
    if page.parting:
        return {"remove_keyboard": True}
    if not page.rows:
        return None
    return {"inline_keyboard": [[button._asdict() for button in row] for row in page.rows]}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
