"""A new code, question by question: what they see, until when, may they write, what to call them."""

import asyncio
from dataclasses import replace
from datetime import date

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from diary.clock import Clock
from diary.errors import DayNotOpenError
from diary.models.codes import IssuedCode
from diary.models.delegation import Delegation, Offer, Preset
from diary.models.ids import PersonId, StudentId, SubjectId
from diary.models.people import Account
from diary.models.school import School
from diary.rules.delegation import read_label
from diary.services.delegation import DelegationService
from handlers.editing import edit, edit_keyboard
from handlers.filters import PRIVATE
from handlers.guardian.trusted.listing import list_screen
from handlers.guardian.trusted.states import Trusting, Wish, keep, wish_of
from handlers.known import known
from views.texts import Texts
from views.trusted import making
from views.trusted.callbacks import (
    NEW,
    NewTrustedCallback,
    NewTrustedStep,
    Step,
    TrustedCallback,
    TrustedDayCallback,
    TrustedMonthCallback,
)
from views.trusted.given import forwarded, given_keyboard, given_said, picture


async def begin(
    callback: CallbackQuery,
    callback_data: NewTrustedCallback,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    offer = await delegation.offer(known(account).person_id, StudentId(callback_data.student))
    await keep(state, Wish(student_id=offer.student.id), Trusting.preset)
    await edit(callback, *making.ask_preset(offer, texts))
    await callback.answer()


async def choose_preset(
    callback: CallbackQuery,
    callback_data: NewTrustedStep,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    wish, offer = await _under_way(account, delegation, state)
    preset = list(Preset)[min(callback_data.value, len(Preset) - 1)]
    wish = replace(wish, preset=preset, subjects=frozenset())
    if preset is Preset.TUTOR:
        await keep(state, wish, Trusting.subjects)
        await edit(callback, *making.ask_subjects(offer, wish.subjects, texts))
    else:
        await keep(state, wish, Trusting.day)
        await edit(callback, *making.ask_day(offer, texts))
    await callback.answer()


async def mark_subject(
    callback: CallbackQuery,
    callback_data: NewTrustedStep,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    wish, offer = await _under_way(account, delegation, state)
    one = frozenset({SubjectId(callback_data.value)}) & frozenset(offer.subjects)
    chosen = wish.subjects | one if callback_data.step is Step.TAKE else wish.subjects - one
    await keep(state, replace(wish, subjects=chosen), Trusting.subjects)
    await edit(callback, *making.ask_subjects(offer, chosen, texts))
    await callback.answer()


async def finish_subjects(
    callback: CallbackQuery,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    wish, offer = await _under_way(account, delegation, state)
    if not wish.subjects:
        await callback.answer(making.choose_a_subject(texts), show_alert=True)
        return
    await keep(state, wish, Trusting.day)
    await edit(callback, *making.ask_day(offer, texts))
    await callback.answer()


async def show_month(
    callback: CallbackQuery,
    callback_data: TrustedMonthCallback,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    _, offer = await _under_way(account, delegation, state)
    await edit(callback, *making.ask_day_of_month(offer, date.fromordinal(callback_data.day), texts))
    await callback.answer()


async def choose_day(
    callback: CallbackQuery,
    callback_data: TrustedDayCallback,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    wish, offer = await _under_way(account, delegation, state)
    day = date.fromordinal(callback_data.day)
    if not offer.today <= day <= offer.latest:
        raise DayNotOpenError
    await keep(state, replace(wish, last_day=day), Trusting.writing)
    await edit(callback, *making.ask_writing(offer, texts))
    await callback.answer()


async def choose_writing(
    callback: CallbackQuery,
    callback_data: NewTrustedStep,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    texts: Texts,
) -> None:
    wish, offer = await _under_way(account, delegation, state)
    wish = replace(wish, may_write=bool(callback_data.value))
    await keep(state, wish, Trusting.label)
    await edit(callback, *making.ask_label(offer, wish.scope, wish.last_day, texts))
    await callback.answer()


async def name(
    message: Message,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    label = read_label(message.text or "")
    if label is None:
        await message.answer(making.words_wanted(texts))
        return
    await _give(message, label, known(account).person_id, delegation, state, clock, school, texts)


async def leave_nameless(
    callback: CallbackQuery,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    label = making.nameless((await wish_of(state)).preset, texts)
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        person_id = known(account).person_id
        await _give(callback.message, label, person_id, delegation, state, clock, school, texts)
    await callback.answer()


async def _give(
    message: Message,
    label: str,
    person_id: PersonId,
    delegation: DelegationService,
    state: FSMContext,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    wish = await wish_of(state)
    await state.clear()
    offer = await delegation.offer(person_id, wish.student_id)
    wanted = Delegation(student_id=wish.student_id, scope=wish.scope, last_day=wish.last_day, label=label)
    issued = await delegation.delegate(person_id, wanted)
    said = given_said(offer.student, label, texts)
    await message.answer(said, reply_markup=given_keyboard(offer.student, texts))
    await _hand_over(message, issued, school, school.today(clock.now()), texts)


async def _hand_over(message: Message, issued: IssuedCode, school: School, today: date, texts: Texts) -> None:
    """Show the code, this once, in a message that can be passed on as it is."""
    shown = forwarded(issued, school, today, texts)
    if not issued.link:
        await message.answer(shown.text, entities=shown.entities)
        return
    drawn = await asyncio.to_thread(picture, issued.link)
    photo = BufferedInputFile(drawn, "code.png")
    await message.answer_photo(photo, caption=shown.text, caption_entities=shown.entities)


async def leave(
    callback: CallbackQuery,
    account: Account | None,
    delegation: DelegationService,
    state: FSMContext,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    here = TrustedCallback(student=(await wish_of(state)).student_id)
    await state.clear()
    person_id = known(account).person_id
    await edit(callback, *(await list_screen(here, person_id, delegation, clock, school, texts)))
    await callback.answer()


async def point_at_buttons(message: Message, texts: Texts) -> None:
    await message.answer(making.use_the_buttons(texts))


async def _under_way(
    account: Account | None, delegation: DelegationService, state: FSMContext
) -> tuple[Wish, Offer]:
    wish = await wish_of(state)
    return wish, await delegation.offer(known(account).person_id, wish.student_id)


def build_router() -> Router:
    router = Router(name=__name__)
    taps, step = router.callback_query, NewTrustedStep.filter
    taps.register(begin, NewTrustedCallback.filter())
    taps.register(choose_preset, StateFilter(Trusting.preset), step(F.step == Step.PRESET))
    taps.register(mark_subject, StateFilter(Trusting.subjects), step(F.step.in_({Step.TAKE, Step.DROP})))
    taps.register(finish_subjects, StateFilter(Trusting.subjects), step(F.step == Step.SUBJECTS))
    taps.register(show_month, StateFilter(Trusting.day), TrustedMonthCallback.filter(F.link == NEW))
    taps.register(choose_day, StateFilter(Trusting.day), TrustedDayCallback.filter(F.link == NEW))
    taps.register(choose_writing, StateFilter(Trusting.writing), step(F.step == Step.WRITE))
    taps.register(leave_nameless, StateFilter(Trusting.label), step(F.step == Step.NAMELESS))
    taps.register(leave, StateFilter(Trusting), step(F.step == Step.LEAVE))
    # a reply is a letter, whatever else is under way
    said = F.content_type & F.reply_to_message.is_(None)
    router.message.register(name, PRIVATE, StateFilter(Trusting.label), said)
    router.message.register(point_at_buttons, PRIVATE, StateFilter(Trusting), said)
    return router
