"""The whole simulated Telegram: one object, changed only from one event loop."""

import time
from collections import Counter
from typing import Protocol

from simulator.state.accounts import Bot, Callback, Chat, Json, Person, Post
from simulator.state.clock import Clock
from simulator.state.events import EventBus
from simulator.state.faults import Faults
from simulator.state.files import Files
from simulator.state.rates import Rates
from simulator.state.requests import DEFAULT_KEPT, RequestLog
from simulator.state.signal import Signal
from simulator.state.stores import Store
from simulator.state.updates import DEFAULT_EXCLUDED, PendingUpdate


class Dumps(Protocol):
    def dump(self) -> Json: ...


class World:
    """Changes are noted by `save_…` and written by `commit`, once a request and before its answer."""

    def __init__(self, store: Store, *, requests_kept: int = DEFAULT_KEPT) -> None:
        self.store = store
        self.clock = Clock()
        self.events = EventBus(int(time.time() * 1000) if store.durable else 0)
        self.requests = RequestLog(requests_kept)
        self.faults = Faults()
        self.rates = Rates()
        self.files = Files(store, self.save)
        self.people: dict[int, Person] = {}
        self.bots: dict[int, Bot] = {}
        self.tokens: dict[str, Bot] = {}
        self.callbacks: dict[str, Callback] = {}
        self.answered = Signal()
        self.webhook_changed = Signal()
        self.pending: Counter[tuple[int, int]] = Counter()  # unanswered taps by (chat, message)
        self._noted: dict[tuple[str, str], Dumps | Json | None] = {}

    def save(self, table: str, key: str, value: Dumps | Json | None) -> None:
        if self.store.durable:
            self._noted[table, key] = value

    def commit(self) -> None:
        if self._noted:
            noted, self._noted = self._noted, {}
            self.store.append(
                (table, key, value if value is None or isinstance(value, dict) else value.dump())
                for (table, key), value in noted.items()
            )

    def close(self) -> None:
        self.commit()
        self.events.close()
        self.answered.fire()
        self.faults.replaced.fire()
        self.requests.added.fire()
        for bot in self.bots.values():
            bot.updates.signal.fire()

    # accounts

    def add_bot(self, token: str, user: Json) -> Bot:
        bot = Bot(token, user)
        self.bots[bot.id] = self.tokens[token] = bot
        self.save_bot(bot)
        return bot

    def save_bot(self, bot: Bot) -> None:
        self.save("bot", str(bot.id), bot)

    def save_person(self, person: Person) -> None:
        self.people[person.user["id"]] = person
        self.save("user", str(person.user["id"]), person)
        self.events.publish("user", user=person.shown())

    def save_chat(self, bot: Bot, chat: Chat) -> None:
        bot.chats[chat.id] = chat
        self.save("chat", f"{bot.id}:{chat.id}", chat)

    def chat_object(self, chat: Chat) -> Json:
        """Make the Bot API's Chat."""
        if not chat.is_private:
            basic: Json = {"all_members_are_administrators": True} if chat.type == "group" else {}
            return {"id": chat.id, "title": chat.title, "type": chat.type, **basic}
        user = self.people[chat.id].user
        named: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        return {"id": chat.id, **named, "type": "private"}

    # messages

    def next_message_id(self, bot: Bot, chat: Chat) -> int:
        """Supergroups count for themselves; a bot's other chats share one sequence."""
        owner = chat if chat.type == "supergroup" else bot
        owner.last_id += 1
        return owner.last_id

    def add_post(self, bot: Bot, chat: Chat, post: Post) -> None:
        chat.posts[post.message["message_id"]] = post
        if post.outgoing:
            chat.unread += 1
        else:
            chat.unread = 0
        if post.keyboard is not None and "force_reply" not in post.keyboard:
            chat.keyboard = post.keyboard if "keyboard" in post.keyboard else None
        self.save_post(bot, chat, post)
        self.events.publish("message", bot.id, chat.id, message=self.shown(post))

    def change_post(self, bot: Bot, chat: Chat, post: Post, message: Json) -> None:
        """Replace the message by its edited copy; events that hold the old one keep it."""
        post.message = message
        self.save_post(bot, chat, post)
        self.events.publish("edited", bot.id, chat.id, message=self.shown(post))

    def delete_post(self, bot: Bot, chat: Chat, post: Post) -> None:
        post.deleted = True
        self.save_post(bot, chat, post)
        self.events.publish("deleted", bot.id, chat.id, message_id=post.message["message_id"])

    def save_post(self, bot: Bot, chat: Chat, post: Post) -> None:
        if self.store.durable:
            self.save("post", f"{bot.id}:{chat.id}:{post.message['message_id']}", post)
            self.save_chat(bot, chat)

    def shown(self, post: Post) -> Json:
        """Show the message as /sim gives it."""
        sim: Json = {"deleted": post.deleted, "callbacks_pending": 0}
        if "reply_markup" in post.message and self.pending:
            here = post.message["chat"]["id"], post.message["message_id"]
            sim["callbacks_pending"] = self.pending.get(here, 0)
        if post.keyboard is not None:
            sim["reply_markup"] = post.keyboard
        if post.reactions:
            sim["reactions"] = post.reactions
        if not post.outgoing:
            sim["received"] = post.received
        return {**post.message, "sim": sim}

    # updates

    def put_update(self, bot: Bot, kind: str, content: Json) -> PendingUpdate | None:
        """Queue an update, if the bot wants its kind (Bot API, allowed_updates)."""
        if kind not in bot.allowed_updates if bot.allowed_updates else kind in DEFAULT_EXCLUDED:
            return None
        update = bot.updates.add(self.clock.now(), kind, content)
        if self.store.durable:
            self.save("update", f"{bot.id}:{update.id}", {"at": update.at, "body": update.body})
        return update

    def confirm_updates(self, bot: Bot, offset: int) -> None:
        confirmed = bot.updates.confirm(offset)
        if confirmed:
            bot.offset = max(bot.offset, min(offset, bot.updates.next_id))
            self.save("offset", str(bot.id), {"offset": bot.offset})
        for update in confirmed:
            if message := update.body.get("message"):
                self._receive(bot, message["chat"]["id"], message["message_id"])

    def _receive(self, bot: Bot, chat_id: int, message_id: int) -> None:
        chat = bot.chats[chat_id]
        post = chat.posts[message_id]
        post.received = True
        self.save_post(bot, chat, post)
        self.events.publish("received", bot.id, chat_id, message_id=message_id)

    def save_callback(self, callback: Callback) -> None:
        here = callback.chat, callback.message
        if callback.id not in self.callbacks:
            self.pending[here] += 1
        elif callback.answers == 1:
            self.pending[here] -= 1
        self.callbacks[callback.id] = callback
        self.save("callback", callback.id, callback)
