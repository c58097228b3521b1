"""One answer for everything that goes wrong: a rule's own words, or a general apology."""

import structlog
from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ErrorEvent, Update

from diary.errors import DiaryError
from diary.models.school import School
from views.refusals import failure, refusal
from views.texts import Texts, load_texts

log = structlog.get_logger(__name__)


async def answer_error(event: ErrorEvent, school: School, texts: Texts | None = None) -> None:
    texts = texts or load_texts(school.default_locale)
    if isinstance(event.exception, DiaryError):
        text = refusal(event.exception, texts, school)
    else:
        log.error("an update failed", kind=event.update.event_type, exc_info=event.exception)
        text = failure(texts)
    try:
        await _answer(event.update, text)
    except TelegramAPIError as error:
        log.warning("an apology could not be sent", error=type(error).__name__)


async def _answer(update: Update, text: str) -> None:
    if update.callback_query:
        await update.callback_query.answer(text, show_alert=True)
    elif update.message and update.message.chat.type == "private":
        await update.message.answer(text)


def build_router() -> Router:
    router = Router(name=__name__)
    router.errors.register(answer_error)
    return router
