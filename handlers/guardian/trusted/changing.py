"""Narrowing, extending and revoking with a tap: the card shows at once how it is now."""

from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery

from diary.clock import Clock
from diary.models.delegation import TrustedCard
from diary.models.ids import CodeId, LinkId, SubjectId
from diary.models.people import Account
from diary.models.school import School
from diary.rules.delegation import latest_day
from diary.services.delegation import DelegationChanges, DelegationService
from handlers.editing import edit
from handlers.guardian.trusted.listing import list_screen
from handlers.known import known
from views.texts import Texts
from views.trusted.callbacks import (
    NEW,
    CodeAct,
    TrustedAreaCallback,
    TrustedCallback,
    TrustedCodeCallback,
    TrustedDayCallback,
    TrustedMonthCallback,
    TrustedRevokeCallback,
    TrustedSubjectCallback,
    TrustedWriteCallback,
)
from views.trusted.card import (
    calendar_keyboard,
    calendar_said,
    card_keyboard,
    card_said,
    revoke_keyboard,
    revoke_said,
)


async def open_area(
    callback: CallbackQuery,
    callback_data: TrustedAreaCallback,
    account: Account | None,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    link, person = LinkId(callback_data.link), known(account).person_id
    card = await delegation_changes.open_area(person, link, callback_data.area, wanted=callback_data.wanted)
    await _show(callback, card, clock, school, texts)


async def open_subject(
    callback: CallbackQuery,
    callback_data: TrustedSubjectCallback,
    account: Account | None,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    link, subject = LinkId(callback_data.link), SubjectId(callback_data.subject)
    card = await delegation_changes.open_subject(
        known(account).person_id, link, subject, wanted=callback_data.wanted
    )
    await _show(callback, card, clock, school, texts)


async def let_write(
    callback: CallbackQuery,
    callback_data: TrustedWriteCallback,
    account: Account | None,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person, link = known(account).person_id, LinkId(callback_data.link)
    card = await delegation_changes.let_write(person, link, wanted=callback_data.wanted)
    await _show(callback, card, clock, school, texts)


async def set_last_day(
    callback: CallbackQuery,
    callback_data: TrustedDayCallback,
    account: Account | None,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person, day = known(account).person_id, date.fromordinal(callback_data.day)
    card = await delegation_changes.set_last_day(person, LinkId(callback_data.link), day)
    await _show(callback, card, clock, school, texts)


async def _show(
    callback: CallbackQuery, card: TrustedCard, clock: Clock, school: School, texts: Texts
) -> None:
    now = clock.now()
    text = card_said(card, school, school.today(now), texts)
    await edit(callback, text, card_keyboard(card, school, now, texts))
    await callback.answer(texts("Noted."))


async def show_calendar(
    callback: CallbackQuery,
    callback_data: TrustedMonthCallback,
    account: Account | None,
    delegation: DelegationService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    card = await delegation.card(known(account).person_id, LinkId(callback_data.link))
    today, shown = school.today(clock.now()), date.fromordinal(callback_data.day)
    keyboard = calendar_keyboard(card, shown, first=today, last=latest_day(today), texts=texts)
    await edit(callback, calendar_said(card, texts), keyboard)
    await callback.answer()


async def ask_to_revoke(
    callback: CallbackQuery,
    callback_data: TrustedRevokeCallback,
    account: Account | None,
    delegation: DelegationService,
    texts: Texts,
) -> None:
    card = await delegation.card(known(account).person_id, LinkId(callback_data.link))
    await edit(callback, revoke_said(card, texts), revoke_keyboard(card, texts))
    await callback.answer()


async def revoke(
    callback: CallbackQuery,
    callback_data: TrustedRevokeCallback,
    account: Account | None,
    delegation: DelegationService,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person = known(account).person_id
    card = await delegation_changes.revoke(person, LinkId(callback_data.link))
    here = TrustedCallback(student=card.student.id)
    await edit(callback, *(await list_screen(here, person, delegation, clock, school, texts)))
    await callback.answer(texts("The access is taken back."))


async def revoke_code(
    callback: CallbackQuery,
    callback_data: TrustedCodeCallback,
    account: Account | None,
    delegation: DelegationService,
    delegation_changes: DelegationChanges,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    person = known(account).person_id
    here = TrustedCallback(student=await delegation_changes.revoke_code(person, CodeId(callback_data.code)))
    await edit(callback, *(await list_screen(here, person, delegation, clock, school, texts)))
    await callback.answer(texts("The code opens nothing any more."))


def build_router() -> Router:
    router = Router(name=__name__)
    taps = router.callback_query
    taps.register(open_area, TrustedAreaCallback.filter())
    taps.register(open_subject, TrustedSubjectCallback.filter())
    taps.register(let_write, TrustedWriteCallback.filter())
    taps.register(set_last_day, TrustedDayCallback.filter(F.link != NEW))
    taps.register(show_calendar, TrustedMonthCallback.filter(F.link != NEW))
    taps.register(revoke, TrustedRevokeCallback.filter(F.sure))
    taps.register(ask_to_revoke, TrustedRevokeCallback.filter())
    taps.register(revoke_code, TrustedCodeCallback.filter(F.act == CodeAct.REVOKE))
    return router
