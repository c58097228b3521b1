"""What families read, sign and set; what teachers look up."""

from collections.abc import Callable, Sequence

from diary.models.acknowledgements import AbsenceAnswer
from diary.models.deliveries import GradesWhen
from diary.models.ids import BotId, ChatId, StudentId
from diary.models.people import Role
from tests.rights.cases.case import (
    FAMILY,
    FATHER,
    GUARDIANS,
    MOTHER,
    NO_ONE,
    TEACHERS,
    Case,
    by_account,
    by_person,
    masha,
    petr,
)
from tests.rights.cast import Cast, Who
from tests.support.sample import BOT

Child = Callable[[Cast], StudentId]
BOTH: Sequence[tuple[Child, frozenset[Who]]] = ((petr, FAMILY), (masha, MOTHER))


def page(name: str, child: Child, may: frozenset[Who]) -> Case:
    what = f"reading.{name}"
    return Case(what, may, lambda cast, who: cast.method(what)(cast.person(who), student_id=child(cast)))


def view(name: str, child: Child, may: frozenset[Who], *given: object) -> Case:
    what = f"child_views.{name}"
    return Case(what, may, lambda cast, who: cast.method(what)(cast.person(who), child(cast), *given))


async def unlink_a_group(cast: Cast, who: Who) -> None:
    """Unlink the group that the father has linked."""
    groups, father = cast.services.groups, cast.accounts[Who.FATHER]
    await groups.link(father, BotId(BOT), ChatId(-1002))
    (group,) = await groups.linked(father)
    await groups.unlink(cast.accounts[who], group.id)


CASES: Sequence[Case] = (
    by_person("reading.pupils", FAMILY),
    by_person("reading.day", FAMILY),
    by_person("reading.homework", FAMILY),
    by_person("reading.teaching", TEACHERS),
    *(page(name, *one) for name in ("week", "grades", "absences", "schedule") for one in BOTH),
    by_person("teaching.classes", TEACHERS),
    by_person("teaching.signatures", TEACHERS),
    Case(
        "teaching.signature",
        frozenset({Who.TEACHER}),
        lambda cast, who: cast.services.teaching.signature(cast.person(who), cast.entry),
    ),
    Case(
        "acknowledgement.sign",
        GUARDIANS,
        lambda cast, who: cast.services.acknowledgement.sign(cast.tap(who)),
    ),
    Case(
        "absence_answers.answer",
        NO_ONE,  # what is shown is a grade
        lambda cast, who: cast.services.absence_answers.answer(cast.tap(who), AbsenceAnswer.FINE),
    ),
    *(view(name, *one) for name in ("card", "reset") for one in BOTH),
    *(view("paint", *one, None) for one in BOTH),
    *(view("rename", *one, "Малыш") for one in BOTH),
    by_account("groups.wards", GUARDIANS),
    by_account("groups.link", GUARDIANS, BotId(BOT), ChatId(-1001)),
    Case("groups.unlink", FATHER, unlink_a_group),
    by_account("people.act_as", TEACHERS, Role.TEACHER),
    Case(
        "people.chat",
        FATHER,
        lambda cast, who: cast.services.people.chat(
            cast.accounts[who], BotId(BOT), ChatId(cast.chats[Who.FATHER].user)
        ),
    ),
    Case(
        "people.choose_locale",
        FATHER,
        lambda cast, who: cast.services.people.choose_locale(
            cast.accounts[who], BotId(BOT), ChatId(cast.chats[Who.FATHER].user), "en"
        ),
    ),
    Case(
        "people.choose_grades_when",
        FATHER,
        lambda cast, who: cast.services.people.choose_grades_when(
            cast.accounts[who], BotId(BOT), ChatId(cast.chats[Who.FATHER].user), GradesWhen.EVENING
        ),
    ),
)
