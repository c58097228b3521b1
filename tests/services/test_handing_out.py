"""Codes for many: who gets one, who may give them, and what becomes of those that are out."""

import asyncio

import pytest
from sqlalchemy import update

from diary.errors import NotEntitledError
from diary.models.codes import CodeState
from diary.models.handing_out import HandedOut, Pupil, Standing, Wanted
from diary.models.ids import BotId, CodeId, PersonId
from diary.models.people import Role
from diary.rules.handing_out import for_pupils, for_staff, plan, staff_standing_of, standing_of
from diary.services.codes import CodesService
from diary.services.handing_out import HandingOutService
from diary.services.linking import LinkingService
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.services.test_linking import STRANGER, link
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import BOT, Sample

engine_name = both_engines


@pytest.fixture
def handing_out(storage: SqlStorage, clock: FrozenClock, verifiers: Verifiers) -> HandingOutService:
    return HandingOutService(
        storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: "diary_bot"
    )


async def leads(storage: SqlStorage, sample: Sample) -> PersonId:
    """Make the linked teacher the class teacher of 7Б."""
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.school_class).values(class_teacher_id=sample.smirnova))
        await uow.commit()
    return sample.teacher.person


async def unlink_all(storage: SqlStorage, clock: FrozenClock) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.link).values(revoked_at=clock.now()))
        await uow.commit()


async def pupils(handing_out: HandingOutService) -> list[Pupil]:
    return list((await handing_out.register(None)).pupils)


def names(handed: list[HandedOut]) -> list[str]:
    return [one.wanted.student.name.given_name for one in handed if one.wanted.student]


async def test_a_child_whose_guardian_is_linked_gets_no_code_by_default(
    handing_out: HandingOutService, sample: Sample
) -> None:
    register = await handing_out.register(None)

    assert standing_of(register.pupils) == Standing(linked=2)
    assert plan(for_pupils(register.pupils)).wanted == []
    fathers = plan(for_pupils(register.pupils, labels=["папа"])).wanted
    assert [one.student and one.student.name.given_name for one in fathers] == ["Маша"]


