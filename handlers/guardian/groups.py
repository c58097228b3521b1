"""A guardian's own list of the groups that get the diary."""

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from diary.models.ids import MailboxId
from diary.models.people import Account
from diary.services.groups import GroupsService
from handlers.editing import edit
from handlers.known import known
from views.groups import GroupsCallback, groups_keyboard, groups_said
from views.texts import Texts


async def show(
    callback: CallbackQuery, bot: Bot, account: Account | None, groups: GroupsService, texts: Texts
) -> None:
    shown = await _titled(bot, known(account), groups)
    keyboard = groups_keyboard(shown, (await bot.me()).username or "", texts)
    if isinstance(callback.message, Message):
        await callback.message.answer(
            groups_said([title for _, title in shown], texts), reply_markup=keyboard
        )
    await callback.answer()


async def unlink(
    callback: CallbackQuery,
    callback_data: GroupsCallback,
    bot: Bot,
    account: Account | None,
    groups: GroupsService,
    texts: Texts,
) -> None:
    await groups.unlink(known(account), MailboxId(callback_data.mailbox))
    shown = await _titled(bot, known(account), groups)
    keyboard = groups_keyboard(shown, (await bot.me()).username or "", texts)
    await edit(callback, groups_said([title for _, title in shown], texts), keyboard)
    await callback.answer(texts("Nothing goes to that group any more."))


async def _titled(bot: Bot, account: Account, groups: GroupsService) -> list[tuple[MailboxId, str]]:
    """Ask Telegram what the groups are called now: we keep no titles."""
    shown = []
    for mailbox in await groups.linked(account):
        try:
            title = (await bot.get_chat(mailbox.chat_id)).title or ""
        except TelegramAPIError:
            title = ""
        shown.append((mailbox.id, title))
    return shown


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(show, GroupsCallback.filter(F.mailbox == 0))
    router.callback_query.register(unlink, GroupsCallback.filter())
    return router
