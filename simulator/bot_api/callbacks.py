"""answerCallbackQuery."""

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError
from simulator.bot_api.limits import CALLBACK_SECONDS, CALLBACK_TEXT_CHARACTERS


def answer_callback_query(call: Call) -> bool:
    """Answer a tap: the person sees the first answer; Telegram takes a second one too, and shows nothing."""
    world = call.world
    callback = world.callbacks.get(call.text("callback_query_id"))
    if callback is None or callback.bot != call.bot.id or world.clock.now() - callback.at > CALLBACK_SECONDS:
        raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
    text = call.text("text").strip()
    if len(text) > CALLBACK_TEXT_CHARACTERS:
        raise BadRequestError("MESSAGE_TOO_LONG")
    url = call.text("url")
    if url and not url.startswith((f"https://t.me/{call.bot.user['username']}?", "tg://")):
        raise BadRequestError("URL_INVALID")
    callback.answers += 1
    if not callback.answered:
        callback.answered = True
        callback.text = text or None
        callback.show_alert = call.flag("show_alert")
        callback.url = url or None
        world.events.publish(
            "callback_answer",
            callback.bot,
            callback.chat,
            callback_query_id=callback.id,
            message_id=callback.message,
            user=callback.user,
            text=callback.text,
            show_alert=callback.show_alert,
            url=callback.url,
        )
    world.save_callback(callback)
    world.answered.fire()
    return True
