"""/codes: who is linked, who holds a code, who has nothing; one code for one child or employee."""

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup, Message

from diary.errors import NotEntitledError
from diary.models.handing_out import Employee, HandedOut, Pupil, Register, SchoolClass, Wanted
from diary.models.ids import ChatId, CodeId, PersonId
from diary.models.people import Account, Role
from diary.models.school import School
from diary.rules.handing_out import for_staff
from diary.services.handing_out import HandingOutService
from handlers.commands import offer_commands
from handlers.editing import edit
from handlers.filters import PRIVATE
from views.office import code_keyboards as keyboards
from views.office import codes as words
from views.office.callbacks import CodesCallback, CodesStep
from views.office.pictures import draw_code
from views.office.roster_keyboards import first_hour_keyboard, first_hour_said
from views.texts import Texts, load_texts

SCREENS = {
    CodesStep.CLASSES,
    CodesStep.CLASS,
    CodesStep.PUPILS,
    CodesStep.PUPIL,
    CodesStep.STAFF,
    CodesStep.MEMBER,
}
ISSUING = {CodesStep.ISSUE, CodesStep.ISSUE_OVER, CodesStep.GIVE, CodesStep.GIVE_OVER}
OVER = {CodesStep.ISSUE: CodesStep.ISSUE_OVER, CodesStep.GIVE: CodesStep.GIVE_OVER}

Shown = tuple[str, InlineKeyboardMarkup]


async def open_codes(
    message: Message,
    bot: Bot,
    account: Account | None,
    here_as: frozenset[Role],
    handing_out: HandingOutService,
    texts: Texts,
    school: School,
) -> None:
    try:
        register = await handing_out.register(person_of(account))
    except NotEntitledError:
        await message.answer(words.no_class_said(texts))
        # the menu may be of the time when they led a class
        await offer_commands(bot, ChatId(message.chat.id), here_as, texts)
        return
    text, keyboard = screen(CodesCallback(step=CodesStep.CLASSES), register, texts, school)
    await message.answer(text, reply_markup=keyboard)


async def turn(
    callback: CallbackQuery,
    callback_data: CodesCallback,
    account: Account | None,
    handing_out: HandingOutService,
    texts: Texts,
    school: School,
) -> None:
    register = await handing_out.register(person_of(account))
    await edit(callback, *screen(callback_data, register, texts, school))
    await callback.answer()


async def issue_one(
    callback: CallbackQuery,
    callback_data: CodesCallback,
    account: Account | None,
    handing_out: HandingOutService,
    texts: Texts,
    school: School,
) -> None:
    person_id = person_of(account)
    wanted = _wanted(callback_data, await handing_out.register(person_id), school)
    dying = max((one.id for one in wanted.replaced), default=0)
    if dying and dying != callback_data.over:
        await edit(callback, *_question(callback_data, wanted, dying, texts))
        await callback.answer()
        return
    if dying == callback_data.over:
        handed = await handing_out.hand_out(
            [wanted], person_id=person_id, replace=bool(dying), linked_too=True
        )
        for one in handed:
            await _show_once(callback, one, texts, school)
    await turn(callback, _holder_screen(callback_data), account, handing_out, texts, school)


async def revoke(
    callback: CallbackQuery,
    callback_data: CodesCallback,
    account: Account | None,
    handing_out: HandingOutService,
    texts: Texts,
    school: School,
) -> None:
    code = await handing_out.revoke(CodeId(callback_data.id), person_id=person_of(account))
    step = CodesStep.PUPIL if code.student_id is not None else CodesStep.MEMBER
    here = CodesCallback(step=step, id=code.student_id or code.staff_id or 0)
    register = await handing_out.register(person_of(account))
    await edit(callback, *screen(here, register, texts, school))
    await callback.answer(texts("Revoked: the code no longer works."))


