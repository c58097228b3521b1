"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import asyncio
import re
from typing import Any

from simulator.bot_api.call import Call
from simulator.bot_api.errors import BadRequestError, ConflictError
from simulator.bot_api.limits import POLL_SECONDS, SECRET_CHARACTERS, UPDATES
from simulator.state.accounts import Bot, Webhook

Json = dict[str, Any]

_SECRET = re.compile(rf"[A-Za-z0-9_-]{{1,{SECRET_CHARACTERS}}}")
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(call: Call) -> list[Json]:
    """Long polling: a second poll ends the first one with 409, as at Telegram."""
    bot, queue = call.bot, call.bot.updates
    if bot.webhook.url:
        raise ConflictError(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    remember_allowed(call)
    queue.expire(call.world.clock.now())
    offset = call.integer("offset")
    if offset < 0:
        offset = queue.offset_of_last(-offset)
    call.world.confirm_updates(bot, offset)
    call.world.commit()
    limit = min(max(call.integer("limit", UPDATES), 1), UPDATES)
    bot.polls += 1
    queue.signal.fire()  # ends an older poll, if there is one
    if not queue.pending:
        await _first_update(call, bot.polls)
    return queue.first(limit)


async def _first_update(call: Call, poll: int) -> None:
    bot = call.bot
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(max(call.integer("timeout"), 0), POLL_SECONDS)
    while not bot.updates.pending and not call.world.events.closed:
        remaining = deadline - loop.time()
        if remaining <= 0:
            return
        await bot.updates.signal.wait(remaining)
        if bot.polls != poll:
            raise ConflictError(_TERMINATED)
        if bot.webhook.url:
            raise ConflictError("terminated by setWebhook request")


def remember_allowed(call: Call) -> None:
    """allowed_updates stays as it was until given again (Bot API, getUpdates)."""
    if not call.has("allowed_updates"):
        return
    kinds = call.decoded("allowed_updates", "can't parse allowed updates JSON object")
    if not isinstance(kinds, list):
        raise BadRequestError("allowed_updates must be an Array of Strings")
    if kinds != (call.bot.allowed_updates or []):
        call.bot.allowed_updates = kinds or None
        call.world.save_bot(call.bot)


def set_webhook(call: Call) -> Json | bool:
    """As a local Bot API server does, plain http and any port are taken."""
    bot, url = call.bot, call.text("url")
    if not url:
        return delete_webhook(call)
    if not url.startswith(("http://", "https://")):
        raise BadRequestError("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise BadRequestError("secret token contains unallowed characters")
    remember_allowed(call)
    if call.flag("drop_pending_updates"):
        _drop(call)
    same = bot.webhook.url == url and bot.webhook.secret == secret
    bot.webhook = Webhook(url, secret, call.integer("max_connections", 40), call.text("ip_address") or None)
    _changed(call, bot)
    return described("Webhook is already set" if same else "Webhook was set")


def delete_webhook(call: Call) -> Json:
    bot = call.bot
    if call.flag("drop_pending_updates"):
        _drop(call)
    had = bool(bot.webhook.url)
    bot.webhook = Webhook()
    if had:
        _changed(call, bot)
    return described("Webhook was deleted" if had else "Webhook is already deleted")


def _changed(call: Call, bot: Bot) -> None:
    call.world.save_bot(bot)
    bot.updates.signal.fire()
    call.world.webhook_changed.fire()


def _drop(call: Call) -> None:
    call.world.confirm_updates(call.bot, call.bot.updates.next_id)


class Described(dict[str, Any]):
    """A whole answer with a description beside its result."""


def described(description: str) -> Described:
    return Described(ok=True, result=True, description=description)


def get_webhook_info(call: Call) -> Json:
    webhook = call.bot.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates.pending),
    }
    if not webhook.url:
        return info
    info["max_connections"] = webhook.max_connections
    if webhook.ip_address:
        info["ip_address"] = webhook.ip_address
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if call.bot.allowed_updates:
        info["allowed_updates"] = call.bot.allowed_updates
    return info
