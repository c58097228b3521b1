"""Which handler a message is for; rights are checked in the services."""

from aiogram import F
from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from diary.models.people import LINK_ROLES, STAFF_ROLES, Role
from diary.rules.access_codes import read_code, spells_code
from views.keyboards import Word, word_of

FAMILY = LINK_ROLES
STAFF = STAFF_ROLES
PRIVATE = F.chat.type == "private"
IN_GROUP = F.chat.type.in_({"group", "supergroup"})


class HasRole(Filter):
    """Whether the person may act as one of these now."""

    def __init__(self, *roles: Role) -> None:
        self._roles = frozenset(roles)

    async def __call__(self, event: TelegramObject, roles: frozenset[Role]) -> bool:
        del event
        return bool(self._roles & roles)


class SaysWord(Filter):
    """Whether a message is this word of the standing keyboard, in any language."""

    def __init__(self, word: Word) -> None:
        self._word = word

    async def __call__(self, message: Message) -> bool:
        return word_of(message.text) is self._word


class LooksLikeCode(Filter):
    """Whether a message is meant as an access code: a stranger's if it can be read as one."""

    async def __call__(self, message: Message, roles: frozenset[Role]) -> bool | dict[str, str]:
        text = message.text or ""
        meant = spells_code(text) if roles else read_code(text) is not None
        meant = meant and message.reply_to_message is None
        return {"secret": text} if meant else False
