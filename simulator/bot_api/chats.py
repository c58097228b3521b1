"""getChat, getChatMember, getChatMemberCount, getChatAdministrators, leaveChat, pins and reactions."""

from typing import Any

from simulator.bot_api.addressing import existing_post, known_chat, own_post, writable_chat
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.state.accounts import Chat

Json = dict[str, Any]

_REACTIONS = frozenset("👍👎❤🔥🥰👏😁🤔🤯😱🎉🤩🙏👌🏆💯👀✍🤝😢🤗🫡🆒😎")


def get_chat(call: Call) -> Json:
    chat = known_chat(call)
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    full: Json = {
        **call.world.chat_object(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.is_private:
        full["active_usernames"] = [u for u in [call.world.people[chat.id].user.get("username")] if u]
    else:
        full["permissions"] = {"can_send_messages": True}
    pinned = existing_post(chat, chat.pinned) if chat.pinned else None
    return {**full, "pinned_message": pinned.message} if pinned else full


def member_object(call: Call, chat: Chat, user_id: int) -> Json:
    if user_id == call.bot.id:
        return {"user": call.bot.user, "status": chat.status}
    person = call.world.people.get(user_id)
    if person is None:
        raise BadRequestError("PARTICIPANT_ID_INVALID")
    if chat.creator == user_id:
        return {"user": person.user, "status": "creator", "is_anonymous": False}
    is_member = user_id in chat.members or chat.id == user_id
    return {"user": person.user, "status": "member" if is_member else "left"}


def get_chat_member(call: Call) -> Json:
    chat = known_chat(call)
    if not call.has("user_id"):
        raise BadRequestError("invalid user_id specified")
    return member_object(call, chat, call.integer("user_id"))


def get_chat_member_count(call: Call) -> int:
    chat = known_chat(call)
    return 2 if chat.is_private else len(chat.members) + 1


def get_chat_administrators(call: Call) -> list[Json]:
    chat = known_chat(call)
    if chat.is_private:
        raise BadRequestError("there are no administrators in the private chat")
    return [member_object(call, chat, chat.creator)] if chat.creator else []


def leave_chat(call: Call) -> bool:
    chat = known_chat(call)
    if chat.is_private:
        raise BadRequestError("chat member status can't be changed in private chats")
    chat.status = "left"
    call.world.save_chat(call.bot, chat)
    call.world.events.publish("member", call.bot.id, chat.id, status="left")
    return True


def pin_chat_message(call: Call) -> bool:
    chat = _pinnable(call)
    post = own_post(call, chat, "message to pin not found")
    chat.pinned = post.message["message_id"]
    call.world.save_chat(call.bot, chat)
    call.world.events.publish("pinned", call.bot.id, chat.id, message_id=chat.pinned)
    return True


def unpin_chat_message(call: Call) -> bool:
    chat = _pinnable(call)
    if call.has("message_id") and call.integer("message_id") != chat.pinned:
        raise BadRequestError("message to unpin not found")
    chat.pinned = None
    call.world.save_chat(call.bot, chat)
    call.world.events.publish("pinned", call.bot.id, chat.id, message_id=None)
    return True


def _pinnable(call: Call) -> Chat:
    chat = writable_chat(call)
    if not chat.is_private:  # the simulated bot is never an administrator
        raise BadRequestError("not enough rights to manage pinned messages in the chat")
    return chat


def set_message_reaction(call: Call) -> bool:
    """Bots may set one ordinary emoji (Bot API, setMessageReaction)."""
    chat = writable_chat(call)
    post = own_post(call, chat, "message to react not found")
    reactions = call.decoded("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(reactions, list):
        raise BadRequestError("expected an Array of ReactionType")
    if len(reactions) > 1:
        raise BadRequestError("REACTIONS_TOO_MANY")
    if any(r.get("type") != "emoji" or r.get("emoji") not in _REACTIONS for r in reactions):
        raise BadRequestError("REACTION_INVALID")
    post.reactions = reactions
    call.world.change_post(call.bot, chat, post, post.message)
    return True
