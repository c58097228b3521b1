"""What teachers look up, opened by commands and turned in place."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError
from diary.models.ids import EntryId, PersonId
from diary.models.people import Account, Role
from diary.models.school import School
from diary.services.teaching import TeachingService
from handlers.filters import PRIVATE, HasRole
from handlers.reading.opening import answer
from handlers.reading.screens import UNCUT
from handlers.reading.turning import show
from views.callbacks import ReadingCallback, Screen, SignaturesCallback
from views.notifications.drawing import Drawing
from views.reading.sheets import render_sheet
from views.rendered import Rendered
from views.teaching.classes import draw_classes
from views.teaching.signatures import draw_signature, draw_signatures
from views.texts import Texts


async def show_classes(
    message: Message, account: Account | None, teaching: TeachingService, texts: Texts, school: School
) -> None:
    if account is None:
        raise NotEntitledError
    drawing = Drawing(texts=texts, school=school, room=UNCUT)
    leaf = draw_classes(await teaching.classes(account.person_id), drawing)
    await answer(message, render_sheet(leaf, ReadingCallback(screen=Screen.TEACHING), texts))


async def show_signatures(
    message: Message, account: Account | None, teaching: TeachingService, texts: Texts, school: School
) -> None:
    if account is None:
        raise NotEntitledError
    drawing = Drawing(texts=texts, school=school, room=UNCUT)
    await answer(message, await _render(SignaturesCallback(), account.person_id, teaching, drawing))


async def turn_signatures(
    callback: CallbackQuery,
    callback_data: SignaturesCallback,
    account: Account | None,
    teaching: TeachingService,
    texts: Texts,
    school: School,
) -> None:
    if account is None:
        raise NotEntitledError
    drawing = Drawing(texts=texts, school=school, room=UNCUT)
    rendered = await _render(callback_data, account.person_id, teaching, drawing)
    if isinstance(callback.message, Message):
        await show(callback.message, rendered)
    await callback.answer()


async def _render(
    here: SignaturesCallback, person_id: PersonId, teaching: TeachingService, drawing: Drawing
) -> Rendered:
    if here.entry:
        one = await teaching.signature(person_id, EntryId(here.entry))
        return render_sheet(draw_signature(one, drawing, here), here, drawing.texts)
    page = await teaching.signatures(person_id, every=here.every, page=here.sheet)
    leaf = draw_signatures(page, drawing)
    return render_sheet(leaf, here.model_copy(update={"sheet": 0}), drawing.texts)


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(
        show_classes, PRIVATE, HasRole(Role.TEACHER), Command("classes", ignore_case=True)
    )
    router.message.register(
        show_signatures, PRIVATE, HasRole(Role.TEACHER), Command("unsigned", ignore_case=True)
    )
    router.callback_query.register(turn_signatures, SignaturesCallback.filter())
    return router
