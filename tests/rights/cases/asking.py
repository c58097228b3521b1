"""What people ask the school for, and who decides."""

from collections.abc import Awaitable, Callable, Sequence

from diary.models.ids import RequestId
from diary.models.requests import Handing, Refusal, RequestKind
from tests.rights.cases.case import GUARDIANS, MOTHER, OFFICE, Case, by_account, masha, petr
from tests.rights.cast import Cast, Who

CHILD = {
    "who": "mother",
    "family_name": "Иванов",
    "given_name": "Пётр",
    "birth_date": "2013-05-01",
    "class_name": "7Б",
}
EMPLOYEE = {"family_name": "Орлов", "given_name": "Иван", "position": "учитель"}
NOBODY = frozenset({Who.NOBODY})
Deciding = Callable[[Cast, Who, RequestId], Awaitable[object]]


async def application(cast: Cast, kind: RequestKind = RequestKind.GUARDIAN) -> RequestId:
    """Return what somebody without a right asks for; it is sent once."""
    applicant = cast.accounts[Who.NOBODY]
    for one in await cast.services.applying.waiting(applicant):
        if one.kind is kind:
            return one.id
    claims = EMPLOYEE if kind is RequestKind.STAFF else CHILD
    return await cast.services.applying.submit(applicant, kind, claims)


def on_application(
    what: str, may: frozenset[Who], go: Deciding, kind: RequestKind = RequestKind.GUARDIAN
) -> Case:
    async def tried(cast: Cast, who: Who) -> object:
        return await go(cast, who, await application(cast, kind))

    return Case(what, may, tried)


def on_question(what: str, go: Deciding, kind: RequestKind) -> Case:
    """Return a decision about what the father has asked."""

    async def asked(cast: Cast) -> RequestId:
        father, asking = cast.accounts[Who.FATHER], cast.services.asking
        if kind is RequestKind.CORRECTION:
            return await asking.correction(father, cast.sample.petr, "Не та буква в фамилии")
        return await asking.second_code(father, cast.sample.petr)

    async def tried(cast: Cast, who: Who) -> object:
        return await go(cast, who, await cast.once("asked", lambda: asked(cast)))

    return Case(what, OFFICE, tried)


async def answer(cast: Cast, who: Who) -> None:
    """Answer what the office wants to know of an applicant."""

    async def asked_back() -> RequestId:
        request = await application(cast)
        await cast.services.deciding.ask_back(cast.accounts[Who.OFFICE], request, "Какой класс?")
        return request

    request = await cast.once("asked back", asked_back)
    await cast.services.applying.answer(cast.accounts[who], request, "7Б")


async def take_code(cast: Cast, who: Who) -> object:
    """Take the second parent's code that the father asked for and the office lets him pass on."""
    father, office = cast.accounts[Who.FATHER], cast.accounts[Who.OFFICE]

    async def approved() -> RequestId:
        request = await cast.services.asking.second_code(father, cast.sample.petr)
        await cast.services.approving.approve_second_code(office, request, Handing.IN_CHAT, label="мама")
        return request

    request = await cast.once("approved", approved)
    return await cast.services.asking.take_code(cast.accounts[who], request, label="мама")


CASES: Sequence[Case] = (
    Case(
        "asking.child",
        GUARDIANS,
        lambda cast, who: cast.services.asking.child(cast.accounts[who], petr(cast)),
    ),
    Case(
        "asking.child",
        MOTHER,
        lambda cast, who: cast.services.asking.child(cast.accounts[who], masha(cast)),
    ),
    Case(
        "asking.correction",
        MOTHER,
        lambda cast, who: cast.services.asking.correction(cast.accounts[who], masha(cast), "Не тот класс"),
    ),
    Case(
        "asking.second_code",
        MOTHER,
        lambda cast, who: cast.services.asking.second_code(cast.accounts[who], masha(cast)),
    ),
    Case("asking.take_code", frozenset({Who.FATHER}), take_code),
    on_application(
        "applying.own", NOBODY, lambda cast, who, key: cast.services.applying.own(cast.accounts[who], key)
    ),
    on_application(
        "applying.drop", NOBODY, lambda cast, who, key: cast.services.applying.drop(cast.accounts[who], key)
    ),
    Case("applying.answer", NOBODY, answer),
    by_account("desk.page", OFFICE),
    on_application(
        "desk.card", OFFICE, lambda cast, who, key: cast.services.desk.card(cast.accounts[who], key)
    ),
    on_application(
        "desk.open", OFFICE, lambda cast, who, key: cast.services.desk.open(cast.accounts[who], key)
    ),
    on_application(
        "desk.set_seen",
        OFFICE,
        lambda cast, who, key: cast.services.desk.set_seen(cast.accounts[who], key, seen=True),
    ),
    on_application(
        "approving.approve_guardian",
        OFFICE,
        lambda cast, who, key: cast.services.approving.approve_guardian(
            cast.accounts[who], key, petr(cast), label=""
        ),
    ),
    on_application(
        "approving.approve_recovery",
        OFFICE,
        lambda cast, who, key: cast.services.approving.approve_recovery(
            cast.accounts[who], key, petr(cast), cast.person(Who.FATHER)
        ),
        RequestKind.RECOVERY,
    ),
    on_application(
        "approving.approve_staff",
        OFFICE,
        lambda cast, who, key: cast.services.approving.approve_staff(
            cast.accounts[who], key, cast.sample.orlov
        ),
        RequestKind.STAFF,
    ),
    on_application(
        "deciding.ask_back",
        OFFICE,
        lambda cast, who, key: cast.services.deciding.ask_back(cast.accounts[who], key, "Какой класс?"),
    ),
    on_application(
        "deciding.refuse",
        OFFICE,
        lambda cast, who, key: cast.services.deciding.refuse(cast.accounts[who], key, reason=Refusal.DIFFERS),
    ),
    on_question(
        "approving.approve_second_code",
        lambda cast, who, key: cast.services.approving.approve_second_code(
            cast.accounts[who], key, Handing.AT_SCHOOL, label="мама"
        ),
        RequestKind.SECOND_CODE,
    ),
    on_question(
        "deciding.settle_correction",
        lambda cast, who, key: cast.services.deciding.settle_correction(cast.accounts[who], key),
        RequestKind.CORRECTION,
    ),
    Case(
        "recovery.find",
        OFFICE,
        lambda cast, who: cast.services.recovery.find(cast.accounts[who], "Иванов"),
    ),
    Case(
        "recovery.holders",
        GUARDIANS | OFFICE,
        lambda cast, who: cast.services.recovery.holders(cast.accounts[who], petr(cast)),
    ),
    Case(
        "recovery.cut_off",
        MOTHER | OFFICE,
        lambda cast, who: cast.services.recovery.cut_off(
            cast.accounts[who], petr(cast), cast.person(Who.FATHER)
        ),
    ),
    by_account("recovery.hand_over", frozenset(Who) - NOBODY),
)
