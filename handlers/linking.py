"""From a code to a linked chat: the code, the consent, one question."""

from datetime import date

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from diary.clock import Clock
from diary.errors import ConsentChangedError
from diary.models.codes import Linked, Newcomer
from diary.models.ids import BotId, ChatId, CodeId, TelegramUserId
from diary.models.people import STAFF_ROLES, Role, Scope
from diary.models.school import School
from diary.rules.acting import shown_roles
from diary.services.consents import ConsentService
from diary.services.linking import LinkingService
from diary.services.people import PeopleService
from diary.services.roster_files import RosterFilesService
from handlers.applying.draft import Applying
from handlers.commands import offer_commands
from handlers.editing import edit, edit_keyboard
from handlers.filters import PRIVATE, LooksLikeCode
from handlers.office.roster_files import begin_first_hour
from handlers.talk.states import Writing
from views.answers import linked_said
from views.callbacks import ConsentCallback, ConsentChoice
from views.consent import consent_pages, consent_screen
from views.keyboards import consent_keyboard, grades_when_row, guardian_keyboard, inline
from views.texts import Texts
from views.trusted.given import welcome_said

ASKED_WHEN = frozenset({Role.GUARDIAN, Role.STUDENT})
"""Who was asked when grades should come as they were linked."""


async def redeem_link(
    message: Message,
    bot: Bot,
    command: CommandObject,
    linking: LinkingService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    await redeem_instead(message, bot, command.args or "", linking, state, texts, school)


async def redeem_code(
    message: Message, bot: Bot, secret: str, linking: LinkingService, texts: Texts, school: School
) -> None:
    user = TelegramUserId(message.chat.id)
    held = await linking.redeem(secret, bot_id=BotId(bot.id), user=user)
    keyboard = consent_keyboard(held.code_id, held.consent_version, texts)
    await message.answer(consent_screen(held.role, school, texts), reply_markup=keyboard)


async def redeem_instead(
    message: Message,
    bot: Bot,
    secret: str,
    linking: LinkingService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    """Take a code in the middle of a dialogue, and end that; one that does not fit ends nothing."""
    await redeem_code(message, bot, secret, linking, texts, school)
    await state.clear()


async def give_consent(
    callback: CallbackQuery,
    callback_data: ConsentCallback,
    bot: Bot,
    linking: LinkingService,
    consents: ConsentService,
    people: PeopleService,
    roster_files: RosterFilesService,
    clock: Clock,
    school: School,
    texts: Texts,
) -> None:
    user = TelegramUserId(callback.from_user.id)
    newcomer = Newcomer(
        bot_id=BotId(bot.id), chat_id=ChatId(callback.from_user.id), user=user, locale=texts.locale
    )
    before = await people.who(newcomer.bot_id, user)
    try:
        linked = await linking.consent(CodeId(callback_data.code), newcomer, shown=callback_data.version)
    except ConsentChangedError:
        document = await consents.in_force()
        await edit_keyboard(callback, consent_keyboard(CodeId(callback_data.code), document.version, texts))
        raise
    await edit(callback, texts("Consent given. Thank you! Your data and your consent: /privacy"))
    if isinstance(callback.message, Message):
        asked_before = before is not None and bool(before.roles & ASKED_WHEN)
        today = school.today(clock.now())
        await _welcome(callback.message, linked, school, today, texts, asked_before=asked_before)
        if linked.role is Role.OFFICE and await roster_files.is_empty():
            await begin_first_hour(callback.message, texts)
    visitor = await people.who(BotId(bot.id), user)
    if visitor is not None:
        here_as = shown_roles(visitor.account.acting_role, visitor.roles)
        leads_class = visitor.leads_class
        await offer_commands(bot, newcomer.chat_id, here_as, texts, leads_class=leads_class)
    await callback.answer()


async def _welcome(
    message: Message, linked: Linked, school: School, today: date, texts: Texts, *, asked_before: bool
) -> None:
    if linked.role in STAFF_ROLES:
        await message.answer(linked_said(linked, texts))
        return
    scope = linked.grant.scope if linked.grant else Scope(may_write=linked.role is Role.GUARDIAN)
    keyboard = guardian_keyboard(texts, may_write=scope.may_write)
    await message.answer(texts("The diary is always here, on the keyboard below."), reply_markup=keyboard)
    if linked.grant is not None:
        await message.answer(welcome_said(linked, school, today, texts))
        return
    question = None if linked.moved or asked_before else inline(grades_when_row(texts))
    await message.answer(linked_said(linked, texts, asked_before=asked_before), reply_markup=question)


async def show_document(
    callback: CallbackQuery, consents: ConsentService, texts: Texts, school: School
) -> None:
    if isinstance(callback.message, Message):
        for page in consent_pages(await consents.in_force(), school, texts):
            await callback.message.answer(page)
    await callback.answer()


async def refuse_consent(
    callback: CallbackQuery, callback_data: ConsentCallback, linking: LinkingService, texts: Texts
) -> None:
    await linking.refuse(CodeId(callback_data.code), user=TelegramUserId(callback.from_user.id))
    await edit_keyboard(callback)
    if isinstance(callback.message, Message):
        await callback.message.answer(
            texts("All right. Nothing was stored, and the code stays good: send it again when you like.")
        )
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(redeem_link, PRIVATE, CommandStart(deep_link=True, ignore_case=True))
    router.message.register(redeem_code, PRIVATE, StateFilter(None), LooksLikeCode())
    router.message.register(redeem_instead, PRIVATE, StateFilter(Applying.field), LooksLikeCode(instead=True))
    router.message.register(redeem_instead, PRIVATE, StateFilter(Writing.letter), LooksLikeCode())
    # a slip in a code is put right where it stands
    router.edited_message.register(redeem_code, PRIVATE, StateFilter(None), LooksLikeCode(instead=True))
    choice = ConsentCallback.filter
    router.callback_query.register(give_consent, choice(F.choice == ConsentChoice.YES))
    router.callback_query.register(show_document, choice(F.choice == ConsentChoice.TEXT))
    router.callback_query.register(refuse_consent, choice(F.choice == ConsentChoice.LATER))
    return router
