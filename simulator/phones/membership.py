"""People block and unblock bots, make groups with them, upgrade groups and remove bots from them."""

import secrets
from typing import Any

from simulator.phones.errors import RefusedError
from simulator.phones.places import bot_of, chat_of, person_of
from simulator.state.accounts import Bot, Chat, Post
from simulator.state.world import World

Json = dict[str, Any]


def set_blocked(world: World, bot_id: int, chat_id: int, *, blocked: bool) -> Json:
    bot, chat = chat_of(world, bot_id, chat_id)
    if not chat.is_private:
        raise RefusedError("only private chats can be blocked")
    _set_status(world, bot, chat, chat.id, "kicked" if blocked else "member")
    return described(world, bot, chat)


def make_group(world: World, bot_id: int, title: str, members: list[int], by: int) -> Json:
    bot = bot_of(world, bot_id)
    for member in {*members, by}:
        person_of(world, member)
    group_id = -(4_000_000_000 + secrets.randbelow(900_000_000))
    chat = Chat(group_id, "group", title, list(dict.fromkeys([by, *members])), creator=by, status="left")
    _set_status(world, bot, chat, by, "member")
    _service(world, bot, chat, by, {"group_chat_created": True})
    return described(world, bot, chat)


def migrate(world: World, bot_id: int, chat_id: int, by: int | None) -> int:
    """Upgrade to a supergroup: a new id, new message ids, and the old chat answers with where it went."""
    bot, chat, actor = _group(world, bot_id, chat_id, by)
    if chat.type != "group":
        raise RefusedError("it is a supergroup already", 409)
    new_id = -(10**12 + 1_000_000_000 + secrets.randbelow(1_000_000_000))
    fresh = Chat(new_id, "supergroup", chat.title, list(chat.members), chat.creator)
    _service(world, bot, chat, actor, {"migrate_to_chat_id": new_id})
    chat.migrated_to = new_id
    world.save_chat(bot, chat)
    world.save_chat(bot, fresh)
    _service(world, bot, fresh, actor, {"migrate_from_chat_id": chat_id})
    world.events.publish("member", bot.id, chat.id, status="migrated", new_chat_id=new_id)
    return new_id


def kick(world: World, bot_id: int, chat_id: int, by: int | None) -> Json:
    bot, chat, actor = _group(world, bot_id, chat_id, by)
    _service(world, bot, chat, actor, {"left_chat_member": bot.user, "left_chat_participant": bot.user})
    _set_status(world, bot, chat, actor, "kicked")
    return described(world, bot, chat)


def add(world: World, bot_id: int, chat_id: int, by: int | None) -> Json:
    """Take a bot that was removed, or left, into the group again."""
    bot, chat, actor = _group(world, bot_id, chat_id, by)
    if chat.migrated_to is not None:
        raise RefusedError("it is a supergroup now", 409)
    _set_status(world, bot, chat, actor, "member")
    _service(world, bot, chat, actor, {"new_chat_members": [bot.user]})
    return described(world, bot, chat)


def _group(world: World, bot_id: int, chat_id: int, by: int | None) -> tuple[Bot, Chat, int]:
    bot, chat = chat_of(world, bot_id, chat_id)
    if chat.is_private:
        raise RefusedError("not a group")
    actor = by or chat.creator or chat.members[0]
    person_of(world, actor)
    return bot, chat, actor


def _set_status(world: World, bot: Bot, chat: Chat, by: int, status: str) -> None:
    old, chat.status = chat.status, status
    world.save_chat(bot, chat)
    if old == status:
        return
    change = {
        "chat": world.chat_object(chat),
        "from": world.people[by].user,
        "date": int(world.clock.now()),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, status),
    }
    world.put_update(bot, "my_chat_member", change)
    world.events.publish("member", bot.id, chat.id, status=status, by=by)


def _member(bot: Bot, status: str) -> Json:
    member: Json = {"user": bot.user, "status": status}
    return {**member, "until_date": 0} if status == "kicked" else member


def _service(world: World, bot: Bot, chat: Chat, by: int, content: Json) -> None:
    """Add a service message; bots hear all of them."""
    message: Json = {
        "message_id": world.next_message_id(bot, chat),
        "from": world.people[by].user,
        "chat": world.chat_object(chat),
        "date": int(world.clock.now()),
        **content,
    }
    world.add_post(bot, chat, Post(message, outgoing=False))
    world.put_update(bot, "message", message)


def described(world: World, bot: Bot, chat: Chat) -> Json:
    """Describe a chat as `/sim/state` lists it."""
    title = chat.title
    if chat.is_private:
        user = world.people[chat.id].user
        title = " ".join(filter(None, [user["first_name"], user.get("last_name")]))
    return {
        "bot": bot.id,
        "id": chat.id,
        "type": chat.type,
        "title": title,
        "members": chat.members,
        "blocked": chat.status != "member",
        "status": chat.status,
        "unread": chat.unread,
        "keyboard": chat.keyboard,
        "migrated_to": chat.migrated_to,
    }
