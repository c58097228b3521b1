from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, LinkPreviewOptions, Message

from diary.errors import NotEntitledError
from diary.models.people import Account
from diary.models.school import School
from diary.services.reading import ReadingService
from handlers.reading.opening import answer
from handlers.reading.screens import render_screen
from views.callbacks import ReadingCallback
from views.rendered import Rendered
from views.texts import Texts


async def turn_page(
    callback: CallbackQuery,
    callback_data: ReadingCallback,
    account: Account | None,
    reading: ReadingService,
    texts: Texts,
    school: School,
) -> None:
    """Show another page in the same message; the rights are those of the person who taps."""
    if account is None:
        raise NotEntitledError
    rendered = await render_screen(callback_data, account.person_id, reading, texts, school)
    if isinstance(callback.message, Message):
        await show(callback.message, rendered)
    await callback.answer()


async def show(message: Message, rendered: Rendered) -> None:
    """Put the page in the place of the message; below it, where that cannot be edited (any more)."""
    try:
        await message.edit_text(
            rendered.text,
            entities=rendered.entities,
            parse_mode=None,
            reply_markup=rendered.keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except TelegramBadRequest as error:
        # the page that is shown already was asked for again
        if "message is not modified" not in error.message:
            await answer(message, rendered)


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(turn_page, ReadingCallback.filter())
    return router
