"""Letters for many: codes are issued, printed and sent class by class, beside the updates."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aiogram import Bot, F, Router
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramNetworkError,
)
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram.utils.chat_action import ChatActionSender

from diary.errors import NotEntitledError, StaleRevisionError
from diary.models.handing_out import HandedOut, HandoutPlan, Register
from diary.models.ids import ClassId, PersonId
from diary.models.people import Account
from diary.models.school import School
from diary.rules.handing_out import for_pupils, for_staff, plan
from diary.services.handing_out import HandingOutService
from diary.services.unsent import Letters
from handlers.editing import edit
from handlers.errands import Errands
from handlers.office.codes import class_of, person_of, screen
from views.letters import print_letters
from views.letters.handed import letter_of
from views.office.callbacks import STAFF_ID, CodesCallback, CodesStep
from views.office.code_keyboards import yes_keyboard
from views.office.codes import replace_said
from views.texts import Texts, load_texts

EVERYBODY = 0
APART = re.compile(r"[/\\:\x00-\x1f]+")
"""What would make a file's name a path."""

LINE_SECONDS = 2
"""How often the line about the progress is drawn again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """The letters of one class, or of the staff: one file."""

    name: str
    whose: int
    """As in the buttons: a class, or STAFF_ID; EVERYBODY for the children who are in no class."""

    plan: HandoutPlan

    @property
    def filename(self) -> str:
        return f"{APART.sub('-', self.name)}.pdf"


async def letters(
    callback: CallbackQuery,
    callback_data: CodesCallback,
    bot: Bot,
    account: Account | None,
    handing_out: HandingOutService,
    errands: Errands,
    texts: Texts,
    school: School,
) -> None:
    printing = Printing(
        callback=callback,
        bot=bot,
        person_id=person_of(account),
        handing_out=handing_out,
        texts=texts,
        school=school,
    )
    errands.start(callback, printing.run(callback_data), texts, school)


async def ask_to_replace(
    callback: CallbackQuery,
    callback_data: CodesCallback,
    account: Account | None,
    handing_out: HandingOutService,
    texts: Texts,
) -> None:
    register = await handing_out.register(person_of(account))
    piles = list(_piles(register, callback_data.id, texts, replace=True))
    yes = callback_data.model_copy(update={"step": CodesStep.REPLACED, "over": _newest(piles)})
    dying = sum(pile.plan.dying for pile in piles)
    if not dying:
        raise StaleRevisionError
    whose = piles[0].name if callback_data.id != EVERYBODY else texts("All classes")
    said = f"{whose} · {replace_said(dying, texts)}"
    await edit(callback, said, yes_keyboard(yes, _back(callback_data), texts))
    await callback.answer()


@dataclass(slots=True, kw_only=True)
class Printing:
    """One wish for letters, from the codes to the files in the chat of who asked."""

    callback: CallbackQuery
    bot: Bot
    person_id: PersonId
    handing_out: HandingOutService
    texts: Texts
    school: School
    _made: int = field(default=0)
    _before: int = field(default=0)

    async def run(self, wish: CodesCallback) -> None:
        replace = wish.step is CodesStep.REPLACED
        register = await self.handing_out.register(self.person_id)
        piles = list(_piles(register, wish.id, self.texts, replace=replace))
        total = sum(len(pile.plan.wanted) for pile in piles)
        message = self.callback.message
        if not total or not isinstance(message, Message):
            await self.callback.answer(self.texts("Everybody has a link or a code: no letter is missing."))
            return
        if replace and _newest(piles) != wish.over:
            # what dies now is not what was asked about
            raise StaleRevisionError
        await self.callback.answer()
        line = await message.answer(self._progress(total))
        drawing = asyncio.create_task(self._draw(line, total))
        said = self.texts(
            "Not all letters could be sent. Those that arrived are good; tap again for the rest."
        )
        try:
            async with ChatActionSender.upload_document(bot=self.bot, chat_id=message.chat.id):
                sent = [await self._pile(message, pile, replace=replace) for pile in piles]
            said = self._done(sum(sent), len([one for one in sent if one]))
        finally:
            drawing.cancel()
            await asyncio.gather(drawing, return_exceptions=True)
            await _redraw(line, said)
        register = await self.handing_out.register(self.person_id)
        await edit(self.callback, *screen(_back(wish), register, self.texts, self.school))

    async def _pile(self, message: Message, pile: Pile, *, replace: bool) -> int:
        """Issue, print and send one file; codes that were not sent are taken back."""
        handed = await self.handing_out.hand_out(
            pile.plan.wanted,
            person_id=self.person_id,
            replace=replace,
            on_progress=self._heard,
            letters=Letters(whose=pile.whose, name=pile.name),
        )
        self._before += len(pile.plan.wanted)
        if not handed:
            return 0
        try:
            pdf = await asyncio.to_thread(self._print, handed)
        except BaseException:
            await self.handing_out.take_back(handed, person_id=self.person_id)
            raise
        try:
            await message.answer_document(BufferedInputFile(pdf, filename=pile.filename))
        except TelegramAPIError as error:
            if not _may_have_arrived(error):
                await self.handing_out.take_back(handed, person_id=self.person_id)
            raise
        await self.handing_out.arrived(handed)
        return len(handed)

    def _print(self, handed: Sequence[HandedOut]) -> bytes:
        """Speak the school's language: those who read the letters have not chosen theirs yet."""
        printed = [letter_of(one, self.school) for one in handed]
        texts = load_texts(self.school.default_locale)
        return print_letters(printed, texts=texts, school_name=self.school.name)

    def _heard(self, made: int, of: int) -> None:
        del of
        self._made = self._before + made

    def _progress(self, total: int) -> str:
        return self.texts("Letters: {made} of {total}…", made=self._made, total=total)

    def _done(self, count: int, files: int) -> str:
        return "\n".join(
            [
                self.texts.plural("Done: {n} letter.", "Done: {n} letters.", count)
                + " "
                + self.texts.plural("{n} file to print.", "{n} files to print.", files),
                self.texts("Cut them, and hand them out in person. The codes are valid for 14 days."),
            ]
        )

    async def _draw(self, line: Message, total: int) -> None:
        said = self._progress(total)
        while True:
            await asyncio.sleep(LINE_SECONDS)
            if self._progress(total) != said:
                said = self._progress(total)
                await _redraw(line, said)


