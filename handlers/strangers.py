"""Everyone the school does not know: they are shown the ways in."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from diary.models.people import Account
from diary.services.requests.applying import ApplyingService
from handlers.entrance import show_entrance
from handlers.filters import PRIVATE
from views.texts import Texts


async def ask(
    message: Message, bot: Bot, account: Account | None, applying: ApplyingService, texts: Texts
) -> None:
    await show_entrance(message, bot, account, applying, texts)


async def unknown_button(callback: CallbackQuery, texts: Texts) -> None:
    await callback.answer(texts("This button no longer does anything."))


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(ask, PRIVATE)
    router.callback_query.register(unknown_button)
    return router
