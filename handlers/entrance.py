"""What those without any right are shown: the ways in, or where their application stands."""

from aiogram import Bot
from aiogram.types import Message

from diary.models.ids import ChatId
from diary.models.people import Account
from diary.services.requests.applying import ApplyingService
from handlers.commands import offer_commands
from views.refusals import ask_for_code
from views.requests.applying import entrance_keyboard, granted, waiting_keyboard, waiting_said
from views.texts import Texts


async def show_entrance(
    message: Message, bot: Bot, account: Account | None, applying: ApplyingService, texts: Texts
) -> None:
    """Show it; who had a right until now loses the menu that went with it."""
    waiting, approved = await applying.waiting(account), await applying.granted(account)
    if not waiting and not approved:
        await message.answer(ask_for_code(texts), reply_markup=entrance_keyboard(texts))
    for one in approved:
        shown = granted(one, texts)
        await message.answer(shown.text, reply_markup=shown.keyboard)
    for request in waiting:
        await message.answer(waiting_said(request, texts), reply_markup=waiting_keyboard(request, texts))
    if account is not None:
        await offer_commands(bot, ChatId(message.chat.id), frozenset(), texts)
