"""/audit: the office looks up who was given access, and who was sent or saw what."""

from collections.abc import Sequence

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError
from diary.models.ids import ClassId, PersonId, StudentId
from diary.models.people import Account, Student
from diary.models.school import School
from diary.services.auditing import AuditService
from diary.services.privacy import PrivacyService
from handlers.editing import edit
from handlers.errands import Errands
from handlers.filters import PRIVATE
from handlers.known import known
from handlers.office.audit_file import SavedLog
from views.audit.callbacks import AuditCallback, AuditScreen
from views.audit.screens import (
    Screen,
    classes_screen,
    erase_screen,
    holders_screen,
    log_screen,
    staff_screen,
    students_screen,
)
from views.texts import Texts

FILES = (AuditScreen.CHILD_FILE, AuditScreen.PERSON_FILE)


async def open_audit(message: Message, account: Account | None, auditing: AuditService, texts: Texts) -> None:
    text, keyboard = classes_screen(await auditing.classes(known(account)), 0, texts)
    await message.answer(text, reply_markup=keyboard)


async def turn_audit(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    auditing: AuditService,
    texts: Texts,
    school: School,
) -> None:
    await edit(callback, *await _screen(callback_data, known(account), auditing, texts, school))
    await callback.answer()


async def _screen(
    here: AuditCallback, office: Account, auditing: AuditService, texts: Texts, school: School
) -> Screen:
    match here.screen:
        case AuditScreen.STUDENTS | AuditScreen.LEFT:
            return students_screen(await _students(here, office, auditing), here, texts)
        case AuditScreen.CHILD:
            page = await auditing.of_student(office, StudentId(here.id), here.page)
            return log_screen(page, school, texts)
        case AuditScreen.STAFF:
            return staff_screen(await auditing.staff(office), here, texts)
        case AuditScreen.HOLDERS:
            return holders_screen(await auditing.holders(office, StudentId(here.id)), texts)
        case AuditScreen.PERSON:
            return log_screen(await auditing.of_person(office, PersonId(here.id), here.page), school, texts)
        case _:
            return classes_screen(await auditing.classes(office), here.page, texts)


async def _students(here: AuditCallback, office: Account, auditing: AuditService) -> Sequence[Student]:
    if here.screen is AuditScreen.LEFT:
        return await auditing.left(office)
    return await auditing.students(office, ClassId(here.id) if here.id else None)


async def save(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    bot: Bot,
    account: Account | None,
    auditing: AuditService,
    errands: Errands,
    texts: Texts,
    school: School,
) -> None:
    of_child = callback_data.screen is AuditScreen.CHILD_FILE
    log = SavedLog(
        student_id=StudentId(callback_data.id) if of_child else None,
        person_id=None if of_child else PersonId(callback_data.id),
        texts=texts,
        school=school,
    )
    errands.start(callback, log.send(callback, bot, known(account), auditing), texts, school)


async def ask_erasure(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    auditing: AuditService,
    texts: Texts,
) -> None:
    page = await auditing.of_person(known(account), PersonId(callback_data.id), 0)
    if page.person is None or page.person.erased:
        raise NotEntitledError
    await edit(callback, *erase_screen(page.person, texts))
    await callback.answer()


async def erase(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    privacy: PrivacyService,
    texts: Texts,
) -> None:
    await privacy.erase_for(known(account), PersonId(callback_data.id))
    await edit(callback, texts("Everything about this person is erased."))
    await callback.answer()


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_audit, PRIVATE, Command("audit", ignore_case=True))
    router.callback_query.register(save, AuditCallback.filter(F.screen.in_(FILES)))
    router.callback_query.register(ask_erasure, AuditCallback.filter(F.screen == AuditScreen.ERASE))
    router.callback_query.register(erase, AuditCallback.filter(F.screen == AuditScreen.ERASE_YES))
    router.callback_query.register(turn_audit, AuditCallback.filter())
    return router
