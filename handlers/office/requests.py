"""The office's desk: requests in a list that is paged in place, a card each, and what is decided."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError, RequestDecidedError
from diary.models.ids import PersonId, RequestId, StaffId, StudentId
from diary.models.people import Account
from diary.models.requests import Card, Handing, Refusal, RequestKind
from diary.models.school import School
from diary.services.requests.approving import ApprovingService
from diary.services.requests.deciding import DecidingService
from diary.services.requests.desk import DeskService
from handlers.editing import edit, edit_keyboard
from handlers.filters import PRIVATE
from handlers.known import known
from views.requests.callbacks import DeskAct, DeskCallback, DeskListCallback
from views.requests.card import card_said
from views.requests.codes import office_code_said, second_label
from views.requests.desk import card_keyboard, list_keyboard, list_said, reasons_keyboard
from views.requests.words import label_of
from views.texts import Texts, load_texts

REASONS = {
    DeskAct.NOT_SHOWN: Refusal.NOT_SHOWN,
    DeskAct.DIFFERS: Refusal.DIFFERS,
}


async def show_list(
    message: Message, account: Account | None, desk: DeskService, texts: Texts, school: School
) -> None:
    page = await desk.page(known(account))
    await message.answer(list_said(page, texts, school), reply_markup=list_keyboard(page, texts))


async def turn(
    callback: CallbackQuery,
    callback_data: DeskListCallback,
    account: Account | None,
    desk: DeskService,
    texts: Texts,
    school: School,
) -> None:
    page = await desk.page(known(account), callback_data.page)
    await edit(callback, list_said(page, texts, school), list_keyboard(page, texts))
    await callback.answer()


async def open_card(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    texts: Texts,
    school: School,
) -> None:
    office, request_id = known(account), RequestId(callback_data.request)
    card = await desk.open(office, request_id, chosen=StudentId(callback_data.choice))
    await _draw(callback, callback_data, card, texts, school)
    await callback.answer()


async def show_card(
    callback: CallbackQuery,
    data: DeskCallback,
    account: Account,
    desk: DeskService,
    texts: Texts,
    school: School,
) -> Card:
    card = await desk.card(account, RequestId(data.request), chosen=StudentId(data.choice))
    await _draw(callback, data, card, texts, school)
    return card


async def _draw(
    callback: CallbackQuery, data: DeskCallback, card: Card, texts: Texts, school: School
) -> None:
    employee = data.choice if card.request.kind is RequestKind.STAFF else 0
    keyboard = card_keyboard(card, texts, person=data.person, employee=employee)
    await edit(callback, card_said(card, texts, school), keyboard)


async def tick_seen(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    texts: Texts,
    school: School,
) -> None:
    office, request_id = known(account), RequestId(callback_data.request)
    card = await desk.card(office, request_id)
    await desk.set_seen(office, request_id, seen=not card.request.seen_in_person)
    await show_card(callback, callback_data, office, desk, texts, school)
    await callback.answer()


async def approve(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    approving: ApprovingService,
    deciding: DecidingService,
    texts: Texts,
    school: School,
) -> None:
    office = known(account)
    try:
        said = await _approve(callback_data, office, desk, approving, deciding, texts, school)
    except RequestDecidedError:
        await show_card(callback, callback_data, office, desk, texts, school)
        raise
    await show_card(callback, callback_data, office, desk, texts, school)
    if said and isinstance(callback.message, Message):
        await callback.message.answer(said)
    await callback.answer()


async def _approve(
    data: DeskCallback,
    office: Account,
    desk: DeskService,
    approving: ApprovingService,
    deciding: DecidingService,
    texts: Texts,
    school: School,
) -> str:
    """Return what else there is to say: a code to hand out."""
    # other guardians will read the label: it is in the school's language
    schools_texts = load_texts(school.default_locale)
    card = await desk.card(office, RequestId(data.request))
    request_id, student_id = card.request.id, StudentId(data.choice)
    match card.request.kind:
        case RequestKind.GUARDIAN:
            label = label_of(card.request.claims, schools_texts)
            await approving.approve_guardian(office, request_id, student_id, label=label)
        case RequestKind.STAFF:
            await approving.approve_staff(office, request_id, StaffId(data.choice))
        case RequestKind.RECOVERY:
            await approving.approve_recovery(office, request_id, student_id, PersonId(data.person))
        case RequestKind.CORRECTION:
            await deciding.settle_correction(office, request_id)
        case RequestKind.SECOND_CODE:
            handing = Handing.IN_CHAT if data.act is DeskAct.IN_CHAT else Handing.AT_SCHOOL
            label = second_label(schools_texts)
            code = await approving.approve_second_code(office, request_id, handing, label=label)
            return office_code_said(code, texts) if code else ""
    return ""


async def show_reasons(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    texts: Texts,
    school: School,
) -> None:
    card = await desk.card(known(account), RequestId(callback_data.request))
    if card.request.undecided:
        await edit_keyboard(callback, reasons_keyboard(card, texts))
    else:
        await show_card(callback, callback_data, known(account), desk, texts, school)
    await callback.answer()


async def refuse(
    callback: CallbackQuery,
    callback_data: DeskCallback,
    account: Account | None,
    desk: DeskService,
    deciding: DecidingService,
    texts: Texts,
    school: School,
) -> None:
    office, reason = known(account), REASONS.get(callback_data.act)
    if reason is None:
        raise NotEntitledError
    try:
        await deciding.refuse(office, RequestId(callback_data.request), reason=reason)
    finally:
        await show_card(callback, callback_data, office, desk, texts, school)
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    act = DeskCallback.filter
    router.message.register(show_list, PRIVATE, Command("requests", ignore_case=True))
    router.callback_query.register(turn, DeskListCallback.filter())
    router.callback_query.register(open_card, act(F.act == DeskAct.OPEN))
    router.callback_query.register(tick_seen, act(F.act == DeskAct.SEEN))
    router.callback_query.register(approve, act(F.act.in_({DeskAct.APPROVE, DeskAct.IN_CHAT})))
    router.callback_query.register(show_reasons, act(F.act == DeskAct.REASONS))
    router.callback_query.register(refuse, act(F.act.in_(set(REASONS))))
    return router
