"""What guardians pass on, and who may look at and change that."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from diary.models.codes import IssuedCode
from diary.models.delegation import Delegation
from diary.models.entries import Area, Kind
from diary.models.ids import LinkId, StudentId
from diary.models.people import Role, Scope
from tests.rights.cases.case import GUARDIANS, MOTHER, Case, by_person, masha, petr
from tests.rights.cast import Cast, Who, newcomer

LAST_DAY = date(2026, 9, 20)
Changing = Callable[[Cast, Who, LinkId], Awaitable[object]]


async def tutors_link(cast: Cast) -> LinkId:
    async with cast.storage.read() as uow:
        links = await uow.people.links(cast.person(Who.TUTOR), now=cast.clock.now())
    return next(link.id for link in links if link.role is Role.TRUSTED)


def change(what: str, go: Changing) -> Case:
    """Return a change of what the mother has passed on to the tutor: every guardian of the child may."""

    async def tried(cast: Cast, who: Who) -> object:
        return await go(cast, who, await cast.once("link", lambda: tutors_link(cast)))

    return Case(what, GUARDIANS, tried)


def of_child(name: str, child: Callable[[Cast], StudentId], may: frozenset[Who]) -> Case:
    what = f"delegation.{name}"
    return Case(what, may, lambda cast, who: cast.method(what)(cast.person(who), child(cast)))


async def nannys_link(cast: Cast) -> LinkId:
    """Return what the mother has passed on of Маша, which no other guardian has a say in."""
    code = await waiting_code(cast)
    nanny = newcomer(9100)
    held = await cast.services.linking.redeem(code.code, bot_id=nanny.bot_id, user=nanny.user)
    await cast.services.linking.consent(held.code_id, nanny)
    page = await cast.services.delegation.page(cast.person(Who.MOTHER), masha(cast))
    return page.links[0].id


async def revoke(cast: Cast, who: Who) -> object:
    link = await cast.once("nanny", lambda: nannys_link(cast))
    return await cast.services.delegation_changes.revoke(cast.person(who), link)


def delegation(cast: Cast) -> Delegation:
    scope = Scope(kinds=frozenset({Kind.HOMEWORK}), may_write=False)
    return Delegation(student_id=cast.sample.masha, scope=scope, last_day=LAST_DAY, label="няня")


async def waiting_code(cast: Cast) -> IssuedCode:
    return await cast.services.delegation.delegate(cast.person(Who.MOTHER), delegation(cast))


async def look_at_code(cast: Cast, who: Who) -> object:
    code = await cast.once("code", lambda: waiting_code(cast))
    return await cast.services.delegation.code_card(cast.person(who), code.id)


async def revoke_code(cast: Cast, who: Who) -> object:
    code = await cast.once("code", lambda: waiting_code(cast))
    return await cast.services.delegation_changes.revoke_code(cast.person(who), code.id)


CASES: Sequence[Case] = (
    by_person("delegation.children", GUARDIANS),
    *(of_child(name, *one) for name in ("page", "offer") for one in ((petr, GUARDIANS), (masha, MOTHER))),
    Case(
        "delegation.delegate",
        MOTHER,
        lambda cast, who: cast.services.delegation.delegate(cast.person(who), delegation(cast)),
    ),
    Case("delegation.code_card", MOTHER, look_at_code),
    change("delegation.card", lambda cast, who, link: cast.services.delegation.card(cast.person(who), link)),
    change(
        "delegation_changes.open_area",
        lambda cast, who, link: cast.services.delegation_changes.open_area(
            cast.person(who), link, Area.TESTS, wanted=False
        ),
    ),
    change(
        "delegation_changes.open_subject",
        lambda cast, who, link: cast.services.delegation_changes.open_subject(
            cast.person(who), link, cast.sample.english, wanted=True
        ),
    ),
    change(
        "delegation_changes.let_write",
        lambda cast, who, link: cast.services.delegation_changes.let_write(
            cast.person(who), link, wanted=True
        ),
    ),
    change(
        "delegation_changes.set_last_day",
        lambda cast, who, link: cast.services.delegation_changes.set_last_day(
            cast.person(who), link, LAST_DAY
        ),
    ),
    Case("delegation_changes.revoke", MOTHER, revoke),
    Case("delegation_changes.revoke_code", MOTHER, revoke_code),
)
