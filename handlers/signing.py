"""Taps under entries: signatures and answers to absences."""

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message

from diary.errors import GuardiansOnlyError, NotEntitledError
from diary.models.acknowledgements import AbsenceAnswer
from diary.models.ids import BotId, ChatId, MessageId, TelegramMessageId
from diary.models.people import Account
from diary.services.absence_answers import AbsenceAnswers
from diary.services.acknowledgement import AcknowledgementService
from diary.services.signing import Tap
from views.answers import absence_said, signed_said
from views.callbacks import AbsenceCallback, SignCallback
from views.texts import Texts

ANSWER_ROOM = 200
"""Characters that the answer to a tap may have."""


async def sign(
    callback: CallbackQuery,
    callback_data: SignCallback,
    bot: Bot,
    account: Account | None,
    acknowledgement: AcknowledgementService,
    texts: Texts,
) -> None:
    tap = tap_of(callback, callback_data.message, bot, account)
    signed = await acknowledgement.sign(tap, item=callback_data.item)
    await callback.answer(signed_said(signed, texts)[:ANSWER_ROOM])


async def answer_absence(
    callback: CallbackQuery,
    callback_data: AbsenceCallback,
    bot: Bot,
    account: Account | None,
    absence_answers: AbsenceAnswers,
    texts: Texts,
) -> None:
    tap = tap_of(callback, callback_data.message, bot, account)
    answered = await absence_answers.answer(tap, callback_data.answer)
    said = absence_said(answered, texts)
    if answered.answer is AbsenceAnswer.FINE:
        await callback.answer(said)
        return
    if isinstance(callback.message, Message):
        await callback.message.reply(said)
    await callback.answer()


def tap_of(callback: CallbackQuery, message_id: int, bot: Bot, account: Account | None) -> Tap:
    """Return who tapped on what; raises NotEntitledError where nothing was shown, and for strangers.

    In a group these raise GuardiansOnlyError: they see what they may not sign.
    """
    shown = callback.message
    if account is None and shown is not None and shown.chat.type != "private":
        raise GuardiansOnlyError
    if account is None or shown is None:
        raise NotEntitledError
    return Tap(
        account=account,
        message_id=MessageId(message_id),
        bot_id=BotId(bot.id),
        chat_id=ChatId(shown.chat.id),
        telegram_message_id=TelegramMessageId(shown.message_id),
    )


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(sign, SignCallback.filter())
    router.callback_query.register(answer_absence, AbsenceCallback.filter())
    return router
