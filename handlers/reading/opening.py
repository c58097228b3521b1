from aiogram import Router
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import LinkPreviewOptions, Message

from diary.errors import NotEntitledError
from diary.models.people import Account, Role
from diary.models.school import School
from diary.services.reading import ReadingService
from handlers.filters import PRIVATE
from handlers.reading.screens import render_screen, schedule_screen
from views.callbacks import ReadingCallback, Screen
from views.keyboards import Word, word_of
from views.rendered import Rendered
from views.texts import Texts

COMMANDS = {
    "today": Screen.DAY,
    "week": Screen.WEEK,
    "homework": Screen.HOMEWORK,
    "grades": Screen.GRADES,
    "absences": Screen.ABSENCES,
    "schedule": Screen.SCHEDULE,
    "children": Screen.CHILDREN,
}
WORDS = {Word.TODAY: Screen.DAY, Word.HOMEWORK: Screen.HOMEWORK, Word.GRADES: Screen.GRADES}


class OpensPage(Filter):
    """Whether a message is a word of the standing keyboard that opens a page: `screen`."""

    async def __call__(self, message: Message) -> bool | dict[str, Screen]:
        word = word_of(message.text)
        return {"screen": WORDS[word]} if word in WORDS else False


async def open_by_command(
    message: Message,
    command: CommandObject,
    account: Account | None,
    roles: frozenset[Role],
    reading: ReadingService,
    texts: Texts,
    school: School,
) -> None:
    if account is None:
        raise NotEntitledError
    screen = COMMANDS[command.command.lower()]
    if screen is Screen.SCHEDULE:
        screen = schedule_screen(account, roles)
    here = ReadingCallback(screen=screen)
    await answer(message, await render_screen(here, account.person_id, reading, texts, school))


async def open_by_word(
    message: Message,
    screen: Screen,
    account: Account | None,
    reading: ReadingService,
    texts: Texts,
    school: School,
) -> None:
    if account is None:
        raise NotEntitledError
    here = ReadingCallback(screen=screen)
    await answer(message, await render_screen(here, account.person_id, reading, texts, school))


async def answer(message: Message, rendered: Rendered) -> None:
    await message.answer(
        rendered.text,
        entities=rendered.entities,
        parse_mode=None,
        reply_markup=rendered.keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_by_command, PRIVATE, Command(*COMMANDS, ignore_case=True))
    router.message.register(open_by_word, PRIVATE, OpensPage())
    return router
