"""The list of a child's trusted persons and codes, and the card of each."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from diary.clock import Clock
from diary.models.ids import CodeId, LinkId, PersonId, StudentId
from diary.models.people import Account
from diary.models.school import School
from diary.services.delegation import DelegationService
from handlers.editing import edit
from handlers.filters import PRIVATE
from handlers.guardian.trusted.states import Trusting
from handlers.known import known
from views.texts import Texts
from views.trusted.callbacks import CodeAct, TrustedCallback, TrustedCardCallback, TrustedCodeCallback
from views.trusted.card import card_keyboard, card_said, code_keyboard, code_said
from views.trusted.listing import children_keyboard, children_said, page_keyboard, page_said

Screen = tuple[str, InlineKeyboardMarkup]


async def show_list(
    message: Message,
    account: Account | None,
    delegation: DelegationService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person_id = known(account).person_id
    children = await delegation.children(person_id)
    if len(children) > 1:
        await message.answer(children_said(texts), reply_markup=children_keyboard(children, texts))
        return
    here = TrustedCallback(student=children[0].id)
    text, keyboard = await list_screen(here, person_id, delegation, clock, school, texts)
    await message.answer(text, reply_markup=keyboard)


async def list_screen(
    here: TrustedCallback,
    person_id: PersonId,
    delegation: DelegationService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> Screen:
    page = await delegation.page(person_id, StudentId(here.student))
    today = school.today(clock.now())
    return page_said(page, here.sheet, school, today, texts), page_keyboard(page, here.sheet, texts)


async def turn(
    callback: CallbackQuery,
    callback_data: TrustedCallback,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person_id = known(account).person_id
    if await state.get_state() in Trusting.__all_states_names__:
        await state.clear()
    text, keyboard = await list_screen(callback_data, person_id, delegation, clock, school, texts)
    await edit(callback, text, keyboard)
    await callback.answer()


async def open_card(
    callback: CallbackQuery,
    callback_data: TrustedCardCallback,
    account: Account | None,
    delegation: DelegationService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    card = await delegation.card(known(account).person_id, LinkId(callback_data.link))
    now = clock.now()
    text, keyboard = (
        card_said(card, school, school.today(now), texts),
        card_keyboard(card, school, now, texts),
    )
    if callback_data.apart and isinstance(callback.message, Message):
        await callback.message.answer(text, reply_markup=keyboard)
    else:
        await edit(callback, text, keyboard)
    await callback.answer()


async def open_code(
    callback: CallbackQuery,
    callback_data: TrustedCodeCallback,
    account: Account | None,
    delegation: DelegationService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    card = await delegation.code_card(known(account).person_id, CodeId(callback_data.code))
    text = code_said(card, school, school.today(clock.now()), texts)
    await edit(callback, text, code_keyboard(card, texts))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(show_list, PRIVATE, Command("trusted", ignore_case=True))
    router.callback_query.register(turn, TrustedCallback.filter())
    router.callback_query.register(open_card, TrustedCardCallback.filter())
    router.callback_query.register(open_code, TrustedCodeCallback.filter(F.act == CodeAct.SHOW))
    return router
