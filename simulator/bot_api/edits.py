"""editMessageText, editMessageCaption, editMessageReplyMarkup, editMessageMedia."""

from typing import Any

from simulator.bot_api.addressing import own_post, writable_chat
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.markup import inline_markup
from simulator.bot_api.media import edited_media
from simulator.bot_api.texts import message_caption, message_text
from simulator.state.accounts import Chat, Post

Json = dict[str, Any]

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", *_CAPTION)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(call: Call) -> Json:
    chat, post = _editable(call)
    if "text" not in post.message:
        raise BadRequestError("there is no text in the message to edit")
    content = message_text(call, "MESSAGE_TOO_LONG")
    if options := call.decoded("link_preview_options", "can't parse link preview options JSON object"):
        content["link_preview_options"] = options
    return _change(call, chat, post, _TEXT, content)


def edit_message_caption(call: Call) -> Json:
    chat, post = _editable(call)
    if "text" in post.message:
        raise BadRequestError("there is no caption in the message to edit")
    return _change(call, chat, post, _CAPTION, message_caption(call, "MEDIA_CAPTION_TOO_LONG"))


def edit_message_media(call: Call) -> Json:
    chat, post = _editable(call)
    content = edited_media(call)
    if "media_group_id" in post.message and not content.keys() & post.message.keys() & {"photo", "document"}:
        raise BadRequestError("can't use the media of the specified type in the album")
    return _change(call, chat, post, (*_TEXT, *_MEDIA), content)


def edit_message_reply_markup(call: Call) -> Json:
    chat, post = _editable(call)
    return _change(call, chat, post, (), {})


def _editable(call: Call) -> tuple[Chat, Post]:
    """Find an editable message; one with a reply keyboard, its removal or a forced reply never is."""
    chat = writable_chat(call)
    post = own_post(call, chat, "message to edit not found")
    if not post.outgoing or post.keyboard is not None or "forward_origin" in post.message:
        raise BadRequestError("message can't be edited")
    return chat, post


def _change(call: Call, chat: Chat, post: Post, replaced: tuple[str, ...], content: Json) -> Json:
    """Replace content and markup: an edit without reply_markup takes the keyboard away, as at Telegram."""
    markup = inline_markup(call)
    old = post.message
    kept = {k: v for k, v in old.items() if k not in replaced and k not in {"reply_markup", "edit_date"}}
    new = kept | content
    if markup is not None:
        new["reply_markup"] = markup
    if new == {key: value for key, value in old.items() if key != "edit_date"}:
        raise BadRequestError(_NOT_MODIFIED)
    new["edit_date"] = int(call.world.clock.now())
    call.world.change_post(call.bot, chat, post, new)
    call.sent = new["message_id"]
    return new
