"""Replies and quotes (Bot API, ReplyParameters)."""

from typing import Any

from simulator.bot_api.addressing import existing_post
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import QUOTE_UNITS
from simulator.bot_api.texts import parsed
from simulator.state.accounts import Chat
from simulator.text.utf16 import utf16_find_all, utf16_length

Json = dict[str, Any]

# ReplyParameters.quote: "must be an exact substring …, including bold, italic, underline, strikethrough,
# spoiler, and custom_emoji entities"; a quote keeps no others.
_QUOTED_FORMATS = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"})


def reply_fields(call: Call, chat: Chat) -> Json:
    """Make the fields `reply_to_message` and `quote` of the message to be sent."""
    params = call.params
    if "reply_parameters" not in params and "reply_to_message_id" not in params:
        return {}
    reply = call.decoded("reply_parameters", "can't parse reply parameters JSON object")
    if reply is None:
        reply = {
            "message_id": call.integer("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise BadRequestError("object expected as reply parameters")
    if not reply["message_id"]:
        return {}
    if str(reply.get("chat_id", chat.id)) != str(chat.id):
        raise BadRequestError("message to be replied not found")
    post = existing_post(chat, reply["message_id"])
    if post is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise BadRequestError("message to be replied not found")
    fields: Json = {"reply_to_message": one_level(post.message)}
    if reply.get("quote"):
        fields["quote"] = _quote(call, reply, post.message)
    return fields


def one_level(message: Json) -> Json:
    """Strip what a replied message does not carry: further replies (Bot API, Message.reply_to_message)."""
    return {key: value for key, value in message.items() if key not in {"reply_to_message", "quote"}}


def _quote(call: Call, reply: Json, message: Json) -> Json:
    text, entities = parsed(
        call, str(reply["quote"]), reply.get("quote_parse_mode") or "", reply.get("quote_entities")
    )
    entities = [entity for entity in entities if entity["type"] in _QUOTED_FORMATS]
    wanted = int(reply.get("quote_position") or 0)
    found = quote_position(message, text, wanted, entities)
    if found is None:
        raise BadRequestError("QUOTE_TEXT_INVALID")
    quote: Json = {"text": text, "position": found, "is_manual": True}
    return {**quote, "entities": entities} if entities else quote


def quote_position(message: Json, text: str, wanted: int, entities: list[Json] | None) -> int | None:
    """Where the quote stands in the message, nearest to the wanted place; None where it does not.

    A bot's quote must carry the same formatting; a person's (entities is None) is a selection, and does.
    """
    whole = message.get("text") or message.get("caption") or ""
    if not text or utf16_length(text) > QUOTE_UNITS:
        return None
    around = message.get("entities") or message.get("caption_entities") or []
    places = [
        place
        for place in utf16_find_all(whole, text)
        if entities is None or _clipped(around, place, utf16_length(text)) == _keys(entities)
    ]
    return min(places, key=lambda place: abs(place - wanted), default=None)


def _keys(entities: list[Json]) -> set[tuple[str, int, int]]:
    return {(entity["type"], entity["offset"], entity["length"]) for entity in entities}


def _clipped(entities: list[Json], offset: int, length: int) -> set[tuple[str, int, int]]:
    clipped = set()
    for entity in entities:
        begin = max(entity["offset"], offset)
        end = min(entity["offset"] + entity["length"], offset + length)
        if entity["type"] in _QUOTED_FORMATS and begin < end:
            clipped.add((entity["type"], begin - offset, end - begin))
    return clipped
