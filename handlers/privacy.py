"""/privacy: what is consented to, and everything that a person may do about their own data."""

import asyncio
from collections.abc import Awaitable, Callable

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, Message, ReplyKeyboardRemove

from diary.errors import NotEntitledError
from diary.models.ids import ChatId
from diary.models.people import Account, Role
from diary.models.school import School
from diary.services.consents import ConsentService
from diary.services.privacy import PrivacyService
from handlers.commands import offer_commands
from handlers.editing import edit
from handlers.filters import PRIVATE
from views.consent import consent_pages
from views.privacy.callbacks import PrivacyCallback, PrivacyStep
from views.privacy.export import export_json, export_name, export_page
from views.privacy.leaving import erase_screen, erased_said, withdraw_screen, withdrawn_said
from views.privacy.overview import privacy_screen
from views.texts import Texts


async def show_privacy(
    message: Message,
    account: Account | None,
    consents: ConsentService,
    privacy: PrivacyService,
    texts: Texts,
    school: School,
) -> None:
    if account is None:
        await _say_document(message, consents, school, texts)
        return
    screen = privacy_screen(await privacy.overview(account), school, texts)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def _say_document(message: Message, consents: ConsentService, school: School, texts: Texts) -> None:
    for page in consent_pages(await consents.in_force(), school, texts):
        await message.answer(page)


async def show_text(callback: CallbackQuery, consents: ConsentService, texts: Texts, school: School) -> None:
    if isinstance(callback.message, Message):
        await _say_document(callback.message, consents, school, texts)
    await callback.answer()


async def show_again(
    callback: CallbackQuery, account: Account | None, privacy: PrivacyService, texts: Texts, school: School
) -> None:
    screen = privacy_screen(await privacy.overview(_own(callback, account)), school, texts)
    await edit(callback, screen.text, screen.keyboard)
    await callback.answer()


async def export(
    callback: CallbackQuery, account: Account | None, privacy: PrivacyService, texts: Texts, school: School
) -> None:
    data = await privacy.export(_own(callback, account))
    await callback.answer()
    if isinstance(callback.message, Message):
        page = await asyncio.to_thread(export_page, data, school, texts)
        document = await asyncio.to_thread(export_json, data, school)
        for ending, content in (("html", page), ("json", document)):
            file = BufferedInputFile(content, filename=export_name(ending, texts))
            await callback.message.answer_document(file)


async def ask_withdrawal(
    callback: CallbackQuery, account: Account | None, privacy: PrivacyService, texts: Texts
) -> None:
    screen = withdraw_screen(await privacy.overview(_own(callback, account)), texts)
    await edit(callback, screen.text, screen.keyboard)
    await callback.answer()


async def ask_erasure(
    callback: CallbackQuery, account: Account | None, privacy: PrivacyService, texts: Texts
) -> None:
    screen = erase_screen(await privacy.overview(_own(callback, account)), texts)
    await edit(callback, screen.text, screen.keyboard)
    await callback.answer()


async def withdraw(
    callback: CallbackQuery, account: Account | None, bot: Bot, privacy: PrivacyService, texts: Texts
) -> None:
    await privacy.withdraw(_own(callback, account))
    await _part(callback, bot, withdrawn_said(texts), texts)


async def erase(
    callback: CallbackQuery,
    account: Account | None,
    roles: frozenset[Role],
    bot: Bot,
    privacy: PrivacyService,
    texts: Texts,
) -> None:
    await privacy.erase(_own(callback, account))
    await _part(callback, bot, erased_said(roles, texts), texts)


async def _part(callback: CallbackQuery, bot: Bot, said: str, texts: Texts) -> None:
    """Take the keyboard and the menu of who has left away; these are this chat's own."""
    await edit(callback, said)
    if isinstance(callback.message, Message):
        farewell = texts("The diary's keyboard is put away.")
        await callback.message.answer(farewell, reply_markup=ReplyKeyboardRemove())
    await offer_commands(bot, ChatId(callback.from_user.id), frozenset(), texts)
    await callback.answer()


def _own(callback: CallbackQuery, account: Account | None) -> Account:
    """Return whose data it is; nothing of it is shown or ended in a group."""
    if account is None or callback.message is None or callback.message.chat.type != "private":
        raise NotEntitledError
    return account


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(show_privacy, PRIVATE, Command("privacy", ignore_case=True))
    steps: dict[PrivacyStep, Callable[..., Awaitable[None]]] = {
        PrivacyStep.SHOW: show_again,
        PrivacyStep.TEXT: show_text,
        PrivacyStep.EXPORT: export,
        PrivacyStep.WITHDRAW: ask_withdrawal,
        PrivacyStep.WITHDRAW_YES: withdraw,
        PrivacyStep.ERASE: ask_erasure,
        PrivacyStep.ERASE_YES: erase,
    }
    for step, handler in steps.items():
        router.callback_query.register(handler, PrivacyCallback.filter(F.step == step))
    return router
