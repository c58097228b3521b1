"""Messages that are letters: replies go where they belong, plain text is offered."""

from typing import assert_never

from aiogram import Bot, F, Router
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message

from diary.errors import NobodyToWriteToError
from diary.models.ids import RelayId, TelegramMessageId
from diary.models.people import Account, Role
from diary.models.talk import Joined, Offer, Sent
from diary.services.people import PeopleService
from diary.services.talk import TalkService
from handlers.editing import edit
from handlers.filters import PRIVATE, HasRole
from handlers.talk.letters import author_of, letter_of, reply_of
from handlers.talk.states import target_of
from views.addressees import addressees_keyboard
from views.answers import nobody_said, sent_said
from views.callbacks import RecipientCallback, RetractCallback
from views.keyboards import retract_keyboard
from views.texts import Texts

REFUSED = frozenset(
    {
        ContentType.CONTACT,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.VOICE,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.AUDIO,
        ContentType.STICKER,
        ContentType.ANIMATION,
        ContentType.POLL,
        ContentType.DICE,
        ContentType.STORY,
    }
)
PASSED_ON = F.text | F.photo | F.document


async def receive(
    message: Message,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    people: PeopleService,
    talk: TalkService,
    texts: Texts,
) -> None:
    letter = letter_of(message)
    if letter is None:
        await refuse(message, texts)
        return
    author = author_of(account, bot.id, message.chat.id)
    outcome = await talk.receive(author, letter, reply_of(message))
    if account is not None and isinstance(outcome, Offer) and outcome.relay_id is None:
        may_write = await people.may_write(account)
        await message.reply(nobody_said(roles, texts, may_write=may_write))
        return
    await answer_outcome(message, outcome, texts)


async def answer_outcome(message: Message, outcome: Sent | Offer | Joined, texts: Texts) -> None:
    match outcome:
        case Sent():
            keyboard = retract_keyboard(outcome.relay_id, texts)
            await message.reply(sent_said(outcome, texts), reply_markup=keyboard)
        case Offer(relay_id=None):
            raise NobodyToWriteToError
        case Offer():
            keyboard = addressees_keyboard(outcome.addressees, texts, relay_id=outcome.relay_id)
            await message.reply(texts("Not sent yet. To whom shall it go?"), reply_markup=keyboard)
        case Joined():
            return
        case _:
            assert_never(outcome)


async def choose_recipient(
    callback: CallbackQuery,
    callback_data: RecipientCallback,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    texts: Texts,
) -> None:
    author = author_of(account, bot.id, callback.from_user.id)
    target = target_of(callback_data.recipient, callback_data.student, callback_data.entry)
    sent = await talk.choose(author, RelayId(callback_data.relay), target)
    await edit(callback, sent_said(sent, texts), retract_keyboard(sent.relay_id, texts))
    await callback.answer()


async def retract(
    callback: CallbackQuery,
    callback_data: RetractCallback,
    bot: Bot,
    account: Account | None,
    talk: TalkService,
    texts: Texts,
) -> None:
    author = author_of(account, bot.id, callback.from_user.id)
    await talk.retract(author, RelayId(callback_data.relay))
    await edit(callback, texts("Taken back: it will not be read."))
    await callback.answer()


async def refuse(message: Message, texts: Texts) -> None:
    await message.reply(
        texts(
            "Only text, photos and files are passed on: contacts, places and voices would say "
            "more about you than you may want. Please write it."
        )
    )


async def note_edit(
    message: Message, bot: Bot, account: Account | None, talk: TalkService, texts: Texts
) -> None:
    author = author_of(account, bot.id, message.chat.id)
    if await talk.was_passed_on(author, TelegramMessageId(message.message_id)):
        await message.reply(texts("The change is not passed on: the message has been sent as it was."))


def build_router() -> Router:
    router = Router(name=__name__)
    known = HasRole(*Role)
    router.message.register(receive, PRIVATE, known, PASSED_ON)
    router.message.register(refuse, PRIVATE, known, F.content_type.in_(REFUSED))
    router.edited_message.register(note_edit, PRIVATE, known)
    router.callback_query.register(choose_recipient, RecipientCallback.filter())
    router.callback_query.register(retract, RetractCallback.filter())
    return router
