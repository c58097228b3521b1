"""Finds the chat a call means, and whether the bot may write there."""

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError, ForbiddenError
from simulator.state.accounts import Chat, Post


def chat_id_of(call: Call, name: str = "chat_id") -> int | None:
    """Read the numeric id, None where it is absent or no number."""
    try:
        return int(call.params[name])
    except (KeyError, TypeError, ValueError):
        return None


def known_chat(call: Call, name: str = "chat_id") -> Chat:
    """Find a chat the bot may ask about. Refused: unknown, upgraded, not a member any more."""
    value = call.text(name)
    if not value:
        raise BadRequestError(f"{name} is empty")
    chat_id = chat_id_of(call, name)
    chat = call.bot.chats.get(chat_id) if chat_id is not None else _by_username(call, value)
    if chat is None:
        raise BadRequestError("chat not found")
    if chat.migrated_to is not None:
        raise BadRequestError(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if not chat.is_private and chat.status != "member":
        kind = "group" if chat.type == "group" else "supergroup"
        how = "was kicked from" if chat.status == "kicked" else "is not a member of"
        raise ForbiddenError(f"bot {how} the {kind} chat")
    return chat


def writable_chat(call: Call, name: str = "chat_id") -> Chat:
    """Find a chat the bot may send to. Refused beside the above: never started, blocked."""
    chat_id = chat_id_of(call, name)
    if chat_id is not None and chat_id in call.world.people and chat_id not in call.bot.chats:
        raise ForbiddenError("bot can't initiate conversation with a user")
    chat = known_chat(call, name)
    if chat.is_private and chat.status != "member":
        raise ForbiddenError("bot was blocked by the user")
    return chat


def _by_username(call: Call, value: str) -> Chat | None:
    for chat in call.bot.chats.values():
        if chat.is_private and value == f"@{call.world.people[chat.id].user.get('username')}":
            return chat
    return None


def existing_post(chat: Chat, message_id: int) -> Post | None:
    post = chat.posts.get(message_id)
    return None if post is None or post.deleted else post


def own_post(call: Call, chat: Chat, missing: str) -> Post:
    """Find the message a call names, refused with `missing` where there is none."""
    if call.has("inline_message_id") and not call.has("message_id"):
        raise BadRequestError("invalid inline message identifier specified")
    if not call.has("message_id"):
        raise BadRequestError("message identifier is not specified")
    post = existing_post(chat, call.integer("message_id"))
    if post is None:
        raise BadRequestError(missing)
    return post