def _may_have_arrived(error: TelegramAPIError) -> bool:
    """Whether the file may be in the chat: then its codes stay good, and who asked is warned in a while."""
    return isinstance(error, TelegramNetworkError) and not isinstance(error, TelegramEntityTooLarge)


async def _redraw(line: Message, text: str) -> None:
    try:
        await line.edit_text(text)
    except TelegramBadRequest:
        return


def _piles(register: Register, whose: int, texts: Texts, *, replace: bool) -> Iterator[Pile]:
    """Yield what there is to print; raises NotEntitledError for what is not this person's."""
    if whose == STAFF_ID:
        if not register.employees:
            raise NotEntitledError
        chosen = plan(for_staff(register.employees), replace=replace)
        yield Pile(name=texts("Staff"), whose=STAFF_ID, plan=chosen)
        return
    classes = register.classes if whose == EVERYBODY else [class_of(register, whose)]
    groups = [(one.name, one.id, register.of_class(one.id)) for one in classes]
    if whose == EVERYBODY:
        groups.append((texts("no class"), ClassId(EVERYBODY), register.of_class(None)))
    for name, key, children in groups:
        chosen = plan(for_pupils(children), replace=replace)
        if chosen.wanted:
            yield Pile(name=name, whose=key, plan=chosen)


def _newest(piles: Sequence[Pile]) -> int:
    """Return the newest of the codes that would die."""
    dying = (code.id for pile in piles for one in pile.plan.wanted for code in one.replaced)
    return max(dying, default=0)


def _back(here: CodesCallback) -> CodesCallback:
    if here.id == STAFF_ID:
        return CodesCallback(step=CodesStep.STAFF)
    if here.id == EVERYBODY:
        return CodesCallback(step=CodesStep.CLASSES)
    return CodesCallback(step=CodesStep.CLASS, id=here.id)


def build_router() -> Router:
    router = Router(name=__name__)
    step = CodesCallback.filter
    router.callback_query.register(letters, step(F.step.in_({CodesStep.LETTERS, CodesStep.REPLACED})))
    router.callback_query.register(ask_to_replace, step(F.step == CodesStep.REPLACE))
    return router
