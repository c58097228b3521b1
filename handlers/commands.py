"""The commands, for whom each is, and the menus that show them."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, Message

from diary.models.ids import ChatId
from diary.models.people import LINK_ROLES, Role
from diary.rules.acting import capacities
from views.texts import SUPPORTED_LOCALES, Texts, load_texts

EVERYONE = frozenset(Role)
WRITERS = frozenset({Role.GUARDIAN, Role.TRUSTED, Role.TEACHER, Role.OFFICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCommand:
    """`strangers`: also for those whom the school does not know (yet).

    `by_role`: it shows each role something else, so that a person of several is asked who they are here as.
    `of_class_teachers`: of teachers it is offered to those alone who lead a class; others are told why not.
    """

    name: str
    roles: frozenset[Role] = EVERYONE
    strangers: bool = False
    by_role: bool = False
    of_class_teachers: bool = False

    def is_for(self, roles: frozenset[Role]) -> bool:
        return bool(self.roles & roles) or self.strangers

    def is_offered(self, roles: frozenset[Role], *, leads_class: bool) -> bool:
        closed = self.of_class_teachers and not leads_class
        return self.is_for(roles - {Role.TEACHER} if closed else roles)

    def is_ambiguous(self, roles: frozenset[Role]) -> bool:
        return self.by_role and len(capacities(self.roles & roles)) > 1


COMMANDS = (
    ChatCommand(name="today", roles=LINK_ROLES),
    ChatCommand(name="week", roles=LINK_ROLES),
    ChatCommand(name="homework", roles=LINK_ROLES),
    ChatCommand(name="grades", roles=LINK_ROLES),
    ChatCommand(name="absences", roles=LINK_ROLES),
    ChatCommand(name="schedule", roles=LINK_ROLES | {Role.TEACHER}, by_role=True),
    ChatCommand(name="classes", roles=frozenset({Role.TEACHER})),
    ChatCommand(name="unsigned", roles=frozenset({Role.TEACHER})),
    ChatCommand(name="messages", roles=WRITERS),
    ChatCommand(name="children", roles=LINK_ROLES | {Role.OFFICE}, by_role=True),
    ChatCommand(name="trusted", roles=frozenset({Role.GUARDIAN})),
    ChatCommand(name="codes", roles=frozenset({Role.TEACHER, Role.OFFICE}), of_class_teachers=True),
    ChatCommand(name="requests", roles=frozenset({Role.OFFICE})),
    ChatCommand(name="audit", roles=frozenset({Role.OFFICE})),
    ChatCommand(name="settings"),
    ChatCommand(name="privacy", strangers=True),
    ChatCommand(name="help", strangers=True),
    ChatCommand(name="start", strangers=True),
)
"""In the order in which menus show them."""


def command_of(message: Message) -> str:
    """Return the name of the command that a message is, empty for other messages."""
    text = message.text or ""
    return text[1:].partition(" ")[0].partition("@")[0].lower() if text.startswith("/") else ""


def described(command: ChatCommand, roles: frozenset[Role], texts: Texts) -> str:
    return {
        "today": texts("The day: lessons, grades, homework"),
        "week": texts("The week"),
        "homework": texts("Homework"),
        "grades": texts("Grades and averages"),
        "absences": texts("Absences"),
        "schedule": texts("Timetable"),
        "classes": texts("Your classes"),
        "unsigned": texts("Who has signed what you wrote"),
        "messages": texts("Messages"),
        "children": texts("My diary") if roles == {Role.STUDENT} else texts("Children"),
        "trusted": texts("Whom you trust with the diary"),
        "codes": texts("Codes and letters: who is linked, who is not yet"),
        "requests": texts("What families ask the school for"),
        "audit": texts("Who was sent or saw what"),
        "settings": texts("Language and times"),
        "privacy": texts("Your data and your consent"),
        "help": texts("What this bot can do"),
        "start": texts("Begin, or enter a code"),
    }[command.name]


def menu(roles: frozenset[Role], texts: Texts, *, leads_class: bool = False) -> list[BotCommand]:
    return [
        BotCommand(command=command.name, description=described(command, roles, texts))
        for command in COMMANDS
        if command.is_offered(roles, leads_class=leads_class)
    ]


async def offer_default_commands(bot: Bot, default_locale: str) -> None:
    """Set what strangers see: in each language, and in the school's own for all others."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(menu(frozenset(), load_texts(default_locale)), scope=scope)
    for locale in SUPPORTED_LOCALES:
        commands = menu(frozenset(), load_texts(locale))
        await bot.set_my_commands(commands, scope=scope, language_code=locale)


async def offer_commands(
    bot: Bot, chat_id: ChatId, roles: frozenset[Role], texts: Texts, *, leads_class: bool = False
) -> None:
    """Set the menu of one private chat."""
    commands = menu(roles, texts, leads_class=leads_class)
    await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=chat_id))
