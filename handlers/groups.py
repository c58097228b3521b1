"""Family groups: linked by a guardian, signed in by guardians, and otherwise silent."""

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import (
    IS_NOT_MEMBER,
    JOIN_TRANSITION,
    ChatMemberUpdatedFilter,
    CommandStart,
    Filter,
)
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message

from diary.errors import GroupGuardiansOnlyError
from diary.models.ids import BotId, ChatId
from diary.models.people import Account, Role
from diary.services.groups import GroupsService
from diary.services.mailboxes import MailboxesService
from handlers.editing import edit
from handlers.filters import IN_GROUP
from views.callbacks import AbsenceCallback, SignCallback
from views.groups import (
    GroupAction,
    GroupCallback,
    confirmation,
    confirmation_keyboard,
    group_back,
    group_linked,
    group_offer,
    group_refusal,
    offer_keyboard,
)
from views.texts import Texts

TAPPED_IN_GROUPS = tuple(one.__prefix__ for one in (SignCallback, AbsenceCallback, GroupCallback))
RIGHT_AFTER = 10
"""Seconds within which a /start is our own button's."""

TAPPED_IN = F.message.chat.type.in_({"group", "supergroup"})


class IsPrivateMatter(Filter):
    """Whether a button is one that means nothing in a group."""

    async def __call__(self, callback: CallbackQuery) -> bool:
        return (callback.data or "").partition(":")[0] not in TAPPED_IN_GROUPS


async def joined(
    event: ChatMemberUpdated,
    bot: Bot,
    account: Account | None,
    roles: frozenset[Role],
    mailboxes: MailboxesService,
    state: FSMContext,
    texts: Texts,
) -> None:
    title, by = event.chat.title or "", account.person_id if account else None
    if await mailboxes.group_returned(BotId(bot.id), ChatId(event.chat.id), by=by, title=title):
        await _say(event, group_back(texts))
    elif Role.GUARDIAN in roles:
        # our own button brings a /start right after this: it is answered by now
        await state.set_data({"offered": event.date.timestamp()})
        await _say(event, group_offer(texts), offer_keyboard(texts))
    else:
        await _say(event, group_refusal(texts))


async def removed(event: ChatMemberUpdated, bot: Bot, mailboxes: MailboxesService) -> None:
    title = event.chat.title or ""
    await mailboxes.blocked(BotId(bot.id), ChatId(event.chat.id), title=title)


async def moved(message: Message, bot: Bot, mailboxes: MailboxesService) -> None:
    new = ChatId(message.migrate_to_chat_id or message.chat.id)
    await mailboxes.moved(BotId(bot.id), ChatId(message.chat.id), new)


async def start(message: Message, roles: frozenset[Role], state: FSMContext, texts: Texts) -> None:
    offered = (await state.get_data()).get("offered", 0)
    await state.clear()
    if message.date.timestamp() - offered <= RIGHT_AFTER:
        return
    if Role.GUARDIAN in roles:
        await _say(message, group_offer(texts), offer_keyboard(texts))
    else:
        await _say(message, group_refusal(texts))


async def _say(
    event: ChatMemberUpdated | Message, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Speak in a group; one in which the bot may not write stays silent."""
    try:
        await event.answer(text, reply_markup=keyboard)
    except (TelegramBadRequest, TelegramForbiddenError):
        return


async def ask(
    callback: CallbackQuery,
    bot: Bot,
    account: Account | None,
    groups: GroupsService,
    state: FSMContext,
    texts: Texts,
) -> None:
    guardian = _guardian(account)
    await state.clear()
    students = await groups.wards(guardian)
    said = confirmation(students, await _members(callback, bot), texts)
    await edit(callback, said, confirmation_keyboard(guardian.id, texts))
    await callback.answer()


def _guardian(account: Account | None) -> Account:
    """Tell a stranger, too, who may: whether an account is one's guardian the service knows."""
    if account is None:
        raise GroupGuardiansOnlyError
    return account


async def _members(callback: CallbackQuery, bot: Bot) -> int:
    """Return how many people are in the group: a class's chat taken for the family's shows by that."""
    if callback.message is None:
        return 0
    try:
        return await bot.get_chat_member_count(callback.message.chat.id) - 1
    except TelegramAPIError:
        return 0


async def confirm(
    callback: CallbackQuery,
    callback_data: GroupCallback,
    bot: Bot,
    account: Account | None,
    groups: GroupsService,
    texts: Texts,
) -> None:
    guardian = _guardian(account)
    await groups.wards(guardian)
    if callback_data.account != guardian.id or callback.message is None:
        await _refuse(callback, texts)
        return
    students = await groups.link(guardian, BotId(bot.id), ChatId(callback.message.chat.id))
    await edit(callback, group_linked(students, texts))
    await callback.answer()


async def decline(
    callback: CallbackQuery,
    callback_data: GroupCallback,
    account: Account | None,
    groups: GroupsService,
    texts: Texts,
) -> None:
    guardian = _guardian(account)
    await groups.wards(guardian)
    if callback_data.account not in {0, guardian.id}:
        await _refuse(callback, texts)
        return
    await edit(callback, texts("All right. A parent can link this chat later: /start"))
    await callback.answer()


async def _refuse(callback: CallbackQuery, texts: Texts) -> None:
    await callback.answer(texts("Only the parent who began this can decide it."), show_alert=True)


async def refuse_private_matter(callback: CallbackQuery, texts: Texts) -> None:
    await callback.answer(texts("Please do this in your own chat with me."), show_alert=True)


def build_router() -> Router:
    router = Router(name=__name__)
    router.my_chat_member.register(removed, IN_GROUP, ChatMemberUpdatedFilter(IS_NOT_MEMBER))
    router.my_chat_member.register(joined, IN_GROUP, ChatMemberUpdatedFilter(JOIN_TRANSITION))
    router.message.register(moved, IN_GROUP, F.migrate_to_chat_id)
    router.message.register(start, IN_GROUP, CommandStart(ignore_case=True))
    router.callback_query.register(refuse_private_matter, TAPPED_IN, IsPrivateMatter())
    action = GroupCallback.filter
    router.callback_query.register(ask, TAPPED_IN, action(F.action == GroupAction.ASK))
    router.callback_query.register(confirm, TAPPED_IN, action(F.action == GroupAction.YES))
    router.callback_query.register(decline, TAPPED_IN, action(F.action == GroupAction.NO))
    return router
