"""People write, attach, reply, quote and edit."""

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import Any

from simulator.bot_api.errors import ApiError
from simulator.bot_api.limits import CAPTION_UNITS, TEXT_UNITS
from simulator.bot_api.media import document, photo
from simulator.bot_api.replies import one_level, quote_position
from simulator.phones.errors import RefusedError
from simulator.phones.places import opened_chat, person_of, post_of
from simulator.phones.privacy import reaches_bot
from simulator.state.accounts import Bot, Chat, Person, Post
from simulator.state.world import World
from simulator.text.formatting import formatted
from simulator.text.utf16 import utf16_length

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    base64: str
    mime: str = ""

    def content(self) -> bytes:
        try:
            return base64.b64decode(self.base64, validate=True)
        except binascii.Error:
            raise RefusedError(f"{self.name}: not base64") from None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to send; each file becomes a message, several of them one album."""

    text: str = ""
    files: list[tuple[str, File]] = field(default_factory=list)
    caption: str = ""
    contact: bool = False
    reply_to: int | None = None
    quote: tuple[str, int] | None = None


def send(world: World, bot_id: int, chat_id: int, user_id: int, draft: Draft) -> list[Json]:
    """Write a message or an album, and tell the bot if it may hear it."""
    person = person_of(world, user_id)
    bot, chat = opened_chat(world, bot_id, chat_id, person)
    reply = _reply(chat, draft)
    contents = _contents(world, bot, person, draft)
    messages = [_add(world, bot, chat, person, reply | content) for content in contents]
    if person.start and draft.text.strip() == f"/start {person.start}":
        person.start = None
        world.save_person(person)
    return messages


def _add(world: World, bot: Bot, chat: Chat, person: Person, content: Json) -> Json:
    message: Json = {
        "message_id": world.next_message_id(bot, chat),
        "from": person.user,
        "chat": world.chat_object(chat),
        "date": int(world.clock.now()),
        **content,
    }
    post = Post(message, outgoing=False)
    world.add_post(bot, chat, post)
    if chat.status == "member" and reaches_bot(bot, chat, message):
        world.put_update(bot, "message", message)
    return world.shown(post)


def _contents(world: World, bot: Bot, person: Person, draft: Draft) -> list[Json]:
    if draft.contact:
        user = person.user
        named = {k: user[k] for k in ("first_name", "last_name") if k in user}
        return [
            {"contact": {"phone_number": f"+7999{user['id'] % 10**7:07}", **named, "user_id": user["id"]}}
        ]
    if not draft.files:
        return [_text_fields(draft.text)]
    contents = [_file_content(world, bot, kind, file) for kind, file in draft.files]
    if len(contents) > 1:
        group = {"media_group_id": str(10**16 + secrets.randbelow(10**15))}
        contents = [group | content for content in contents]
    caption, entities = formatted(draft.caption or draft.text, "")
    if utf16_length(caption) > CAPTION_UNITS:
        raise RefusedError("the caption is too long")
    if caption:
        contents[0]["caption"] = caption
    if entities:
        contents[0]["caption_entities"] = entities
    return contents


def _text_fields(source: str) -> Json:
    text, entities = formatted(source, "")
    if not text:
        raise RefusedError("nothing to send")
    if utf16_length(text) > TEXT_UNITS:
        raise RefusedError("the text is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def _file_content(world: World, bot: Bot, kind: str, file: File) -> Json:
    content = file.content()
    if kind == "document":
        return document(world.files, bot.id, content, file.name, file.mime)
    try:
        return photo(world.files, bot.id, content)
    except ApiError:
        raise RefusedError(f"{file.name}: not a PNG or JPEG picture") from None


def _reply(chat: Chat, draft: Draft) -> Json:
    if draft.reply_to is None:
        return {}
    message = post_of(chat, draft.reply_to).message
    fields: Json = {"reply_to_message": one_level(message)}
    if draft.quote is not None:
        text, wanted = draft.quote
        position = quote_position(message, text, wanted, None)
        if position is None:
            raise RefusedError("the quote does not stand in the message")
        fields["quote"] = {"text": text, "position": position, "is_manual": True}
    return fields


def edit(world: World, bot_id: int, chat_id: int, user_id: int, message_id: int, text: str) -> Json:
    """Change one's own text message; the bot hears of it as an edited_message."""
    person = person_of(world, user_id)
    bot, chat = opened_chat(world, bot_id, chat_id, person)
    post = post_of(chat, message_id)
    if post.outgoing or post.message["from"]["id"] != user_id or "text" not in post.message:
        raise RefusedError("only one's own text can be edited", 403)
    kept = {key: value for key, value in post.message.items() if key not in {"text", "entities"}}
    message = kept | _text_fields(text) | {"edit_date": int(world.clock.now())}
    world.change_post(bot, chat, post, message)
    if reaches_bot(bot, chat, message):
        world.put_update(bot, "edited_message", message)
    return world.shown(post)
