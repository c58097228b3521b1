"""One ASGI application: push API, health, metrics, and Telegram's webhook where one is set."""

import hmac
import json

from aiogram import Bot
from aiogram.types import Update
from fastapi import FastAPI, Request, Response

from bot.polling import Updates

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


def add_webhook(api: FastAPI, bot: Bot, updates: Updates, secret: str) -> None:
    """Answer Telegram only when an update was handled, so that it sends again what a crash interrupted."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=401)
        try:
            update = Update.model_validate(json.loads(await request.body()), context={"bot": bot})
        except ValueError:
            return Response(status_code=400)
        await updates.handle([update])
        return Response(status_code=200)

    api.add_api_route(WEBHOOK_PATH, receive, methods=["POST"], include_in_schema=False)
