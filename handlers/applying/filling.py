"""One field after the other; what cannot be right is said, and the flow stays where it was."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from diary.clock import Clock
from diary.errors import ClaimFlaw, ClaimUnreadableError, DraftGoneError, RequestOpenError
from diary.models.people import Account
from diary.models.requests import ClaimField, RequestKind
from diary.models.school import School
from diary.rules.claims import read_claim
from diary.services.requests.applying import ApplyingService
from handlers.applying.asking import ask, ask_again
from handlers.applying.draft import Applying, Draft
from handlers.editing import edit_keyboard
from handlers.filters import PRIVATE
from handlers.known import known
from views.requests.applying import no_documents, sent_said
from views.requests.callbacks import ApplyCallback, ApplyStep, FixCallback, WhoCallback
from views.requests.words import flaw_said
from views.texts import Texts


async def fill(message: Message, state: FSMContext, texts: Texts, clock: Clock, school: School) -> None:
    draft = await Draft.load(state)
    if draft.asked in {None, ClaimField.WHO}:
        await ask_again(message, draft, texts, flaw_said(ClaimFlaw.NOT_A_CHOICE, texts))
        return
    try:
        value = read_claim(draft.asked, message.text or "", today=school.today(clock.now()))
    except ClaimUnreadableError as error:
        await ask_again(message, draft, texts, flaw_said(error.flaw, texts))
        return
    await ask(message, draft.filled(value), state, texts)


async def refuse_file(message: Message, state: FSMContext, texts: Texts) -> None:
    await ask_again(message, await Draft.load(state), texts, no_documents(texts))


async def choose_who(
    callback: CallbackQuery, callback_data: WhoCallback, state: FSMContext, texts: Texts
) -> None:
    draft = await Draft.load(state)
    if draft.asked is not ClaimField.WHO or (not callback_data.who and draft.kind is RequestKind.RECOVERY):
        raise DraftGoneError
    draft = draft.filled(callback_data.who) if callback_data.who else draft.of_staff()
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await ask(callback.message, draft, state, texts)
    await callback.answer()


async def fix(callback: CallbackQuery, callback_data: FixCallback, state: FSMContext, texts: Texts) -> None:
    draft = (await Draft.load(state)).asking(callback_data.field)
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await ask(callback.message, draft, state, texts)
    await callback.answer()


async def send(
    callback: CallbackQuery,
    account: Account | None,
    applying: ApplyingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    applicant = known(account)
    draft = await _to_send(state, applicant, applying)
    await applying.submit(applicant, draft.kind, draft.claims)
    await state.clear()
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await callback.message.answer(sent_said(draft.kind, texts))
    await callback.answer()


async def _to_send(state: FSMContext, account: Account, applying: ApplyingService) -> Draft:
    try:
        return await Draft.load(state)
    except DraftGoneError:
        if await applying.waiting(account):
            raise RequestOpenError from None
        raise


def build_router() -> Router:
    router = Router(name=__name__)
    filling = StateFilter(Applying.field)
    router.message.register(fill, PRIVATE, filling, F.text)
    router.message.register(refuse_file, PRIVATE, filling)
    router.callback_query.register(choose_who, WhoCallback.filter())
    router.callback_query.register(fix, FixCallback.filter())
    router.callback_query.register(send, ApplyCallback.filter(F.step == ApplyStep.SEND))
    return router
