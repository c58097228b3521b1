"""From the first tap to the consent."""

from aiogram import Bot, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError, RequestOpenError
from diary.models.codes import Newcomer
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.people import Account
from diary.models.requests import APPLICATIONS, RequestKind
from diary.models.school import School
from diary.services.consents import ConsentService
from diary.services.requests.applying import ApplyingService
from handlers.applying.asking import ask
from handlers.applying.draft import Draft
from handlers.consents import show_text
from handlers.editing import edit_keyboard
from views.requests.applying import consent_asked, consent_keyboard
from views.requests.callbacks import ApplyCallback, ApplyStep
from views.texts import Texts


async def begin(
    callback: CallbackQuery,
    callback_data: ApplyCallback,
    account: Account | None,
    applying: ApplyingService,
    consents: ConsentService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    kind = await _kind(callback_data, account, applying)
    if isinstance(callback.message, Message):
        if await applying.has_consented(account):
            await ask(callback.message, Draft(kind=kind).asking_next(), state, texts)
        else:
            keyboard = consent_keyboard(kind, (await consents.in_force()).version, texts)
            await callback.message.answer(consent_asked(school, texts), reply_markup=keyboard)
    await callback.answer()


async def _kind(data: ApplyCallback, account: Account | None, applying: ApplyingService) -> RequestKind:
    if data.kind not in APPLICATIONS:
        raise NotEntitledError
    if data.kind in {one.kind for one in await applying.waiting(account)}:
        raise RequestOpenError
    return data.kind


async def consent(
    callback: CallbackQuery,
    callback_data: ApplyCallback,
    bot: Bot,
    account: Account | None,
    applying: ApplyingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    kind = await _kind(callback_data, account, applying)
    if not await applying.has_consented(account):
        user = callback.from_user.id
        newcomer = Newcomer(
            bot_id=BotId(bot.id), chat_id=ChatId(user), user=TelegramUserId(user), locale=texts.locale
        )
        await applying.consent(newcomer, shown=callback_data.version)
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await ask(callback.message, Draft(kind=kind).asking_next(), state, texts)
    await callback.answer()


async def leave(callback: CallbackQuery, texts: Texts) -> None:
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await callback.message.answer(texts("All right. Nothing was stored."))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    step = ApplyCallback.filter
    router.callback_query.register(begin, step(F.step == ApplyStep.BEGIN))
    router.callback_query.register(consent, step(F.step == ApplyStep.CONSENT))
    router.callback_query.register(show_text, step(F.step == ApplyStep.DOCUMENT))
    router.callback_query.register(leave, step(F.step == ApplyStep.LATER))
    return router
