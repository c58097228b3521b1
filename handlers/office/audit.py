"""/audit: the office looks up who was given access, and who was sent or saw what."""

import asyncio

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from diary.errors import NotEntitledError
from diary.models.ids import ClassId, PersonId, StudentId
from diary.models.people import Account
from diary.models.school import School
from diary.services.auditing import AuditService
from diary.services.privacy import PrivacyService
from handlers.editing import edit
from handlers.filters import PRIVATE
from views.audit.callbacks import AuditCallback, AuditScreen
from views.audit.file import audit_file
from views.audit.screens import (
    classes_screen,
    erase_screen,
    holders_screen,
    log_screen,
    staff_screen,
    students_screen,
)
from views.rendered import Rendered
from views.texts import Texts

FILES = (AuditScreen.CHILD_FILE, AuditScreen.PERSON_FILE)


async def open_audit(message: Message, account: Account | None, auditing: AuditService, texts: Texts) -> None:
    screen = classes_screen(await auditing.classes(_known(account)), 0, texts)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def turn_audit(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    auditing: AuditService,
    texts: Texts,
    school: School,
) -> None:
    screen = await _screen(callback_data, _known(account), auditing, texts, school)
    await edit(callback, screen.text, screen.keyboard)
    await callback.answer()


async def _screen(
    here: AuditCallback, office: Account, auditing: AuditService, texts: Texts, school: School
) -> Rendered:
    match here.screen:
        case AuditScreen.STUDENTS:
            return students_screen(
                await auditing.students(office, ClassId(here.id) if here.id else None), here, texts
            )
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


async def save(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    auditing: AuditService,
    texts: Texts,
    school: School,
) -> None:
    office, of_child = _known(account), callback_data.screen is AuditScreen.CHILD_FILE
    student_id = StudentId(callback_data.id) if of_child else None
    person_id = None if of_child else PersonId(callback_data.id)
    lines = await auditing.export(office, student_id=student_id, person_id=person_id)
    await callback.answer()
    if isinstance(callback.message, Message) and callback.message.chat.type == "private":
        written = await asyncio.to_thread(audit_file, lines, school, texts)
        file = BufferedInputFile(written, filename="audit.csv")
        await callback.message.answer_document(file)


async def ask_erasure(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    auditing: AuditService,
    texts: Texts,
) -> None:
    page = await auditing.of_person(_known(account), PersonId(callback_data.id), 0)
    if page.person is None or page.person.erased:
        raise NotEntitledError
    screen = erase_screen(page.person, texts)
    await edit(callback, screen.text, screen.keyboard)
    await callback.answer()


async def erase(
    callback: CallbackQuery,
    callback_data: AuditCallback,
    account: Account | None,
    privacy: PrivacyService,
    texts: Texts,
) -> None:
    await privacy.erase_for(_known(account), PersonId(callback_data.id))
    await edit(callback, texts("Everything about this person is erased."))
    await callback.answer()


def _known(account: Account | None) -> Account:
    if account is None:
        raise NotEntitledError
    return account


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(open_audit, PRIVATE, Command("audit", ignore_case=True))
    router.callback_query.register(save, AuditCallback.filter(F.screen.in_(FILES)))
    router.callback_query.register(ask_erasure, AuditCallback.filter(F.screen == AuditScreen.ERASE))
    router.callback_query.register(erase, AuditCallback.filter(F.screen == AuditScreen.ERASE_YES))
    router.callback_query.register(turn_audit, AuditCallback.filter())
    return router
