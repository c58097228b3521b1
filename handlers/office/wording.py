"""What the office writes itself: a question to the applicant, a reason, a child to look for."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from diary.errors import ClaimFlaw, ClaimUnreadableError, RequestDecidedError
from diary.models.ids import RequestId
from diary.models.people import Account
from diary.models.school import School
from diary.services.recovery import RecoveryService
from diary.services.requests.deciding import DecidingService
from diary.services.requests.desk import DeskService
from handlers.filters import PRIVATE
from handlers.known import known
from handlers.office.requests import show_card
from views.keyboards import cancel_row, inline
from views.requests.callbacks import DeskAct, DeskCallback, StolenCallback
from views.requests.child import found_keyboard, found_said
from views.requests.desk import reason_asked
from views.texts import Texts


class Wording(StatesGroup):
    question = State()
    reason = State()
    child = State()


async def begin(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    card = await desk.card(known(account), RequestId(callback_data.request))
    if not card.request.undecided:
        await show_card(callback, callback_data, known(account), desk, texts, school)
        raise RequestDecidedError
    asks = callback_data.act is DeskAct.ASK
    await state.set_data({"request": callback_data.request})
    await state.set_state(Wording.question if asks else Wording.reason)
    text = texts("Write the question.") if asks else reason_asked(card.request.kind, texts)
    if isinstance(callback.message, Message):
        await callback.message.answer(f"№ {callback_data.request}. {text}", reply_markup=_leave(texts))
    await callback.answer()


async def word(
    message: Message,
    account: Account | None,
    deciding: DecidingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    """Ask or refuse in these words; nothing else is taken for them."""
    if not message.text:
        raise ClaimUnreadableError(ClaimFlaw.EMPTY)
    office, request_id = known(account), RequestId((await state.get_data())["request"])
    asks = await state.get_state() == Wording.question.state
    try:
        if asks:
            await deciding.ask_back(office, request_id, message.text)
        else:
            await deciding.refuse(office, request_id, words=message.text)
    except RequestDecidedError:
        await state.clear()
        raise
    await state.clear()
    await message.answer(
        texts("Asked. The answer comes here.") if asks else texts("Refused; the reason was passed on.")
    )


async def begin_search(
    callback: CallbackQuery, account: Account | None, desk: DeskService, state: FSMContext, texts: Texts
) -> None:
    await desk.page(known(account))
    await state.set_state(Wording.child)
    if isinstance(callback.message, Message):
        text = texts("Whose family lost the phone? Write the child's name.")
        await callback.message.answer(text, reply_markup=_leave(texts))
    await callback.answer()


async def search(
    message: Message, account: Account | None, recovery: RecoveryService, state: FSMContext, texts: Texts
) -> None:
    found = await recovery.find(known(account), message.text or "")
    if found:
        await state.clear()
    keyboard = found_keyboard(found, texts) or _leave(texts)
    await message.answer(found_said(found, texts), reply_markup=keyboard)


def _leave(texts: Texts) -> InlineKeyboardMarkup:
    return inline(cancel_row(texts))


def build_router() -> Router:
    router = Router(name=__name__)
    words = DeskCallback.filter(F.act.in_({DeskAct.ASK, DeskAct.OTHER}))
    router.callback_query.register(begin, words)
    router.callback_query.register(begin_search, StolenCallback.filter())
    router.message.register(word, PRIVATE, StateFilter(Wording.question, Wording.reason))
    router.message.register(search, PRIVATE, StateFilter(Wording.child))
    return router
