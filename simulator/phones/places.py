"""Where a person is acting: the bot, the person and the chat, checked."""

from simulator.phones.errors import RefusedError
from simulator.state.accounts import Bot, Chat, Person, Post
from simulator.state.world import World


def bot_of(world: World, bot_id: int) -> Bot:
    bot = world.bots.get(bot_id)
    if bot is None:
        raise RefusedError("no such bot", 404)
    return bot


def person_of(world: World, user_id: int) -> Person:
    person = world.people.get(user_id)
    if person is None:
        raise RefusedError("no such user", 404)
    return person


def chat_of(world: World, bot_id: int, chat_id: int) -> tuple[Bot, Chat]:
    bot = bot_of(world, bot_id)
    chat = bot.chats.get(chat_id)
    if chat is None:
        raise RefusedError("no such chat", 404)
    return bot, chat


def opened_chat(world: World, bot_id: int, chat_id: int, person: Person) -> tuple[Bot, Chat]:
    """Find the chat a person writes to; a private one begins with the first message."""
    bot = bot_of(world, bot_id)
    chat = bot.chats.get(chat_id)
    user_id = int(person.user["id"])
    if chat is None and chat_id == user_id:
        chat = Chat(chat_id, "private", members=[chat_id])
        world.save_chat(bot, chat)
        world.events.publish("member", bot.id, chat_id, status="member")
    if chat is None:
        raise RefusedError("no such chat", 404)
    if user_id not in chat.members:
        raise RefusedError("not a member of this chat", 403)
    if chat.migrated_to is not None:
        raise RefusedError(f"the group has become the supergroup {chat.migrated_to}", 409)
    if chat.is_private and chat.status != "member":
        raise RefusedError("the bot is blocked: unblock it first", 409)
    return bot, chat


def post_of(chat: Chat, message_id: int) -> Post:
    post = chat.posts.get(message_id)
    if post is None or post.deleted:
        raise RefusedError("no such message", 404)
    return post
