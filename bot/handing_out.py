"""Codes at the command line: for whom, how many would die, and where they go."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.commands.database import open_database
from bot.commands.issuing import bot_username
from bot.commands.outcome import language, say
from bot.errors import CommandError
from diary.clock import SystemClock
from diary.models.handing_out import Employee, HandedOut, HandoutPlan, Holder, Pupil, Register, Wanted
from diary.models.people import STAFF_ROLES, Name, Role, StaffMember, Student
from diary.models.school import School
from diary.rules.alphabets import fold
from diary.rules.handing_out import for_pupils, for_staff, plan
from diary.services.handing_out import HandingOutService
from diary.services.verifiers import Verifiers
from intake.files.known import class_key
from views.letters import print_letters
from views.letters.handed import letter_of
from views.texts import load_texts

Progressing = Callable[[int, int], None]
One = TypeVar("One", Pupil, Employee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """For whom the operator wants codes: one of the first four."""

    class_name: str = ""
    everybody: bool = False
    student: str = ""
    staff: str = ""
    """An id, or `all`."""

    role: Role | None = None
    labels: Sequence[str] = ()
    replace: bool = False
    yes: bool = False

    @property
    def is_single(self) -> bool:
        return bool(self.student) or (bool(self.staff) and self.staff != "all")

    def check(self) -> None:
        chosen = [self.class_name, self.everybody, self.student, self.staff]
        if sum(map(bool, chosen)) != 1:
            raise CommandError(
                "For whom? Give one of --class, --all, --student and --staff.",
                "Для кого? Укажите одно из --class, --all, --student и --staff.",
            )
        if self.role is not None and (self.role in STAFF_ROLES) is not bool(self.staff):
            raise CommandError(
                "Roles teacher and office go with --staff, guardian and student with children.",
                "Роли teacher и office — с --staff, guardian и student — с детьми.",
            )
        if self.role is Role.TRUSTED:
            raise CommandError(
                "Codes for trusted persons are given out by parents in the chat: /trusted",
                "Коды доверенным лицам родители выдают сами, в чате: /trusted",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesDesk:
    handing_out: HandingOutService
    school: School

    async def issue(self, choice: Choice) -> list[HandedOut]:
        plan_ = await self._plan(choice)
        with _progress("Коды" if language() == "ru" else "Codes") as heard:
            return await self._hand_out(plan_, choice, heard)

    async def print(self, choice: Choice, path: Path) -> int:
        """Issue and print at once: codes can be read only now. Returns how many letters there are."""
        plan_ = await self._plan(choice)
        with _new_file(path) as save:
            with _progress("Коды" if language() == "ru" else "Codes") as heard:
                handed = await self._hand_out(plan_, choice, heard)
            try:
                with _progress("Письма" if language() == "ru" else "Letters") as heard:
                    save(await asyncio.to_thread(self._pdf, handed, heard))
            except BaseException:
                await self.handing_out.take_back(handed, person_id=None)
                raise
        return len(handed)

    async def owners(self, class_name: str) -> set[str]:
        """Return the ids of a class's children."""
        register = await self.handing_out.register(None)
        return {one.student.external_id for one in _of_class(register, class_name)}

    def _pdf(self, handed: Sequence[HandedOut], heard: Progressing) -> bytes:
        letters = [letter_of(one, self.school) for one in handed]
        texts = load_texts(self.school.default_locale)
        return print_letters(letters, texts=texts, school_name=self.school.name, on_progress=heard)

    async def _hand_out(self, plan_: HandoutPlan, choice: Choice, heard: Progressing) -> list[HandedOut]:
        return await self.handing_out.hand_out(
            plan_.wanted,
            person_id=None,
            replace=choice.replace,
            linked_too=choice.is_single,
            on_progress=heard,
        )

    async def _plan(self, choice: Choice) -> HandoutPlan:
        choice.check()
        wanted = _wanted(await self.handing_out.register(None), choice)
        plan_ = plan(wanted, replace=choice.replace, linked_too=choice.is_single)
        if not plan_.wanted:
            raise CommandError(
                f"Nobody needs one: {plan_.skipped} are linked or hold a code. --replace makes fresh ones.",
                f"Никому не нужно: {plan_.skipped} подключены или с кодом на руках. "
                "Новые вместо выданных — --replace.",
            )
        if plan_.dying and not choice.yes:
            _ask(plan_.dying)
        return plan_


