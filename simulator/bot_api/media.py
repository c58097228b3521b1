"""sendPhoto, sendDocument, sendMediaGroup and the media of edits."""

import mimetypes
import secrets
from typing import Any

from simulator.bot_api.addressing import writable_chat
from simulator.bot_api.bodies import Upload
from simulator.bot_api.call import Call
from simulator.bot_api.errors import ApiError, BadRequestError
from simulator.bot_api.limits import ALBUM_ITEMS, PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES, UPLOAD_BYTES
from simulator.bot_api.posting import post, put
from simulator.bot_api.replies import reply_fields
from simulator.bot_api.texts import caption_fields, message_caption
from simulator.state.files import Files, document_object, photo_sizes
from simulator.state.images import image_size

Json = dict[str, Any]

_ATTACH = "attach://"
_KINDS = ("photo", "document")


def send_photo(call: Call) -> Json:
    return _send_one(call, "photo")


def send_document(call: Call) -> Json:
    return _send_one(call, "document")


def _send_one(call: Call, kind: str) -> Json:
    chat = writable_chat(call)
    if kind not in call.params and kind not in call.uploads:
        raise BadRequestError(f"there is no {kind} in the request")
    caption = message_caption(call)
    upload = call.uploads.get(kind)
    content = stored(call, kind, upload) if upload else referred(call, kind, call.text(kind))
    return post(call, chat, content | caption)


def send_media_group(call: Call) -> list[Json]:
    chat = writable_chat(call)
    items = call.decoded("media", "can't parse media JSON object")
    if not isinstance(items, list):
        raise BadRequestError("expected an Array of InputMedia")
    fewest, most = ALBUM_ITEMS
    if len(items) > most:
        raise BadRequestError("too many messages to send as an album")
    if len(items) < fewest:
        raise BadRequestError(
            "there are no messages to send" if not items else "album must include 2-10 items"
        )
    if len({item.get("type") if isinstance(item, dict) else None for item in items}) > 1:
        raise BadRequestError("document can't be mixed with other media types")
    contents = [_item(call, item) for item in items]
    if call.has("reply_markup"):
        raise BadRequestError("reply markup is not allowed in albums")
    group = {"media_group_id": str(10**16 + secrets.randbelow(10**15))}
    reply = reply_fields(call, chat)
    return [put(call, chat, group | content, None, reply) for content in contents]


def edited_media(call: Call) -> Json:
    item = call.decoded("media", "can't parse InputMedia JSON object")
    return _item(call, item)


def _item(call: Call, item: object) -> Json:
    if not isinstance(item, dict):
        raise BadRequestError("can't parse InputMedia: expected an Object")
    kind, media = item.get("type"), item.get("media")
    if kind not in _KINDS:
        raise BadRequestError("can't parse InputMedia: invalid type specified")
    if not isinstance(media, str) or not media:
        raise BadRequestError("can't parse InputMedia: media not found")
    caption = caption_fields(
        call, str(item.get("caption") or ""), item.get("parse_mode") or "", item.get("caption_entities")
    )
    return referred(call, kind, media) | caption


def referred(call: Call, kind: str, media: str) -> Json:
    """Content by attach:// name or by file_id; addresses are not fetched, the simulator is offline."""
    if media.startswith(_ATTACH):
        upload = call.uploads.get(media.removeprefix(_ATTACH))
        if upload is None:
            raise BadRequestError("can't parse InputMedia: media not found")
        return stored(call, kind, upload)
    if media.startswith(("http://", "https://")):
        raise BadRequestError("failed to get HTTP URL content")
    file = call.world.files.by_id(call.bot.id, media)
    if file is None:
        raise BadRequestError("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise BadRequestError(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    if kind == "document":
        return {"document": document_object(file)}
    return {"photo": photo_sizes(call.world.files.sizes_of(file))}


def stored(call: Call, kind: str, upload: Upload) -> Json:
    """Content of an uploaded file, refused where Telegram can't take it."""
    if not upload.content:
        raise BadRequestError("file must be non-empty")
    if len(upload.content) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "document":
        return document(call.world.files, call.bot.id, upload.content, upload.name, upload.mime)
    if len(upload.content) > PHOTO_BYTES:
        raise BadRequestError("file is too big")
    return photo(call.world.files, call.bot.id, upload.content)


def document(files: Files, bot: int, content: bytes, name: str, mime: str) -> Json:
    if not mime or mime == "application/octet-stream":
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"document": document_object(files.add_document(bot, content, name, mime))}


def photo(files: Files, bot: int, content: bytes) -> Json:
    size = image_size(content)
    if size is None or not all(size):
        raise BadRequestError("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * min(size):
        raise BadRequestError("PHOTO_INVALID_DIMENSIONS")
    return {"photo": photo_sizes(files.add_photo(bot, content, size))}
