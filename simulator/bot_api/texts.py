"""Texts and captions of a call: parsed and measured."""

from typing import Any

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import CAPTION_UNITS, TEXT_UNITS
from simulator.text.formatting import MarkupError, UnknownParseModeError, formatted
from simulator.text.utf16 import utf16_length

Json = dict[str, Any]


def parsed(call: Call, text: str, parse_mode: str, entities: object) -> tuple[str, list[Json]]:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequestError("strings must be encoded in UTF-8") from None
    try:
        text, found = formatted(text, parse_mode, entities)
    except MarkupError as error:
        raise BadRequestError(f"can't parse entities: {error}") from None
    except UnknownParseModeError:
        raise BadRequestError("unsupported parse_mode") from None
    return text, [mention for entity in found if (mention := _with_person(call, entity))]


def _with_person(call: Call, entity: Json) -> Json | None:
    """Name the person of a text_mention; Telegram drops mentions of people it can't find."""
    if entity["type"] != "text_mention":
        return entity
    person = call.world.people.get(entity.get("user", {}).get("id"))
    return {**entity, "user": person.user} if person else None


def message_text(call: Call, too_long: str = "message is too long") -> Json:
    """Make the fields `text` and `entities` of a message."""
    given = call.decoded("entities", "can't parse entities JSON object")
    text, entities = parsed(call, call.text("text"), call.text("parse_mode"), given)
    if not text:
        raise BadRequestError("message text is empty")
    if utf16_length(text) > TEXT_UNITS:
        raise BadRequestError(too_long)
    return {"text": text, "entities": entities} if entities else {"text": text}


def message_caption(call: Call, too_long: str = "message caption is too long") -> Json:
    """Make the fields `caption` and `caption_entities`, none for an empty caption."""
    given = call.decoded("caption_entities", "can't parse entities JSON object")
    fields = caption_fields(call, call.text("caption"), call.text("parse_mode"), given, too_long)
    if fields and call.flag("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields


def caption_fields(
    call: Call, caption: str, parse_mode: str, given: object, too_long: str = "message caption is too long"
) -> Json:
    text, entities = parsed(call, caption, parse_mode, given)
    if utf16_length(text) > CAPTION_UNITS:
        raise BadRequestError(too_long)
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}