async def test_those_without_anything_get_one_each_and_then_hold_it(
    handing_out: HandingOutService,
    linking: LinkingService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await unlink_all(storage, clock)
    heard: list[tuple[int, int]] = []
    wanted = plan(for_pupils(await pupils(handing_out))).wanted

    handed = await handing_out.hand_out(
        wanted, person_id=sample.office.person, on_progress=lambda done, of: heard.append((done, of))
    )

    assert sorted(names(handed)) == ["Маша", "Пётр"]
    assert heard == [(1, 2), (2, 2)]
    assert all(one.link.startswith("https://t.me/diary_bot?start=") for one in handed)
    assert standing_of(await pupils(handing_out)) == Standing(open=2)
    linked = await link(linking, handed[0].code)
    assert linked.student == handed[0].wanted.student
    assert standing_of(await pupils(handing_out)) == Standing(linked=1, open=1)


async def test_replacing_says_how_many_die_and_kills_those_alone(
    handing_out: HandingOutService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await unlink_all(storage, clock)
    for label in ("мама", "папа"):
        await codes.issue(role=Role.GUARDIAN, student_external="s1", label=label)
    students = await codes.issue(role=Role.STUDENT, student_external="s1")
    assert plan(for_pupils(await pupils(handing_out))).skipped == 1

    whole = plan(for_pupils(await pupils(handing_out)), replace=True)
    mothers = plan(for_pupils(await pupils(handing_out), labels=["мама"]), replace=True)
    assert [(len(one.wanted), one.dying) for one in (whole, mothers)] == [(3, 2), (2, 1)]
    await handing_out.hand_out(whole.wanted, person_id=None, replace=True)

    states = [(one.role, one.label, one.state) for one in await codes.list()]
    assert sorted(states[:3]) == [
        (Role.GUARDIAN, "", CodeState.OPEN),
        (Role.GUARDIAN, "мама", CodeState.OPEN),
        (Role.GUARDIAN, "папа", CodeState.OPEN),
    ], "each guardian's code is replaced by one of their own"
    assert states[3:] == [
        (Role.STUDENT, "", CodeState.OPEN),
        (Role.GUARDIAN, "папа", CodeState.REVOKED),
        (Role.GUARDIAN, "мама", CodeState.REVOKED),
    ]
    assert students.id in {one.id for one in await codes.list()}


async def test_a_code_whose_consent_is_being_read_is_not_replaced_with_the_others(
    handing_out: HandingOutService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await unlink_all(storage, clock)
    for student in ("s1", "s2"):
        issued = await codes.issue(role=Role.GUARDIAN, student_external=student)
    await linking.redeem(issued.code, bot_id=BotId(BOT), user=STRANGER)

    wanted = for_pupils(await pupils(handing_out))

    assert [one.dying for one in (plan(wanted, replace=True), plan(wanted[:1], replace=True))] == [1, 1]
    assert plan(wanted, replace=True).skipped == 1
    assert plan(wanted, replace=True, linked_too=True).dying == 2


async def test_what_the_office_has_approved_waits_and_is_in_nobodys_hands(
    handing_out: HandingOutService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    await unlink_all(storage, clock)
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")
    code = schema.access_code
    async with storage.write() as uow:
        granted = {"reserved_by": STRANGER, "reserved_until": code.c.expires_at}
        await uow._connection.execute(update(code).where(code.c.id == issued.id).values(**granted))
        await uow.commit()
    everyone = for_pupils(await pupils(handing_out), labels=["мама"])

    assert plan(everyone).skipped == 1
    assert standing_of(await pupils(handing_out)) == Standing(nothing=1, open=1)
    alone = plan(everyone[:1], replace=True, linked_too=True)
    assert (len(alone.wanted), alone.dying) == (1, 0)
    await handing_out.hand_out(alone.wanted, person_id=None, replace=True, linked_too=True)
    assert CodeState.REVOKED not in {one.state for one in await codes.list()}


async def test_two_who_print_at_once_do_not_kill_each_others_letters(
    handing_out: HandingOutService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    await unlink_all(storage, clock)
    wanted = plan(for_pupils(await pupils(handing_out))).wanted

    both = await asyncio.gather(*(handing_out.hand_out(wanted, person_id=None) for _ in range(2)))

    assert sorted(names([one for handed in both for one in handed])) == ["Маша", "Пётр"]
    assert standing_of(await pupils(handing_out)) == Standing(open=2)


async def test_staff_get_a_code_for_each_role_they_lack(
    handing_out: HandingOutService, codes: CodesService, linking: LinkingService, sample: Sample
) -> None:
    register = await handing_out.register(sample.office.person)
    assert staff_standing_of(register.employees) == Standing(linked=2, nothing=1)

    (orlovs,) = await handing_out.hand_out(plan(for_staff(register.employees)).wanted, person_id=None)

    linked = await link(linking, orlovs.code)
    assert linked.staff is not None
    assert linked.staff.family_name == "Орлов"


async def test_a_class_teacher_hands_out_for_their_class_alone(
    handing_out: HandingOutService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    await unlink_all(storage, clock)
    with pytest.raises(NotEntitledError):
        await handing_out.register(sample.teacher.person)
    whole = await handing_out.register(None)

    teacher = await leads(storage, sample)

    register = await handing_out.register(teacher)
    assert ([one.name for one in register.classes], register.employees) == (["7Б"], ())
    handed = await handing_out.hand_out(plan(for_pupils(register.pupils)).wanted, person_id=teacher)
    assert len(handed) == 2
    with pytest.raises(NotEntitledError):
        await handing_out.hand_out(for_staff(whole.employees), person_id=teacher)
    await handing_out.revoke(handed[0].id, person_id=teacher)
    assert standing_of(await pupils(handing_out)) == Standing(open=1, nothing=1)


@pytest.mark.parametrize("who", ["mother", "tutor", "teacher"])
async def test_nobody_else_sees_or_hands_out_anything(
    handing_out: HandingOutService, codes: CodesService, sample: Sample, who: str
) -> None:
    person = getattr(sample, who).person
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1")
    petr = (await pupils(handing_out))[0]

    with pytest.raises(NotEntitledError):
        await handing_out.register(person)
    with pytest.raises(NotEntitledError):
        await handing_out.hand_out([Wanted(holder=petr, role=Role.GUARDIAN)], person_id=person)
    with pytest.raises(NotEntitledError):
        await handing_out.revoke(issued.id, person_id=person)
    assert [one.state for one in await codes.list()] == [CodeState.OPEN]


async def test_what_never_reached_anybody_is_taken_back(
    handing_out: HandingOutService, codes: CodesService, sample: Sample, storage: SqlStorage
) -> None:
    wanted = for_pupils(await pupils(handing_out), labels=["бабушка"])
    handed = await handing_out.hand_out(wanted, person_id=sample.office.person)

    await handing_out.take_back(handed, person_id=sample.office.person)

    assert {one.state for one in await codes.list()} == {CodeState.REVOKED}
    written = sorted((one.action, one.student_id) for one in await rows(storage, schema.audit))
    children = sorted((sample.petr, sample.masha))
    assert written == [(action, one) for action in ("code_issued", "code_revoked") for one in children]


async def test_a_spent_code_is_not_revoked(handing_out: HandingOutService, sample: Sample) -> None:
    with pytest.raises(NotEntitledError):
        await handing_out.revoke(CodeId(77), person_id=sample.office.person)
