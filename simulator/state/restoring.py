"""Reads the state back from its records at start."""

from simulator.state.accounts import Bot, Callback, Chat, Json, Person, Post, Webhook
from simulator.state.stores import Store
from simulator.state.updates import PendingUpdate
from simulator.state.world import World


def open_world(store: Store, *, requests_kept: int | None = None) -> World:
    """Restore the state as it was when the last answered request had been answered."""
    world = World(store) if requests_kept is None else World(store, requests_kept=requests_kept)
    tables: dict[str, dict[str, Json]] = {}
    for table, key, value in store.load():
        tables.setdefault(table, {})[key] = value
    world.clock.offset = tables.get("clock", {}).get("", {}).get("offset", 0.0)
    for record in tables.get("user", {}).values():
        world.people[record["user"]["id"]] = Person(**record)
    for record in tables.get("bot", {}).values():
        bot = Bot(**{**record, "webhook": Webhook(**record["webhook"])})
        world.bots[bot.id] = world.tokens[bot.token] = bot
    for key, record in tables.get("chat", {}).items():
        owner = world.bots[int(key.partition(":")[0])]
        owner.chats[record["id"]] = Chat(**record)
    for key, record in tables.get("post", {}).items():
        bot_id, chat_id, message_id = map(int, key.split(":"))
        _restore_post(world.bots[bot_id], chat_id, message_id, Post(**record))
    for bot in world.bots.values():
        _restore_updates(bot, tables)
    for record in tables.get("callback", {}).values():
        callback = Callback(**record)
        world.callbacks[callback.id] = callback
        world.pending[callback.chat, callback.message] += not callback.answered
    for record in tables.get("file", {}).values():
        world.files.restore(record)
    return world


def _restore_post(bot: Bot, chat_id: int, message_id: int, post: Post) -> None:
    chat = bot.chats[chat_id]
    chat.posts[message_id] = post
    owner = chat if chat.type == "supergroup" else bot
    owner.last_id = max(owner.last_id, message_id)


def _restore_updates(bot: Bot, tables: dict[str, dict[str, Json]]) -> None:
    bot.offset = tables.get("offset", {}).get(str(bot.id), {}).get("offset", bot.offset)
    mine = f"{bot.id}:"
    waiting = [
        PendingUpdate(int(key.removeprefix(mine)), record["at"], record["body"])
        for key, record in tables.get("update", {}).items()
        if key.startswith(mine) and int(key.removeprefix(mine)) >= bot.offset
    ]
    waiting.sort(key=lambda update: update.id)
    bot.updates.pending.extend(waiting)
    bot.updates.next_id = max([bot.offset, 1, *(update.id + 1 for update in waiting)])
    for chat in bot.chats.values():
        chat.posts = dict(sorted(chat.posts.items()))
