"""What is the office's, and some of it the class teacher's."""

from collections.abc import Sequence

from diary.models.ids import BarId, ClassId, LinkId
from diary.models.people import Role
from diary.models.roster_files import Decision
from diary.rules.handing_out import for_pupils
from tests.rights.cases.case import OFFICE, Case, by_account, by_person, masha, petr
from tests.rights.cast import Cast, Who

LIST = "Класс;ФИО;Дата рождения\n7Б;Иванов Пётр;01.05.2013\n7Б;Яшин Лев;02.06.2013\n".encode()
BASIS = "Решение суда № 2-17 от 1 сентября"
HANDING_OUT = OFFICE | {Who.CLASS_TEACHER}


async def apply(cast: Cast, who: Who) -> object:
    """Take over what the office has looked at."""
    files = cast.services.roster_files
    examined = await files.examine("7b.csv", LIST, person_id=cast.person(Who.OFFICE))
    return await files.apply(examined, Decision(), person_id=cast.person(who))


async def hand_out(cast: Cast, who: Who) -> object:
    """Hand out codes for the children of 7Б, whoever has some already."""
    register = await cast.services.handing_out.register(None)
    wanted = for_pupils(register.pupils)
    return await cast.services.handing_out.hand_out(wanted, person_id=cast.person(who), linked_too=True)


async def revoke(cast: Cast, who: Who) -> object:
    code = await cast.codes.issue(role=Role.GUARDIAN, student_external="s2", label="папа")
    return await cast.services.handing_out.revoke(code.id, person_id=cast.person(who))


async def kept(lines: object) -> None:
    """Take the lines of a log as a file would."""


async def fathers_link(cast: Cast) -> LinkId:
    async with cast.storage.read() as uow:
        (link,) = await uow.people.links(cast.person(Who.FATHER), now=cast.clock.now())
    return link.id


async def kept_out(cast: Cast) -> BarId:
    """Keep the father from Пётр, and return the order."""
    office = cast.accounts[Who.OFFICE]
    child = await cast.services.custody.keep_out(office, await fathers_link(cast), BASIS)
    return child.bars[0].id


def on_link(name: str, *given: str) -> Case:
    async def tried(cast: Cast, who: Who) -> object:
        link = await cast.once("link", lambda: fathers_link(cast))
        return await cast.method(name)(cast.accounts[who], link, *given)

    return Case(name, OFFICE, tried)


def on_bar(name: str) -> Case:
    async def tried(cast: Cast, who: Who) -> object:
        return await cast.method(name)(cast.accounts[who], await cast.once("bar", lambda: kept_out(cast)))

    return Case(name, OFFICE, tried)


def klass(cast: Cast) -> ClassId:
    return cast.sample.klass


CASES: Sequence[Case] = (
    Case(
        "roster_files.examine",
        OFFICE,
        lambda cast, who: cast.services.roster_files.examine("7b.csv", LIST, person_id=cast.person(who)),
    ),
    Case("roster_files.apply", OFFICE, apply),
    by_person("handing_out.register", HANDING_OUT),
    Case("handing_out.hand_out", HANDING_OUT, hand_out),
    Case("handing_out.revoke", HANDING_OUT, revoke),
    Case(
        "privacy.erase_for",
        OFFICE,
        lambda cast, who: cast.services.privacy.erase_for(cast.accounts[who], cast.person(Who.FATHER)),
    ),
    by_account("custody.classes", OFFICE),
    by_account("custody.students", OFFICE, None),
    Case(
        "custody.file", OFFICE, lambda cast, who: cast.services.custody.file(cast.accounts[who], petr(cast))
    ),
    on_link("custody.access"),
    on_link("custody.revoke"),
    on_link("custody.keep_out", BASIS),
    on_bar("custody.bar"),
    on_bar("custody.lift"),
    by_account("auditing.classes", OFFICE),
    by_account("auditing.staff", OFFICE),
    Case(
        "auditing.students",
        OFFICE,
        lambda cast, who: cast.services.auditing.students(cast.accounts[who], klass(cast)),
    ),
    Case(
        "auditing.holders",
        OFFICE,
        lambda cast, who: cast.services.auditing.holders(cast.accounts[who], petr(cast)),
    ),
    Case(
        "auditing.of_student",
        OFFICE,
        lambda cast, who: cast.services.auditing.of_student(cast.accounts[who], masha(cast), 0),
    ),
    Case(
        "auditing.of_person",
        OFFICE,
        lambda cast, who: cast.services.auditing.of_person(cast.accounts[who], cast.person(Who.FATHER), 0),
    ),
    Case(
        "auditing.export",
        OFFICE,
        lambda cast, who: cast.services.auditing.export(cast.accounts[who], kept, student_id=petr(cast)),
    ),
    Case("auditing.left", OFFICE, lambda cast, who: cast.services.auditing.left(cast.accounts[who])),
)
