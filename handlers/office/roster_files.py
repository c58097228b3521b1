"""The list of classes and children as a file: looked at, decided about, taken over.

Nothing of it is kept meanwhile: the preview answers the message with the file, which is fetched again.
"""

import asyncio
from pathlib import PurePath

from aiogram import Bot, F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.types import BufferedInputFile, CallbackQuery, Document, Message
from aiogram.utils.chat_action import ChatActionSender

from diary.errors import NotEntitledError, RosterFileGoneError
from diary.models.people import LINK_ROLES, Account, Role
from diary.models.roster_files import Decision, Examined
from diary.models.roster_refusals import Refusal, RosterFileError
from diary.models.school import School
from diary.services.roster_files import RosterFilesService
from handlers.editing import edit, edit_keyboard
from handlers.errands import Errands
from handlers.filters import PRIVATE, HasRole
from views.office.callbacks import RosterFileCallback, RosterStep
from views.office.code_keyboards import after_import_keyboard
from views.office.roster_details import details
from views.office.roster_keyboards import first_hour_keyboard, first_hour_said, preview_keyboard, turned
from views.office.roster_preview import preview_said, taken_over_said
from views.texts import Texts

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})


class BringsList(Filter):
    """Whether a message is a file that may hold the school's list, and no answer to anybody: `document`.

    Who writes to no teachers as family can mean nothing else by any file.
    """

    async def __call__(self, message: Message, roles: frozenset[Role]) -> bool | dict[str, Document]:
        document = message.document
        if document is None or message.reply_to_message is not None:
            return False
        known = PurePath(document.file_name or "").suffix.lower() in EXTENSIONS
        return {"document": document} if known or not roles & LINK_ROLES else False


async def begin_first_hour(message: Message, texts: Texts) -> None:
    await message.answer(first_hour_said(texts), reply_markup=first_hour_keyboard(texts))


async def receive_list(
    message: Message,
    document: Document,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    errands: Errands,
    texts: Texts,
    school: School,
) -> None:
    work = _show_preview(message, document, bot, account, roster_files, texts)
    errands.start(message, work, texts, school)


async def turn_mark(callback: CallbackQuery, callback_data: RosterFileCallback) -> None:
    """Set or take back a mark; what it means is decided with the confirmation."""
    if isinstance(callback.message, Message) and callback.message.reply_markup:
        await edit_keyboard(callback, turned(callback.message.reply_markup, callback_data))
    await callback.answer()


async def confirm(
    callback: CallbackQuery,
    callback_data: RosterFileCallback,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    errands: Errands,
    texts: Texts,
    school: School,
) -> None:
    work = _take_over(callback, callback_data, bot, account, roster_files, texts)
    errands.start(callback, work, texts, school)


async def show_details(
    callback: CallbackQuery,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    errands: Errands,
    texts: Texts,
    school: School,
) -> None:
    errands.start(callback, _send_details(callback, bot, account, roster_files, texts), texts, school)


async def cancel(callback: CallbackQuery, texts: Texts) -> None:
    await edit(callback, texts("All right, nothing was changed."))
    await callback.answer()


async def send_template(
    callback: CallbackQuery, account: Account | None, roster_files: RosterFilesService, texts: Texts
) -> None:
    if account is None:
        raise NotEntitledError
    if isinstance(callback.message, Message):
        content = await asyncio.to_thread(roster_files.template, texts.locale)
        file = BufferedInputFile(content, filename=texts("classes.xlsx"))
        await callback.message.answer_document(
            file, caption=texts("Fill it in, and send it back here. The grey example row is not read.")
        )
    await callback.answer()


async def put_off(callback: CallbackQuery, texts: Texts) -> None:
    await edit_keyboard(callback)
    await callback.answer(texts("All right. Send the file whenever you like; /codes leads on too."))


async def _show_preview(
    message: Message,
    document: Document,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    texts: Texts,
) -> None:
    async with ChatActionSender.typing(bot=bot, chat_id=message.chat.id):
        examined = await _examine(document, bot, account, roster_files)
    await message.reply(
        preview_said(examined, texts), reply_markup=preview_keyboard(examined, examined.offered, texts)
    )


async def _take_over(
    callback: CallbackQuery,
    data: RosterFileCallback,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    texts: Texts,
) -> None:
    brought, document = _answered(callback)
    examined = await _examine(document, bot, account, roster_files)
    if account is not None and examined.version == data.version:
        decision = Decision(doubtful=bool(data.doubtful), leavers=bool(data.leavers))
        outcome = await roster_files.apply(examined, decision, person_id=account.person_id)
        await edit(callback, taken_over_said(outcome, texts), after_import_keyboard(texts))
        await callback.answer()
    elif examined.can_change:
        await callback.answer(texts("The school's list has changed meanwhile: please look again."))
        keyboard = preview_keyboard(examined, examined.offered, texts)
        await brought.reply(preview_said(examined, texts), reply_markup=keyboard)
    else:
        await callback.answer(texts("This is done already: the school's list says the same."))


async def _send_details(
    callback: CallbackQuery,
    bot: Bot,
    account: Account | None,
    roster_files: RosterFilesService,
    texts: Texts,
) -> None:
    brought, document = _answered(callback)
    async with ChatActionSender.upload_document(bot=bot, chat_id=brought.chat.id):
        examined = await _examine(document, bot, account, roster_files)
        file = BufferedInputFile(details(examined, texts), filename=texts("preview.txt"))
        await brought.reply_document(file)
    await callback.answer()


def _answered(callback: CallbackQuery) -> tuple[Message, Document]:
    """Return the message with the file, which the preview answers; raises where it is gone."""
    shown = callback.message
    brought = shown.reply_to_message if isinstance(shown, Message) else None
    if brought is None or brought.document is None:
        raise RosterFileGoneError
    return brought, brought.document


async def _examine(
    document: Document, bot: Bot, account: Account | None, roster_files: RosterFilesService
) -> Examined:
    if account is None:
        raise NotEntitledError
    if (document.file_size or 0) > roster_files.most_bytes:
        raise RosterFileError(Refusal.TOO_LARGE)
    content = await bot.download(document)
    if content is None:
        raise RosterFileGoneError
    return await roster_files.examine(document.file_name or "", content.read(), person_id=account.person_id)


def build_router() -> Router:
    router = Router(name=__name__)
    office = HasRole(Role.OFFICE)
    router.message.register(receive_list, PRIVATE, StateFilter(None), office, BringsList())
    step = RosterFileCallback.filter
    router.callback_query.register(turn_mark, step(F.step.in_({RosterStep.DOUBTFUL, RosterStep.LEAVERS})))
    router.callback_query.register(confirm, step(F.step == RosterStep.CONFIRM))
    router.callback_query.register(cancel, step(F.step == RosterStep.CANCEL))
    router.callback_query.register(show_details, step(F.step == RosterStep.DETAILS))
    router.callback_query.register(send_template, step(F.step == RosterStep.TEMPLATE))
    router.callback_query.register(put_off, step(F.step == RosterStep.LATER))
    return router
