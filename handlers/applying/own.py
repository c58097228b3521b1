"""What one has asked the school oneself: correct and send again, answer, take back, read the code."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from diary.errors import RequestDecidedError
from diary.models.ids import RequestId
from diary.models.people import Account
from diary.models.requests import APPLICATIONS, RequestState
from diary.models.school import School
from diary.services.requests.applying import ApplyingService
from diary.services.requests.asking import AskingService
from handlers.applying.asking import ask
from handlers.applying.draft import Applying, Draft
from handlers.editing import edit_keyboard
from handlers.filters import PRIVATE
from handlers.known import known
from views.keyboards import cancel_row, inline
from views.requests.applying import no_documents
from views.requests.callbacks import OwnAct, OwnRequestCallback
from views.requests.codes import second_code_said, second_label
from views.texts import Texts, load_texts


async def resume(
    callback: CallbackQuery,
    callback_data: OwnRequestCallback,
    account: Account | None,
    applying: ApplyingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    """Fill the form again with what was refused."""
    request = await applying.own(known(account), RequestId(callback_data.request))
    if request.state is not RequestState.REFUSED or request.kind not in APPLICATIONS:
        raise RequestDecidedError
    if isinstance(callback.message, Message):
        draft = Draft(kind=request.kind, claims=request.claims)
        await ask(callback.message, draft.asking_next(), state, texts)
    await callback.answer()


async def begin_answer(
    callback: CallbackQuery,
    callback_data: OwnRequestCallback,
    account: Account | None,
    applying: ApplyingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    request = await applying.own(known(account), RequestId(callback_data.request))
    if request.state is not RequestState.ASKED_BACK:
        raise RequestDecidedError
    await state.set_data({"request": request.id})
    await state.set_state(Applying.answer)
    if isinstance(callback.message, Message):
        await callback.message.answer(texts("Write your answer."), reply_markup=inline(cancel_row(texts)))
    await callback.answer()


async def answer(
    message: Message, account: Account | None, applying: ApplyingService, state: FSMContext, texts: Texts
) -> None:
    if not message.text:
        await message.answer(no_documents(texts), reply_markup=inline(cancel_row(texts)))
        return
    request_id = RequestId((await state.get_data())["request"])
    try:
        await applying.answer(known(account), request_id, message.text)
    except RequestDecidedError:
        await state.clear()
        raise
    await state.clear()
    await message.answer(texts("Sent to the school office."))


async def drop(
    callback: CallbackQuery,
    callback_data: OwnRequestCallback,
    account: Account | None,
    applying: ApplyingService,
    texts: Texts,
) -> None:
    await applying.drop(known(account), RequestId(callback_data.request))
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await callback.message.answer(texts("Taken back. To begin again: /start"))
    await callback.answer()


async def take_code(
    callback: CallbackQuery,
    callback_data: OwnRequestCallback,
    account: Account | None,
    asking: AskingService,
    texts: Texts,
    school: School,
) -> None:
    request_id = RequestId(callback_data.request)
    label = second_label(load_texts(school.default_locale))
    code = await asking.take_code(known(account), request_id, label=label)
    if isinstance(callback.message, Message):
        await callback.message.answer(second_code_said(code, texts))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    act = OwnRequestCallback.filter
    router.callback_query.register(resume, act(F.act == OwnAct.RESUME))
    router.callback_query.register(begin_answer, act(F.act == OwnAct.ANSWER))
    router.callback_query.register(drop, act(F.act == OwnAct.DROP))
    router.callback_query.register(take_code, act(F.act == OwnAct.CODE))
    router.message.register(answer, PRIVATE, StateFilter(Applying.answer))
    return router
