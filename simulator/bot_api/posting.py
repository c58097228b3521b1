"""Puts a bot's message into a chat."""

from typing import Any

from simulator.bot_api.call import Call
from simulator.bot_api.markup import reply_markup
from simulator.bot_api.replies import reply_fields
from simulator.state.accounts import Chat, Post

Json = dict[str, Any]


def post(call: Call, chat: Chat, content: Json) -> Json:
    """Send one message with the reply, keyboard and protection that the call asks for."""
    return put(call, chat, content, reply_markup(call), reply_fields(call, chat))


def put(call: Call, chat: Chat, content: Json, markup: Json | None, reply: Json) -> Json:
    world, bot = call.world, call.bot
    message: Json = {
        "message_id": world.next_message_id(bot, chat),
        "from": bot.user,
        "chat": world.chat_object(chat),
        "date": int(world.clock.now()),
        **reply,
        **content,
    }
    keyboard = None
    if markup is not None:
        if "inline_keyboard" not in markup:
            keyboard = markup
        elif markup["inline_keyboard"]:
            message["reply_markup"] = markup
    protected = "protect_content" in call.params and call.flag("protect_content")
    if protected:
        message["has_protected_content"] = True
    if "link_preview_options" in call.params:
        options = call.decoded("link_preview_options", "can't parse link preview options JSON object")
        if options:
            message["link_preview_options"] = options
    world.add_post(bot, chat, Post(message, outgoing=True, keyboard=keyboard, protected=protected))
    if call.sent is None:
        call.sent = message["message_id"]
    return message
