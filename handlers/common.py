"""What everyone may ask: /start, /help, /settings; and what strangers get."""

from aiogram import Bot, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from diary.errors import NotEntitledError
from diary.models.deliveries import GradesWhen
from diary.models.ids import BotId, ChatId
from diary.models.people import LINK_ROLES, Account, Role
from diary.models.school import School
from diary.rules.acting import acting_as, capacities
from diary.services.people import PeopleService
from diary.services.requests.applying import ApplyingService
from handlers.commands import menu, offer_commands
from handlers.editing import edit
from handlers.entrance import show_entrance
from handlers.filters import PRIVATE, HasRole, SaysWord
from views.acting import acting_row, acting_said
from views.callbacks import GradesWhenCallback, LocaleCallback
from views.groups import groups_button
from views.help import help_said, settings_said
from views.keyboards import Word, inline, settings_keyboard, standing_keyboard, when_said
from views.texts import SUPPORTED_LOCALES, Texts, load_texts


async def start(
    message: Message,
    bot: Bot,
    account: Account | None,
    here_as: frozenset[Role],
    applying: ApplyingService,
    people: PeopleService,
    texts: Texts,
    school: School,
    *,
    leads_class: bool,
) -> None:
    if not here_as:
        await show_entrance(message, bot, account, applying, texts)
        return
    await show_help(message, account, here_as, people, texts, school, leads_class=leads_class)
    await offer_commands(bot, ChatId(message.chat.id), here_as, texts, leads_class=leads_class)


async def show_help(
    message: Message,
    account: Account | None,
    here_as: frozenset[Role],
    people: PeopleService,
    texts: Texts,
    school: School,
    *,
    leads_class: bool,
) -> None:
    text = help_said(menu(here_as, texts, leads_class=leads_class), here_as, school, texts)
    may_write = account is not None and await people.may_write(account)
    await message.answer(text, reply_markup=standing_keyboard(here_as, texts, may_write=may_write))


async def show_settings(
    message: Message,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    people: PeopleService,
    texts: Texts,
) -> None:
    if account is None:
        raise NotEntitledError
    mailbox = await people.chat(account, BotId(bot.id), ChatId(message.chat.id))
    said, keyboard = _settings(mailbox.grades_when, roles, texts)
    await message.answer(said, reply_markup=keyboard)
    if len(capacities(roles)) > 1:
        acting = acting_as(account.acting_role, roles)
        keyboard = inline(acting_row(capacities(roles), texts, chosen=acting))
        await message.answer(acting_said(acting, texts), reply_markup=keyboard)


def _settings(when: GradesWhen, roles: frozenset[Role], texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    chosen = when if roles & LINK_ROLES else None
    keyboard = settings_keyboard(texts, chosen)
    if Role.GUARDIAN in roles:
        keyboard.inline_keyboard.append([groups_button(texts)])
    return settings_said(chosen, texts), keyboard


async def choose_grades_when(
    callback: CallbackQuery,
    callback_data: GradesWhenCallback,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    people: PeopleService,
    texts: Texts,
) -> None:
    if account is None or callback_data.when not in set(GradesWhen):
        raise NotEntitledError
    when = GradesWhen(callback_data.when)
    await people.choose_grades_when(account, BotId(bot.id), _chat_id(callback), when)
    await edit(callback, *_settings(when, roles, texts))
    await callback.answer(texts("Grades come: {when}", when=when_said(when, texts).lower()))


async def choose_locale(
    callback: CallbackQuery,
    callback_data: LocaleCallback,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    here_as: frozenset[Role],
    people: PeopleService,
    *,
    leads_class: bool,
) -> None:
    if account is None or callback_data.locale not in SUPPORTED_LOCALES:
        raise NotEntitledError
    texts, chat_id = load_texts(callback_data.locale), _chat_id(callback)
    await people.choose_locale(account, BotId(bot.id), chat_id, texts.locale)
    mailbox = await people.chat(account, BotId(bot.id), chat_id)
    await edit(callback, *_settings(mailbox.grades_when, roles, texts))
    if isinstance(callback.message, Message):
        answer, may_write = texts("I speak English from now on."), await people.may_write(account)
        keyboard = standing_keyboard(here_as, texts, may_write=may_write)
        await callback.message.answer(answer, reply_markup=keyboard)
    await offer_commands(bot, chat_id, here_as, texts, leads_class=leads_class)
    await callback.answer()


def _chat_id(callback: CallbackQuery) -> ChatId:
    return ChatId(callback.message.chat.id if callback.message else callback.from_user.id)


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(start, PRIVATE, CommandStart(ignore_case=True))
    router.message.register(show_help, PRIVATE, Command("help", ignore_case=True))
    router.message.register(show_help, PRIVATE, HasRole(*LINK_ROLES), SaysWord(Word.MORE))
    router.message.register(show_settings, PRIVATE, Command("settings", ignore_case=True))
    router.callback_query.register(choose_grades_when, GradesWhenCallback.filter())
    router.callback_query.register(choose_locale, LocaleCallback.filter())
    return router