def _wanted(register: Register, choice: Choice) -> list[Wanted]:
    roles = frozenset(Role) if choice.role is None else frozenset({choice.role})
    if choice.staff:
        everybody = choice.staff == "all"
        wanted = for_staff(
            register.employees if everybody else _called(register.employees, choice.staff), roles=roles
        )
        if not wanted:
            raise CommandError(
                "The roster has no such employee in this role.",
                "В списке школы нет такого сотрудника или роли.",
            )
        return wanted
    pupils = list(register.pupils)
    if choice.student:
        pupils = _called(pupils, choice.student)
    if choice.class_name:
        pupils = _of_class(register, choice.class_name)
    if not pupils:
        raise CommandError("The roster has no such child.", "В списке школы нет такого ребёнка.")
    labels = choice.labels or ([""] if choice.is_single else [])
    return for_pupils(pupils, role=choice.role or Role.GUARDIAN, labels=labels)


def _called(holders: Sequence[One], who: str) -> list[One]:
    """Return whom an id or a name means; raise CommandError where it means several."""
    by_id = [one for one in holders if _person(one).external_id == who]
    found = by_id or [one for one in holders if fold(who) in _names(_person(one).name)]
    if len(found) > 1:
        ids = ", ".join(_person(one).external_id for one in found)
        raise CommandError(
            f"Several are called so. Give an id: {ids}", f"Так зовут нескольких. Укажите id: {ids}"
        )
    return found


def _person(holder: Holder) -> Student | StaffMember:
    return holder.student if isinstance(holder, Pupil) else holder.member


def _names(name: Name) -> set[str]:
    family, given = name.family_name, name.given_name
    return {fold(said) for said in (f"{family} {given}", f"{given} {family}", _in_full(name))}


def _in_full(name: Name) -> str:
    return f"{name.family_name} {name.given_name} {name.patronymic}"


def _of_class(register: Register, name: str) -> list[Pupil]:
    if not register.classes:
        raise CommandError(
            "There are no classes yet. The school's lists come first: python -m bot import FILE",
            "Классов пока нет. Сначала списки школы: python -m bot import ФАЙЛ",
        )
    key = class_key(name)
    pupils = [one for one in register.pupils if class_key(one.student.class_name) == key]
    if not pupils:
        names = ", ".join(one.name for one in register.classes)
        raise CommandError(
            f"The roster has no children of class {name}. Classes: {names}",
            f"В списке школы нет детей класса {name}. Классы: {names}",
        )
    return pupils


def _ask(dying: int) -> None:
    """Raise CommandError unless a person at a terminal says yes."""
    say(
        f"{dying} codes that were handed out would stop working.",
        f"Перестанут работать уже выданные коды: {dying}.",
        error=True,
    )
    if not sys.stdin.isatty():
        raise CommandError(
            "Nothing was issued: there is no terminal to ask at. --yes says yes beforehand.",
            "Ничего не выдано: спросить не в чем, терминала нет. --yes ответит «да» заранее.",
        )
    if not typer.confirm("Продолжить?" if language() == "ru" else "Go on?", err=True):
        raise CommandError("Nothing was changed.", "Ничего не изменено.")


@contextmanager
def _new_file(path: Path) -> Iterator[Callable[[bytes], int]]:
    """Make a file that only its owner reads, before anything is issued; it goes again where that fails."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(
            f"{path} exists and is not overwritten.", f"{path} уже существует и не перезаписывается."
        ) from None
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}.", f"В {path} нельзя записать: {error.strerror}."
        ) from None
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            yield file.write
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


@contextmanager
def _progress(what: str) -> Iterator[Progressing]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@asynccontextmanager
async def open_desk() -> AsyncIterator[CodesDesk]:
    async with open_database() as database:
        username = await bot_username(database.settings)
        yield CodesDesk(
            handing_out=HandingOutService(
                storage=database.storage,
                clock=SystemClock(),
                verifiers=Verifiers(),
                bot_username=lambda: username,
            ),
            school=database.school,
        )
