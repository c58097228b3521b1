"""Choosing first to whom, and then writing."""

from aiogram import Bot, F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from diary.errors import NobodyToWriteToError
from diary.models.ids import RelayId
from diary.models.people import Account, Role
from diary.models.talk import Addressee
from diary.services.people import PeopleService
from diary.services.talk import TalkService
from handlers.editing import edit, edit_keyboard
from handlers.filters import FAMILY, PRIVATE, HasRole, SaysWord
from handlers.signing import tap_of
from handlers.talk.letters import author_of, letter_of
from handlers.talk.receiving import answer_outcome, refuse
from handlers.talk.states import Writing, await_letter, awaited_target, target_of
from views.addressees import addressees_keyboard
from views.answers import conversations_said, invitation
from views.callbacks import AddresseesCallback, AnswerTeacherCallback, CancelCallback, WriteCallback
from views.keyboards import Word, cancel_row, inline
from views.texts import Texts


async def answer_teacher(
    callback: CallbackQuery,
    callback_data: AnswerTeacherCallback,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    state: FSMContext,
    texts: Texts,
) -> None:
    tap = tap_of(callback, callback_data.message, bot, account)
    author = author_of(account, bot.id, callback.from_user.id)
    addressees = [one.addressee for one in await talk.answerable(author, tap)]
    if len(addressees) == 1:
        await _invite(callback, addressees[0], state, texts)
    elif isinstance(callback.message, Message):
        keyboard = addressees_keyboard(addressees, texts)
        await callback.message.reply(texts("Whom do you want to write to?"), reply_markup=keyboard)
    await callback.answer()


async def begin_writing(
    callback: CallbackQuery,
    callback_data: WriteCallback,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    state: FSMContext,
    texts: Texts,
) -> None:
    author = author_of(account, bot.id, callback.from_user.id)
    target = target_of(callback_data.recipient, callback_data.student, callback_data.entry)
    direction = await talk.direction(author, target)
    await _invite(callback, direction.addressee, state, texts)
    await callback.answer()


async def _invite(callback: CallbackQuery, addressee: Addressee, state: FSMContext, texts: Texts) -> None:
    await await_letter(state, addressee.target)
    if isinstance(callback.message, Message):
        await callback.message.answer(invitation(addressee, texts), reply_markup=inline(cancel_row(texts)))


async def write(
    message: Message,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    state: FSMContext,
    texts: Texts,
) -> None:
    letter = letter_of(message)
    if letter is None:
        await refuse(message, texts)
        return
    author = author_of(account, bot.id, message.chat.id)
    try:
        outcome = await talk.write(author, letter, await awaited_target(state))
    except NobodyToWriteToError:
        await state.clear()
        raise
    await state.clear()
    await answer_outcome(message, outcome, texts)


async def choose_addressee(
    message: Message, bot: Bot, account: Account | None, talk: TalkService, texts: Texts
) -> None:
    addressees = await talk.addressees(author_of(account, bot.id, message.chat.id))
    if not addressees:
        raise NobodyToWriteToError
    keyboard = addressees_keyboard(addressees, texts)
    await message.answer(texts("Whom do you want to write to?"), reply_markup=keyboard)


async def turn_page(
    callback: CallbackQuery,
    callback_data: AddresseesCallback,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    texts: Texts,
) -> None:
    author = author_of(account, bot.id, callback.from_user.id)
    relay_id = RelayId(callback_data.relay) if callback_data.relay else None
    if relay_id is None:
        addressees = await talk.addressees(author)
    else:
        addressees = (await talk.offered(author, relay_id)).addressees
    keyboard = addressees_keyboard(addressees, texts, relay_id=relay_id, page=callback_data.page)
    await edit_keyboard(callback, keyboard)
    await callback.answer()


async def show_messages(
    message: Message,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    people: PeopleService,
    talk: TalkService,
    texts: Texts,
) -> None:
    conversations = await talk.conversations(author_of(account, bot.id, message.chat.id))
    may_write = account is not None and await people.may_write(account)
    keyboard = addressees_keyboard([one.addressee for one in conversations], texts)
    said = conversations_said(conversations, roles, texts, may_write=may_write)
    await message.answer(said, reply_markup=keyboard if conversations else None)


async def cancel(callback: CallbackQuery, state: FSMContext, texts: Texts) -> None:
    await state.clear()
    await edit(callback, texts("All right, nothing was sent."))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(choose_addressee, PRIVATE, HasRole(*FAMILY), SaysWord(Word.WRITE))
    router.message.register(show_messages, PRIVATE, Command("messages", ignore_case=True))
    router.message.register(write, PRIVATE, StateFilter(Writing.letter), F.content_type)
    router.callback_query.register(answer_teacher, AnswerTeacherCallback.filter())
    router.callback_query.register(begin_writing, WriteCallback.filter())
    router.callback_query.register(turn_page, AddresseesCallback.filter())
    router.callback_query.register(cancel, CancelCallback.filter())
    return router
