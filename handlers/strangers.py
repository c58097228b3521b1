"""Everyone the school does not know: there is one way in."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import PRIVATE
from views.refusals import ask_for_code
from views.texts import Texts


async def ask(message: Message, texts: Texts) -> None:
    await message.answer(ask_for_code(texts))


async def unknown_button(callback: CallbackQuery, texts: Texts) -> None:
    await callback.answer(texts("This button no longer does anything."))


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(ask, PRIVATE)
    router.callback_query.register(unknown_button)
    return router
