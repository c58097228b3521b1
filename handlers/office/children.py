"""The office's way to a child, and to ending somebody's access: as a mistake, or by an order."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from diary.errors import NotEntitledError
from diary.models.custody import ChildFile
from diary.models.ids import BarId, ClassId, LinkId, StudentId
from diary.models.people import LINK_ROLES, Account, Role
from diary.models.school import School
from diary.rules.acting import acting_as
from diary.services.custody import CustodyService, read_basis
from handlers.editing import edit
from handlers.filters import PRIVATE
from handlers.known import known
from views.keyboards import cancel_row, inline
from views.office.children import (
    AccessAct,
    AccessCallback,
    BarCallback,
    ChildFileCallback,
    ClassCallback,
    ClassesCallback,
    basis_question,
    classes_keyboard,
    classes_said,
    ending_keyboard,
    ending_said,
    file_keyboard,
    file_said,
    lifting_keyboard,
    lifting_said,
    order_keyboard,
    order_said,
    students_keyboard,
    students_said,
)
from views.texts import Texts


class Barring(StatesGroup):
    basis = State()
    sure = State()


class AsOffice(Filter):
    """Whether somebody who may be several means /children as the school office."""

    async def __call__(self, message: Message, account: Account | None, roles: frozenset[Role]) -> bool:
        del message
        meant = roles & (LINK_ROLES | {Role.OFFICE})
        return account is not None and acting_as(account.acting_role, meant) is Role.OFFICE


async def show_classes(
    message: Message, account: Account | None, custody: CustodyService, texts: Texts
) -> None:
    classes = await custody.classes(known(account))
    await message.answer(classes_said(classes, texts), reply_markup=classes_keyboard(classes, texts))


async def back_to_classes(
    callback: CallbackQuery, account: Account | None, custody: CustodyService, texts: Texts
) -> None:
    classes = await custody.classes(known(account))
    await edit(callback, classes_said(classes, texts), classes_keyboard(classes, texts))
    await callback.answer()


async def show_class(
    callback: CallbackQuery,
    callback_data: ClassCallback,
    account: Account | None,
    custody: CustodyService,
    texts: Texts,
) -> None:
    klass = ClassId(callback_data.klass) if callback_data.klass else None
    students = await custody.students(known(account), klass)
    keyboard = students_keyboard(students, callback_data.klass, callback_data.page, texts)
    await edit(callback, students_said(students, texts), keyboard)
    await callback.answer()


async def show_file(
    callback: CallbackQuery,
    callback_data: ChildFileCallback,
    account: Account | None,
    custody: CustodyService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    if await state.get_state() in Barring.__all_states_names__:
        await state.clear()
    file = await custody.file(known(account), StudentId(callback_data.student))
    await _show(callback, file, school, texts)


async def open_access(
    callback: CallbackQuery,
    callback_data: AccessCallback,
    account: Account | None,
    custody: CustodyService,
    texts: Texts,
) -> None:
    student, access = await custody.access(known(account), LinkId(callback_data.link))
    await edit(callback, ending_said(student, access, texts), ending_keyboard(student, access, texts))
    await callback.answer()


async def end_mistake(
    callback: CallbackQuery,
    callback_data: AccessCallback,
    account: Account | None,
    custody: CustodyService,
    texts: Texts,
    school: School,
) -> None:
    file = await custody.revoke(known(account), LinkId(callback_data.link))
    await _show(callback, file, school, texts, texts("The access has ended."))


async def ask_basis(
    callback: CallbackQuery,
    callback_data: AccessCallback,
    account: Account | None,
    custody: CustodyService,
    state: FSMContext,
    texts: Texts,
) -> None:
    student, access = await custody.access(known(account), LinkId(callback_data.link))
    await state.set_data({"link": access.link.id})
    await state.set_state(Barring.basis)
    if isinstance(callback.message, Message):
        question = basis_question(student, access, texts)
        await callback.message.answer(question, reply_markup=inline(cancel_row(texts)))
    await callback.answer()


async def take_basis(
    message: Message, account: Account | None, custody: CustodyService, state: FSMContext, texts: Texts
) -> None:
    basis, data = read_basis(message.text or ""), await state.get_data()
    student, access = await custody.access(known(account), LinkId(data["link"]))
    await state.set_data({**data, "basis": basis})
    await state.set_state(Barring.sure)
    said = order_said(student, access, basis, texts)
    await message.answer(said, reply_markup=order_keyboard(student, access, texts))


async def keep_out(
    callback: CallbackQuery,
    callback_data: AccessCallback,
    account: Account | None,
    custody: CustodyService,
    state: FSMContext,
    texts: Texts,
    school: School,
) -> None:
    data: dict[str, Any] = await state.get_data()
    if data.get("link") != callback_data.link or "basis" not in data:
        raise NotEntitledError
    await state.clear()
    file = await custody.keep_out(known(account), LinkId(callback_data.link), data["basis"])
    await _show(callback, file, school, texts, texts("The access has ended."))


async def lift(
    callback: CallbackQuery,
    callback_data: BarCallback,
    account: Account | None,
    custody: CustodyService,
    texts: Texts,
    school: School,
) -> None:
    bar_id = BarId(callback_data.bar)
    if callback_data.sure:
        file = await custody.lift(known(account), bar_id)
        await _show(callback, file, school, texts, texts("The order is lifted."))
        return
    student, bar = await custody.bar(known(account), bar_id)
    await edit(callback, lifting_said(student, bar, texts), lifting_keyboard(bar.id, student.id, texts))
    await callback.answer()


async def _show(
    callback: CallbackQuery, file: ChildFile, school: School, texts: Texts, said: str | None = None
) -> None:
    await edit(callback, file_said(file, school, texts), file_keyboard(file, texts))
    await callback.answer(said)


def build_router() -> Router:
    router = Router(name=__name__)
    act = AccessCallback.filter
    router.message.register(show_classes, PRIVATE, Command("children", ignore_case=True), AsOffice())
    router.message.register(take_basis, PRIVATE, StateFilter(Barring.basis), F.text)
    router.callback_query.register(back_to_classes, ClassesCallback.filter())
    router.callback_query.register(show_class, ClassCallback.filter())
    router.callback_query.register(show_file, ChildFileCallback.filter())
    router.callback_query.register(open_access, act(F.act == AccessAct.OPEN))
    router.callback_query.register(end_mistake, act(F.act == AccessAct.MISTAKE))
    router.callback_query.register(ask_basis, act(F.act == AccessAct.ORDER))
    router.callback_query.register(keep_out, act(F.act == AccessAct.CONFIRM))
    router.callback_query.register(lift, BarCallback.filter())
    return router
