"""aiogram's session with a short way for deliveries: JSON out, and of the answer only what is needed."""

import json
from dataclasses import dataclass
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import BytesPayload, FormData

from delivery.methods import Delivering, SentMessage

OK = 200


@dataclass(frozen=True, slots=True)
class _Answer:
    """All that aiogram reads of a Response."""

    result: Any


class DeliverySession(AiohttpSession):
    """Half the work of a send is the form it is put into and the Message that is made of its answer.

    All other calls, and all refusals, go aiogram's way.
    """

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        if not isinstance(method, Delivering):
            return super().build_form_data(bot, method)
        given = {name: value for name, value in method.__dict__.items() if value is not None}
        body = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
        # aiohttp takes either; aiogram names the one it makes
        return cast("FormData", BytesPayload(body, content_type="application/json"))

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if status_code == OK and isinstance(method, Delivering):
            answer = _parsed(content)
            if answer is not None:
                return cast("Response[TelegramType]", _Answer(_sent(answer)))
            # aiogram takes an answer without a result; what became of the message is then not known
            raise ClientDecodeError("an answer without a result", ValueError(), content)
        return super().check_response(bot, method, status_code, content)


def _parsed(content: str) -> Any:
    """Return the result; None for anything that is not plainly one."""
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer.get("result") if isinstance(answer, dict) and answer.get("ok") is True else None


def _sent(result: Any) -> Any:
    if isinstance(result, list):
        return [_sent(one) for one in result]
    if isinstance(result, dict) and "message_id" in result:
        return SentMessage(result["message_id"])
    return result
