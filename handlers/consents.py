"""A consent that has changed: put before whom it concerns, and their answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, F, Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from diary.errors import ConsentChangedError, NotEntitledError
from diary.models.consents import OwedConsent
from diary.models.people import Account
from diary.models.school import School
from diary.services.consents import ConsentService
from handlers.editing import edit
from views.callbacks import ConsentCallback
from views.consent import consent_pages
from views.privacy.callbacks import PrivacyCallback, RenewCallback, RenewChoice
from views.privacy.renewal import renewal_screen
from views.texts import Texts, load_texts

OPEN_COMMANDS = frozenset({"/privacy"})
"""Nobody has to consent in order to see, take with them or erase what is kept about them."""

OPEN_BUTTONS = tuple(f"{one.__prefix__}:" for one in (ConsentCallback, PrivacyCallback, RenewCallback))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentMiddleware(BaseMiddleware):
    """Shows the changed consent once after what was asked for; when it is overdue, instead of it."""

    consents: ConsentService
    school: School

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        account: Account | None = data.get("account")
        owed = None if account is None or _is_open(event) else await self.consents.owed(account)
        if account is None or owed is None:
            return await handler(event, data)
        texts = load_texts(account.locale)
        if owed.overdue:
            await self._refuse(event, owed, account, texts)
            return None
        result = await handler(event, data)
        if not owed.shown:
            await self._show(event, owed, account, texts)
        return result

    async def _refuse(self, event: TelegramObject, owed: OwedConsent, account: Account, texts: Texts) -> None:
        shown = await self._show(event, owed, account, texts)
        if isinstance(event, CallbackQuery):
            said = texts("The consent has changed. Please answer it in your own chat with the bot.")
            await event.answer(None if shown else said, show_alert=not shown)

    async def _show(self, event: TelegramObject, owed: OwedConsent, account: Account, texts: Texts) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        if not isinstance(message, Message) or message.chat.type != "private":
            return False
        screen = renewal_screen(owed, self.school, texts)
        await message.answer(screen.text, reply_markup=screen.keyboard)
        if not owed.shown:
            await self.consents.note_shown(account, owed.version)
        return True


def _is_open(event: TelegramObject) -> bool:
    if isinstance(event, CallbackQuery):
        return (event.data or "").startswith(OPEN_BUTTONS)
    if isinstance(event, Message):
        return (event.text or "").partition(" ")[0].lower() in OPEN_COMMANDS
    return True


async def renew(
    callback: CallbackQuery,
    callback_data: RenewCallback,
    account: Account | None,
    consents: ConsentService,
    texts: Texts,
    school: School,
) -> None:
    if account is None:
        raise NotEntitledError
    try:
        await consents.renew(account, callback_data.version)
    except ConsentChangedError:
        owed = await consents.owed(account)
        if owed is not None:
            screen = renewal_screen(owed, school, texts)
            await edit(callback, screen.text, screen.keyboard)
        raise
    await edit(callback, texts("Consent given. Thank you! Your data and your consent: /privacy"))
    await callback.answer()


async def show_text(callback: CallbackQuery, consents: ConsentService, texts: Texts, school: School) -> None:
    if isinstance(callback.message, Message):
        for page in consent_pages(await consents.in_force(), school, texts):
            await callback.message.answer(page)
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    choice = RenewCallback.filter
    router.callback_query.register(renew, choice(F.choice == RenewChoice.YES))
    router.callback_query.register(show_text, choice(F.choice == RenewChoice.TEXT))
    return router