def screen(here: CodesCallback, register: Register, texts: Texts, school: School) -> Shown:
    """Return what is to be seen there; raises NotEntitledError for what this person may not see."""
    match here.step:
        case CodesStep.STAFF if register.employees:
            text = words.staff_said(register.employees, texts)
            return text, keyboards.staff_keyboard(register.employees, texts, here.page)
        case CodesStep.MEMBER:
            member = employee_of(register, here.id)
            return words.member_said(member, texts, school), keyboards.member_keyboard(member, texts)
        case CodesStep.PUPIL:
            pupil = pupil_of(register, here.id)
            return words.pupil_said(pupil, texts, school), keyboards.pupil_keyboard(pupil, texts)
        case CodesStep.CLASS | CodesStep.PUPILS:
            return _class_screen(class_of(register, here.id), here, register, texts)
        case _:
            return _first_screen(here, register, texts)


def _first_screen(here: CodesCallback, register: Register, texts: Texts) -> Shown:
    if not register.pupils and not register.employees:
        return first_hour_said(texts), first_hour_keyboard(texts)
    if len(register.classes) == 1 and not register.employees:
        return _class_screen(register.classes[0], here, register, texts)
    return words.classes_said(register, texts), keyboards.classes_keyboard(register, texts, here.page)


def _class_screen(school_class: SchoolClass, here: CodesCallback, register: Register, texts: Texts) -> Shown:
    pupils = register.of_class(school_class.id)
    text = words.class_said(school_class, pupils, texts)
    if here.step is CodesStep.PUPILS:
        return text, keyboards.pupils_keyboard(school_class, pupils, here.page)
    several = len(register.classes) > 1 or bool(register.employees)
    return text, keyboards.class_keyboard(school_class, pupils, texts, back=several)


def _question(here: CodesCallback, wanted: Wanted, dying: int, texts: Texts) -> Shown:
    """Return what is asked before a code dies that is in somebody's hands."""
    yes = here.model_copy(update={"step": OVER.get(here.step, here.step), "over": dying})
    text = "\n".join([words.whose(wanted, texts), words.replace_said(len(wanted.replaced), texts)])
    return text, keyboards.yes_keyboard(yes, _holder_screen(here), texts)


def _holder_screen(here: CodesCallback) -> CodesCallback:
    for_child = here.step in {CodesStep.ISSUE, CodesStep.ISSUE_OVER}
    return CodesCallback(step=CodesStep.PUPIL if for_child else CodesStep.MEMBER, id=here.id)


def _wanted(here: CodesCallback, register: Register, school: School) -> Wanted:
    if here.step in {CodesStep.ISSUE, CodesStep.ISSUE_OVER}:
        pupil = pupil_of(register, here.id)
        if here.choice == words.STUDENTS_OWN:
            return Wanted(holder=pupil, role=Role.STUDENT, label="")
        # other guardians will read it: it is in the school's language
        label = words.label_of(here.choice, load_texts(school.default_locale))
        return Wanted(holder=pupil, role=Role.GUARDIAN, label=label)
    roles = for_staff([employee_of(register, here.id)])
    if here.choice >= len(roles):
        raise NotEntitledError
    return roles[here.choice]


async def _show_once(callback: CallbackQuery, handed: HandedOut, texts: Texts, school: School) -> None:
    if not isinstance(callback.message, Message):
        return
    said = words.handed_said(handed, texts, school)
    if handed.link:
        picture = BufferedInputFile(draw_code(handed.link), filename="code.png")
        await callback.message.answer_photo(picture, caption=said)
    else:
        await callback.message.answer(said)


def person_of(account: Account | None) -> PersonId:
    """Raise NotEntitledError for a stranger."""
    if account is None:
        raise NotEntitledError
    return account.person_id


def class_of(register: Register, key: int) -> SchoolClass:
    for one in register.classes:
        if one.id == key:
            return one
    raise NotEntitledError


def pupil_of(register: Register, key: int) -> Pupil:
    for one in register.pupils:
        if one.student.id == key:
            return one
    raise NotEntitledError


def employee_of(register: Register, key: int) -> Employee:
    for one in register.employees:
        if one.member.id == key:
            return one
    raise NotEntitledError


def build_router() -> Router:
    router = Router(name=__name__)
    step = CodesCallback.filter
    router.message.register(open_codes, PRIVATE, Command("codes", ignore_case=True))
    router.callback_query.register(turn, step(F.step.in_(SCREENS)))
    router.callback_query.register(issue_one, step(F.step.in_(ISSUING)))
    router.callback_query.register(revoke, step(F.step == CodesStep.REVOKE))
    return router
