"""Commands and words of the keyboard in the middle of a dialogue: answered, and the dialogue goes on."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import Message, TelegramObject

from diary.errors import DiaryError
from diary.models.people import Account
from diary.services.talk import TalkService
from handlers.applying.asking import ask_again
from handlers.applying.draft import Applying, Draft
from handlers.commands import command_of
from handlers.talk.letters import author_of
from handlers.talk.states import Writing, awaited_target
from views.answers import invitation
from views.keyboards import Word, cancel_row, inline, word_of
from views.texts import Texts

OF_STRANGERS = frozenset(Applying.__state_names__)
ENDING = frozenset({"cancel", "stop"})
"""What people write who want out; no commands of the menu."""


class InterruptionMiddleware(BaseMiddleware):
    """Lets such a message pass by the dialogue, and then says what still waits for the next words."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext | None = data.get("state")
        under_way = await _open_dialogue(state, data)
        if state is None or not under_way or not isinstance(event, Message) or not _interrupts(event):
            return await handler(event, data)
        if command_of(event) in ENDING:
            await state.clear()
            return await event.answer(data["texts"]("All right, nothing was sent."))
        if _begins_anew(event):
            await state.clear()
        data["raw_state"] = None
        result = await handler(event, data)
        if await state.get_state() == under_way:
            await _remind(event, under_way, state, data)
        return result


async def _open_dialogue(state: FSMContext | None, data: dict[str, Any]) -> str | None:
    """Return what is under way, and end what is not for who has lost every right since: only applying is."""
    under_way: str | None = data.get("raw_state")
    if state is None or under_way is None or data["roles"] or under_way in OF_STRANGERS:
        return under_way
    await state.clear()
    data["raw_state"] = None
    return None


def _interrupts(message: Message) -> bool:
    return (message.text or "").startswith("/") or word_of(message.text) is not None


def _begins_anew(message: Message) -> bool:
    """Whether it is a bare /start or the word for a letter; a code after /start must first prove good."""
    return (message.text or "").strip().lower() == "/start" or word_of(message.text) is Word.WRITE


async def _remind(message: Message, under_way: str, state: FSMContext, data: dict[str, Any]) -> None:
    texts: Texts = data["texts"]
    if under_way == Applying.field.state:
        await ask_again(message, await Draft.load(state), texts, texts("Your application waits:"))
        return
    said = texts("The question before still waits for your answer.")
    if under_way == Writing.letter.state:
        try:
            said = await _letter(message, state, data)
        except DiaryError:
            await state.clear()
            return
    await message.answer(said, reply_markup=inline(cancel_row(texts)))


async def _letter(message: Message, state: FSMContext, data: dict[str, Any]) -> str:
    """Say again to whom the next words go; raises NobodyToWriteToError where that has ended."""
    bot: Bot = data["bot"]
    account: Account | None = data["account"]
    talk: TalkService = data["talk"]
    direction = await talk.direction(author_of(account, bot.id, message.chat.id), await awaited_target(state))
    return invitation(direction.addressee, data["texts"])
