"""A person of several roles is asked once as whom they are here, where a command depends on it."""

from aiogram import Bot, Dispatcher, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, Update

from diary.errors import NotEntitledError
from diary.models.ids import ChatId
from diary.models.people import Account, Role
from diary.rules.acting import acting_as, capacities
from diary.services.people import PeopleService
from handlers.commands import COMMANDS, command_of, offer_commands
from handlers.editing import edit_keyboard
from handlers.filters import PRIVATE
from views.acting import acting_question, acting_row, acting_said
from views.callbacks import ActCallback
from views.keyboards import inline, standing_keyboard
from views.texts import Texts


class IsAmbiguous(Filter):
    """Whether a message is a command that this person could mean in several roles: `asked`."""

    async def __call__(
        self, message: Message, account: Account | None, roles: frozenset[Role]
    ) -> bool | dict[str, str]:
        if account is None or acting_as(account.acting_role, roles) is not None:
            return False
        name = command_of(message)
        meant = any(command.name == name and command.is_ambiguous(roles) for command in COMMANDS)
        return {"asked": name} if meant else False


async def ask(message: Message, asked: str, roles: frozenset[Role], texts: Texts) -> None:
    keyboard = inline(acting_row(capacities(roles), texts, command=asked))
    await message.answer(acting_question(asked, texts), reply_markup=keyboard)


async def choose(
    callback: CallbackQuery,
    callback_data: ActCallback,
    bot: Bot,
    dispatcher: Dispatcher,
    account: Account | None,
    people: PeopleService,
    texts: Texts,
    *,
    leads_class: bool,
) -> None:
    if account is None:
        raise NotEntitledError
    here_as = await people.act_as(account, callback_data.role)
    await edit_keyboard(callback)
    await callback.answer()
    if isinstance(callback.message, Message):
        said, may_write = acting_said(callback_data.role, texts), await people.may_write(account)
        await callback.message.answer(
            said, reply_markup=standing_keyboard(here_as, texts, may_write=may_write)
        )
        chat_id = ChatId(callback.message.chat.id)
        await offer_commands(bot, chat_id, here_as, texts, leads_class=leads_class)
        if any(command.name == callback_data.command for command in COMMANDS):
            await _go_on(callback, callback.message, callback_data.command, bot, dispatcher)


async def _go_on(
    callback: CallbackQuery, message: Message, command: str, bot: Bot, dispatcher: Dispatcher
) -> None:
    """Take the command that was asked for as if it came now, with the answer known."""
    asked = message.model_copy(
        update={
            "text": f"/{command}",
            "from_user": callback.from_user,
            "reply_markup": None,
            "entities": None,
        }
    )
    await dispatcher.feed_update(bot, Update(update_id=0, message=asked))


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(ask, PRIVATE, IsAmbiguous())
    router.callback_query.register(choose, ActCallback.filter())
    return router
