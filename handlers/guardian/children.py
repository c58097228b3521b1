"""A child's card: what the family calls them in its own chat."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError
from diary.models.ids import StudentId
from diary.models.people import Account
from diary.services.child_views import ChildViewsService
from handlers.editing import edit
from handlers.filters import PRIVATE
from handlers.known import known
from views.family import (
    ChildAction,
    ChildCallback,
    ColourCallback,
    card_keyboard,
    card_said,
    rename_question,
)
from views.keyboards import cancel_row, inline
from views.texts import Texts


class Renaming(StatesGroup):
    name = State()


async def open_card(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    child_views: ChildViewsService,
    texts: Texts,
) -> None:
    pupil = await child_views.card(known(account).person_id, StudentId(callback_data.student))
    await edit(callback, card_said(pupil, texts), card_keyboard(pupil, texts))
    await callback.answer()


async def begin_renaming(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    child_views: ChildViewsService,
    state: FSMContext,
    texts: Texts,
) -> None:
    pupil = await child_views.card(known(account).person_id, StudentId(callback_data.student))
    await state.set_data({"student": pupil.id})
    await state.set_state(Renaming.name)
    if isinstance(callback.message, Message):
        question = rename_question(pupil, texts)
        await callback.message.answer(question, reply_markup=inline(cancel_row(texts)))
    await callback.answer()


async def rename(
    message: Message,
    account: Account | None,
    child_views: ChildViewsService,
    state: FSMContext,
    texts: Texts,
) -> None:
    student_id = StudentId((await state.get_data())["student"])
    person_id = known(account).person_id
    try:
        pupil = await child_views.rename(person_id, student_id, message.text or "")
    except NotEntitledError:
        await state.clear()
        raise
    await state.clear()
    await message.answer(card_said(pupil, texts), reply_markup=card_keyboard(pupil, texts))


async def reset(
    callback: CallbackQuery,
    callback_data: ChildCallback,
    account: Account | None,
    child_views: ChildViewsService,
    texts: Texts,
) -> None:
    pupil = await child_views.reset(known(account).person_id, StudentId(callback_data.student))
    await edit(callback, card_said(pupil, texts), card_keyboard(pupil, texts))
    await callback.answer()


async def paint(
    callback: CallbackQuery,
    callback_data: ColourCallback,
    account: Account | None,
    child_views: ChildViewsService,
    texts: Texts,
) -> None:
    student_id = StudentId(callback_data.student)
    pupil = await child_views.paint(known(account).person_id, student_id, callback_data.colour)
    await edit(callback, card_said(pupil, texts), card_keyboard(pupil, texts))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    action = ChildCallback.filter
    router.callback_query.register(open_card, action(F.action == ChildAction.OPEN))
    router.callback_query.register(begin_renaming, action(F.action == ChildAction.RENAME))
    router.callback_query.register(reset, action(F.action == ChildAction.RESET))
    router.callback_query.register(paint, ColourCallback.filter())
    router.message.register(rename, PRIVATE, StateFilter(Renaming.name), F.text)
    return router
