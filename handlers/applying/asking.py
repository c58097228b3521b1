"""Asks for what an application lacks, or shows all of it."""

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.applying.draft import Draft
from views.requests.applying import question, question_keyboard, summary, summary_keyboard
from views.texts import Texts


async def ask(message: Message, draft: Draft, state: FSMContext, texts: Texts) -> None:
    """Keep the draft and ask for its next field."""
    await draft.save(state)
    await ask_again(message, draft, texts)


async def ask_again(message: Message, draft: Draft, texts: Texts, said: str = "") -> None:
    if draft.asked is None:
        text, keyboard = summary(draft.kind, draft.claims, texts), summary_keyboard(draft.kind, texts)
    else:
        text = question(draft.kind, draft.asked, texts)
        keyboard = question_keyboard(draft.kind, draft.asked, texts)
    await message.answer(f"{said}\n{text}".strip(), reply_markup=keyboard)
