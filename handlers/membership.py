"""The bot blocked and taken back by a person."""

from aiogram import Bot, Router
from aiogram.filters import IS_MEMBER, IS_NOT_MEMBER, ChatMemberUpdatedFilter
from aiogram.types import ChatMemberUpdated

from diary.models.ids import BotId, ChatId
from diary.services.mailboxes import MailboxesService
from handlers.filters import PRIVATE


async def blocked(event: ChatMemberUpdated, bot: Bot, mailboxes: MailboxesService) -> None:
    await mailboxes.blocked(BotId(bot.id), ChatId(event.chat.id))


async def returned(event: ChatMemberUpdated, bot: Bot, mailboxes: MailboxesService) -> None:
    await mailboxes.returned(BotId(bot.id), ChatId(event.chat.id))


def build_router() -> Router:
    router = Router(name=__name__)
    router.my_chat_member.register(blocked, PRIVATE, ChatMemberUpdatedFilter(IS_NOT_MEMBER))
    router.my_chat_member.register(returned, PRIVATE, ChatMemberUpdatedFilter(IS_MEMBER))
    return router
