"""deleteMessage, deleteMessages: who may delete what, and for how long (Bot API, deleteMessage)."""

from simulator.bot_api.addressing import existing_post, own_post, writable_chat
from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import DELETE_SECONDS
from simulator.bot_api.messages import message_ids
from simulator.state.accounts import Chat, Post


def delete_message(call: Call) -> bool:
    chat = writable_chat(call)
    post = own_post(call, chat, "message to delete not found")
    if not _own(chat, post):
        raise BadRequestError("message can't be deleted")
    if not _young(call, post):
        raise BadRequestError("message can't be deleted for everyone")
    call.world.delete_post(call.bot, chat, post)
    return True


def delete_messages(call: Call) -> bool:
    """Messages that can't be found are skipped (Bot API, deleteMessages)."""
    chat = writable_chat(call)
    posts = [post for one in message_ids(call) if (post := existing_post(chat, one))]
    if any(not _own(chat, post) or not _young(call, post) for post in posts):
        raise BadRequestError("message can't be deleted for everyone")
    for post in posts:
        call.world.delete_post(call.bot, chat, post)
    return True


def _own(chat: Chat, post: Post) -> bool:
    """In private chats a bot may delete incoming messages too; in groups it is no administrator."""
    return post.outgoing or chat.is_private


def _young(call: Call, post: Post) -> bool:
    return bool(call.world.clock.now() - post.message["date"] < DELETE_SECONDS)
