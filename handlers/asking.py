"""What a guardian asks of the school about a child, and whose account they cut off."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from diary.errors import ClaimFlaw, ClaimUnreadableError, NotEntitledError
from diary.models.ids import PersonId, StudentId
from diary.models.people import Account, Role
from diary.services.recovery import RecoveryService
from diary.services.requests.asking import AskingService
from handlers.editing import edit
from handlers.filters import PRIVATE
from handlers.known import known
from views.keyboards import cancel_row, inline
from views.requests.callbacks import ChildAct, ChildCallback, MoveCallback
from views.requests.child import (
    asked_said,
    child_keyboard,
    child_said,
    correction_asked,
    cut_asked,
    cut_keyboard,
    cut_said,
    stolen_keyboard,
    stolen_said,
)
from views.requests.codes import handover_said
from views.texts import Texts


class Correcting(StatesGroup):
    text = State()


async def show_child(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    asking: AskingService,
    texts: Texts,
) -> None:
    student = await asking.child(known(account), StudentId(callback_data.student))
    if isinstance(callback.message, Message):
        keyboard = child_keyboard(student, texts)
        await callback.message.answer(child_said(student, texts), reply_markup=keyboard)
    await callback.answer()


async def ask_second_code(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    asking: AskingService,
    texts: Texts,
) -> None:
    await asking.second_code(known(account), StudentId(callback_data.student))
    await callback.answer(asked_said(texts), show_alert=True)


async def begin_correction(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    asking: AskingService,
    state: FSMContext,
    texts: Texts,
) -> None:
    student = await asking.child(known(account), StudentId(callback_data.student))
    await state.set_data({"student": student.id})
    await state.set_state(Correcting.text)
    if isinstance(callback.message, Message):
        await callback.message.answer(
            correction_asked(student, texts), reply_markup=inline(cancel_row(texts))
        )
    await callback.answer()


async def correct(
    message: Message, account: Account | None, asking: AskingService, state: FSMContext, texts: Texts
) -> None:
    if not message.text:
        raise ClaimUnreadableError(ClaimFlaw.EMPTY)
    student_id = StudentId((await state.get_data())["student"])
    await asking.correction(known(account), student_id, message.text)
    await state.clear()
    await message.answer(asked_said(texts))


async def show_holders(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    roles: frozenset[Role],
    recovery: RecoveryService,
    texts: Texts,
) -> None:
    student, holders = await recovery.holders(known(account), StudentId(callback_data.student))
    keyboard = stolen_keyboard(student, holders, texts, office=Role.OFFICE in roles)
    await edit(callback, stolen_said(student, holders, texts), keyboard)
    await callback.answer()


async def ask_cut(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    recovery: RecoveryService,
    texts: Texts,
) -> None:
    student, holders = await recovery.holders(known(account), StudentId(callback_data.student))
    holder = next((one for one in holders if one.person_id == callback_data.person), None)
    if holder is None:
        raise NotEntitledError
    keyboard = cut_keyboard(student, holder.person_id, texts)
    await edit(callback, cut_asked(student, holder, texts), keyboard)
    await callback.answer()


async def cut(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    recovery: RecoveryService,
    texts: Texts,
) -> None:
    student_id, person_id = StudentId(callback_data.student), PersonId(callback_data.person)
    done = await recovery.cut_off(known(account), student_id, person_id)
    await edit(callback, cut_said(done=done, texts=texts))
    await callback.answer()


async def hand_over(
    callback: CallbackQuery, account: Account | None, recovery: RecoveryService, texts: Texts
) -> None:
    code = await recovery.hand_over(known(account))
    if isinstance(callback.message, Message):
        await callback.message.answer(handover_said(code, texts))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    act = ChildCallback.filter
    router.callback_query.register(show_child, act(F.act == ChildAct.CARD))
    router.callback_query.register(ask_second_code, act(F.act == ChildAct.SECOND_CODE))
    router.callback_query.register(begin_correction, act(F.act == ChildAct.WRONG))
    router.callback_query.register(show_holders, act(F.act == ChildAct.STOLEN))
    router.callback_query.register(ask_cut, act(F.act == ChildAct.ASK_CUT))
    router.callback_query.register(cut, act(F.act == ChildAct.CUT))
    router.callback_query.register(hand_over, MoveCallback.filter())
    router.message.register(correct, PRIVATE, StateFilter(Correcting.text))
    return router
