"""Stands before all commands: refuses those that are not for who asks."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from diary.models.people import Account, Role
from diary.services.requests.applying import ApplyingService
from handlers.commands import COMMANDS
from handlers.entrance import show_entrance
from handlers.filters import PRIVATE
from views.refusals import not_your_command
from views.texts import Texts


class IsRefused(Filter):
    """Whether a message is a command that is not for the person, or none of the bot's at all."""

    async def __call__(self, message: Message, bot: Bot, roles: frozenset[Role]) -> bool:
        text = message.text or ""
        if not text.startswith("/"):
            return False
        name, _, addressed = text[1:].partition(" ")[0].lower().partition("@")
        if addressed and addressed != ((await bot.me()).username or "").lower():
            return True
        return not any(command.name == name and command.is_for(roles) for command in COMMANDS)


async def refuse_command(
    message: Message,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    applying: ApplyingService,
    texts: Texts,
) -> None:
    if roles:
        await message.answer(not_your_command(texts))
    else:
        await show_entrance(message, bot, account, applying, texts)


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(refuse_command, PRIVATE, IsRefused())
    return router
