"""Finds out who is at the other end, and in which language to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import TelegramObject, User

from diary.models.ids import BotId, TelegramUserId
from diary.models.school import School
from diary.rules.acting import shown_roles
from diary.services.people import PeopleService
from views.texts import SUPPORTED_LOCALES, load_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorMiddleware(BaseMiddleware):
    """Hands on `account` (None for a stranger), `roles`, `here_as`, `leads_class` and `texts`.

    `here_as` are the roles whose commands are shown; what a person may do depends on all `roles`.
    """

    people: PeopleService
    school: School

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user: User | None = data.get("event_from_user")
        bot: Bot = data["bot"]
        visitor = None
        if user is not None:
            visitor = await self.people.who(BotId(bot.id), TelegramUserId(user.id))
        data["account"] = visitor.account if visitor else None
        data["roles"] = visitor.roles if visitor else frozenset()
        data["here_as"] = shown_roles(visitor.account.acting_role, visitor.roles) if visitor else frozenset()
        data["leads_class"] = visitor is not None and visitor.leads_class
        data["texts"] = load_texts(visitor.account.locale if visitor else self._locale_of(user))
        return await handler(event, data)

    def _locale_of(self, user: User | None) -> str:
        language = (user.language_code if user else None) or ""
        locale = language.partition("-")[0].lower()
        return locale if locale in SUPPORTED_LOCALES else self.school.default_locale
