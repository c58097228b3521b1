"""Which handler a message is for; rights are checked in the services."""

from aiogram import F
from aiogram.filters import Filter
from aiogram.types import Message, TelegramObject

from diary.models.people import LINK_ROLES, STAFF_ROLES, Role
from diary.rules.access_codes import code_in, linked_code, spells_code
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
    """Whether a message is meant as an access code.

    A stranger has nobody to write to: theirs is, if there is one in it, also in an answer to the bot. One of
    those who write letters is where all of it is a code, and no mere number.
    `instead`: whether it came where something else was due. It has a digit, as no name has: SMITH-JOHNSON
    could be read as a code.
    """

    def __init__(self, *, instead: bool = False) -> None:
        self._instead = instead

    async def __call__(self, message: Message, roles: frozenset[Role]) -> bool | dict[str, str]:
        text = message.text or ("" if roles else message.caption) or ""
        if self._instead and not any(map(str.isdigit, text)):
            return False
        secret = _of_known(text) if roles else code_in(text)
        return {"secret": secret} if secret else False


def _of_known(text: str) -> str | None:
    is_code = spells_code(text) and any(map(str.isalpha, text))
    return linked_code(text) or (text if is_code else None)
