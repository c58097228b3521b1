"""People tap inline buttons and wait for what the bot says."""

import secrets
from typing import Any

from simulator.phones.errors import RefusedError
from simulator.phones.places import opened_chat, person_of
from simulator.state.accounts import Callback
from simulator.state.world import World

Json = dict[str, Any]


def press(
    world: World, bot_id: int, chat_id: int, user_id: int, message_id: int, data: str, *, forged: bool = False
) -> str:
    """Tap the button with this data; a forged tap sends what no button says, as a modified client can."""
    person = person_of(world, user_id)
    bot, chat = opened_chat(world, bot_id, chat_id, person)
    post = chat.posts.get(message_id)
    alive = post is not None and not post.deleted
    rows = post.message.get("reply_markup", {}).get("inline_keyboard", []) if post and alive else []
    if not forged and not any(button.get("callback_data") == data for row in rows for button in row):
        raise RefusedError("no button of this message has this data", 409)
    callback = Callback(
        id=str(10**17 + secrets.randbelow(10**17)),
        bot=bot.id,
        chat=chat.id,
        message=message_id,
        user=user_id,
        data=data,
        at=world.clock.now(),
    )
    world.save_callback(callback)
    gone = {"chat": world.chat_object(chat), "message_id": message_id, "date": 0}  # InaccessibleMessage
    world.put_update(
        bot,
        "callback_query",
        {
            "id": callback.id,
            "from": person.user,
            "message": post.message if post and alive else gone,
            "chat_instance": str(chat.id * 7919),
            "data": data,
        },
    )
    return callback.id
