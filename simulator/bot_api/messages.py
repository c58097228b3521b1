"""sendMessage, forwardMessage(s), copyMessage(s), sendChatAction."""

from typing import Any

from simulator.bot_api.addressing import existing_post, known_chat, writable_chat
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import BATCH_ITEMS
from simulator.bot_api.posting import post, put
from simulator.bot_api.texts import message_caption, message_text
from simulator.state.accounts import Chat, Post

Json = dict[str, Any]

_CONTENT = ("text", "entities", "photo", "document", "caption", "caption_entities", "contact")
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(call: Call) -> Json:
    chat = writable_chat(call)
    return post(call, chat, message_text(call))


def copy_message(call: Call) -> Json:
    chat = writable_chat(call)
    content = _copied(_source(call, "message to copy not found"))
    if "caption" in call.params and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")} | message_caption(call)
    return {"message_id": post(call, chat, content)["message_id"]}


def copy_messages(call: Call) -> list[Json]:
    """Missing messages are skipped (Bot API, copyMessages)."""
    chat = writable_chat(call)
    copies = [_copied(source) for source in _sources(call)]
    if not copies:
        raise BadRequestError("there are no messages to copy")
    if call.flag("remove_caption"):
        copies = [{k: v for k, v in copy.items() if not k.startswith("caption")} for copy in copies]
    return [{"message_id": put(call, chat, copy, None, {})["message_id"]} for copy in copies]


def forward_message(call: Call) -> Json:
    chat = writable_chat(call)
    return _forward(call, chat, _source(call, "message to forward not found"))


def forward_messages(call: Call) -> list[Json]:
    """Missing messages are skipped (Bot API, forwardMessages)."""
    chat = writable_chat(call)
    sources = _sources(call)
    if not sources:
        raise BadRequestError("there are no messages to forward")
    return [{"message_id": _forward(call, chat, source)["message_id"]} for source in sources]


def _forward(call: Call, chat: Chat, source: Post) -> Json:
    if source.protected:
        raise BadRequestError("message has protected content and can't be forwarded")
    message = source.message
    origin = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message["from"],
        "date": message["date"],
    }
    forwarded = {
        "forward_origin": origin,
        "forward_from": origin["sender_user"],
        "forward_date": origin["date"],
    }
    return put(call, chat, {**_content(message), **forwarded}, None, {})


def _source(call: Call, missing: str) -> Post:
    chat = known_chat(call, "from_chat_id")
    source = existing_post(chat, call.integer("message_id"))
    if source is None:
        raise BadRequestError(missing)
    return source


def _sources(call: Call) -> list[Post]:
    chat = known_chat(call, "from_chat_id")
    found = (existing_post(chat, message_id) for message_id in message_ids(call))
    return [source for source in found if source is not None]


def message_ids(call: Call) -> list[int]:
    """Read the 1-100 identifiers of a batch call."""
    ids = call.decoded("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(ids, list) or not all(isinstance(one, int) for one in ids):
        raise BadRequestError("expected an Array of message identifiers")
    if not ids:
        raise BadRequestError("message identifiers are not specified")
    if len(ids) > BATCH_ITEMS:
        raise BadRequestError("too many message identifiers specified")
    return ids


def _copied(source: Post) -> Json:
    content = _content(source.message)
    if not content or source.protected:
        raise BadRequestError("message can't be copied")
    return content


def _content(message: Json) -> Json:
    return {name: message[name] for name in _CONTENT if name in message}


def send_chat_action(call: Call) -> bool:
    chat = writable_chat(call)
    action = call.text("action")
    if action not in _ACTIONS:
        raise BadRequestError("wrong parameter action in request")
    call.world.events.publish("chat_action", call.bot.id, chat.id, action=action)
    return True
