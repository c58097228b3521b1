"""The office ends access, by an order for good: no code brings the person back to the child."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert, update

from diary.errors import AccessCodeRejectedError, BasisRefusedError, NotEntitledError
from diary.models.codes import IssuedCode, Linked, Newcomer
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.people import Account, Role
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.codes import CodesService
from diary.services.custody import CustodyService
from diary.services.linking import LinkingService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import deliveries, grade, journal_of, rows
from tests.support.sample import BOT, Sample
from tests.support.shown import account_of, link_of

BASIS = "Решение суда № 2-1234 от 10 сентября 2026"


engine_name = both_engines


@pytest.fixture
def custody(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> CustodyService:
    return CustodyService(storage=storage, clock=clock, timing=timing)


@pytest.fixture
async def office(storage: SqlStorage, sample: Sample) -> Account:
    return await account_of(storage, sample.office)


async def live(storage: SqlStorage) -> set[tuple[int, int]]:
    return {
        (one.person_id, one.student_id) for one in await rows(storage, schema.link) if one.revoked_at is None
    }


async def link(linking: LinkingService, code: IssuedCode, user: int) -> Linked:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(user))
    newcomer = Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")
    return await linking.consent(held.code_id, newcomer)


async def told(storage: SqlStorage) -> list[tuple[str, int]]:
    return [(one.what, one.person_id) for one in await rows(storage, schema.notice)]


async def test_an_order_ends_every_right_and_all_that_hangs_on_it(
    custody: CustodyService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    school: School,
    sample: Sample,
    office: Account,
) -> None:
    waiting = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")
    await journal_of(storage, clock, school).record("journal", [grade("g1", "5")])

    file = await custody.keep_out(office, await link_of(storage, sample.mother, sample.petr), f"  {BASIS}\n")

    assert [(one.label, one.basis) for one in file.bars] == [("мама", BASIS)]
    # the tutor's right was the mother's to give
    assert await live(storage) == {(sample.mother.person, sample.masha), (sample.father.person, sample.petr)}
    entries = [one for one in await rows(storage, schema.delivery) if one.topic == "entry"]
    states = {one.mailbox_id: one.state for one in entries}
    assert states == {
        sample.mother.mailbox: "cancelled",
        sample.father.mailbox: "queued",
        sample.tutor.mailbox: "cancelled",
    }
    assert ("access_revoked", sample.mother.person) in await told(storage)
    assert [one.state for one in await codes.list() if one.id == waiting.id] == ["revoked"]
    records = {one.action: one for one in await rows(storage, schema.audit)}
    assert records["barred"].actor_id == sample.office.person
    assert "суда" not in str([one.detail for one in await rows(storage, schema.audit)])


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.STUDENT])
async def test_no_code_brings_the_person_back_to_the_child(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
    role: Role,
) -> None:
    await custody.keep_out(office, await link_of(storage, sample.father, sample.petr), BASIS)
    code = await codes.issue(role=role, student_external="s1", label="снова")

    with pytest.raises(AccessCodeRejectedError):
        await link(linking, code, sample.father.user)

    assert (sample.father.person, sample.petr) not in await live(storage)
    # it is good for anybody else, and the person for other children
    await link(linking, code, 77)
    sibling = await codes.issue(role=Role.GUARDIAN, student_external="s2", label="папа")
    assert (await link(linking, sibling, sample.father.user)).student is not None


async def test_every_account_of_the_person_is_kept_out(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
    office: Account,
) -> None:
    second: dict[str, Any] = {"person_id": sample.father.person, "bot_id": BOT, "telegram_user_id": 1902}
    async with storage.write() as uow:
        await uow._connection.execute(
            insert(schema.account).values(**second, locale="ru", created_at=clock.now())
        )
        await uow.commit()
    await custody.keep_out(office, await link_of(storage, sample.father, sample.petr), BASIS)
    code = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="снова")

    with pytest.raises(AccessCodeRejectedError):
        await link(linking, code, 1902)


async def test_a_code_held_before_the_order_gives_nothing(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
) -> None:
    code = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="опекун")
    user = TelegramUserId(sample.tutor.user)
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=user)
    await custody.keep_out(office, await link_of(storage, sample.tutor, sample.petr, "trusted"), BASIS)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(
            held.code_id, Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=user, locale="ru")
        )

    assert (sample.tutor.person, sample.petr) not in await live(storage)


async def test_becoming_one_with_a_barred_person_brings_no_right_along(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
) -> None:
    """Whoever was barred as a teacher's other self stays barred when the two turn out to be one."""
    await custody.keep_out(office, await link_of(storage, sample.father, sample.petr), BASIS)
    again = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="отчим")
    await link(linking, again, 77)
    staff = await codes.issue(role=Role.TEACHER, staff_external="t2")
    await link(linking, staff, sample.father.user)
    same = await codes.issue(role=Role.TEACHER, staff_external="t2")

    await link(linking, same, 77)

    links = [one for one in await rows(storage, schema.link) if one.revoked_at is None]
    assert {(one.label, one.student_id) for one in links if one.student_id == sample.petr} == {
        ("мама", sample.petr),
        ("репетитор", sample.petr),
    }


async def test_a_lifted_order_lets_a_code_work_again_and_links_nobody_by_itself(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
) -> None:
    file = await custody.keep_out(office, await link_of(storage, sample.father, sample.petr), BASIS)

    lifted = await custody.lift(office, file.bars[0].id)

    assert lifted.bars == []
    assert (sample.father.person, sample.petr) not in await live(storage)
    code = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="папа")
    await link(linking, code, sample.father.user)
    assert (sample.father.person, sample.petr) in await live(storage)
    assert "bar_lifted" in {one.action for one in await rows(storage, schema.audit)}
    with pytest.raises(NotEntitledError):
        await custody.lift(office, file.bars[0].id)


async def test_a_mistake_is_ended_without_a_bar(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
) -> None:
    link_id = await link_of(storage, sample.father, sample.petr)
    file = await custody.revoke(office, link_id)

    assert file.bars == []
    assert ("access_revoked", sample.father.person) in await told(storage)
    with pytest.raises(NotEntitledError):
        await custody.revoke(office, link_id)
    code = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="папа")
    await link(linking, code, sample.father.user)


async def test_what_was_to_be_told_of_the_child_is_told_no_more(
    custody: CustodyService,
    codes: CodesService,
    linking: LinkingService,
    storage: SqlStorage,
    sample: Sample,
    office: Account,
) -> None:
    await link(linking, await codes.issue(role=Role.GUARDIAN, student_external="s1", label="бабушка"), 77)
    await custody.revoke(office, await link_of(storage, sample.father, sample.petr))

    queued = [one for one in await rows(storage, schema.delivery) if one.mailbox_id == sample.father.mailbox]
    notices = {one.id: one.what for one in await rows(storage, schema.notice)}
    assert {notices[one.subject_id]: one.state for one in queued} == {
        "linked": "cancelled",
        "access_revoked": "queued",
    }
    assert await deliveries(storage, "cancelled")


async def test_of_two_secretaries_one_ends_it_and_the_person_hears_once(
    custody: CustodyService, storage: SqlStorage, sample: Sample, office: Account
) -> None:
    link_id = await link_of(storage, sample.father, sample.petr)
    racing = (custody.revoke(office, link_id), custody.keep_out(office, link_id, BASIS))

    outcomes = await asyncio.gather(*racing, custody.revoke(office, link_id), return_exceptions=True)

    assert sum(isinstance(one, NotEntitledError) for one in outcomes) == 2
    assert (await told(storage)).count(("access_revoked", sample.father.person)) == 1


@pytest.mark.parametrize("basis", ["", "   ", "да", "Ж" * 501])
async def test_an_order_needs_a_basis(
    custody: CustodyService, storage: SqlStorage, sample: Sample, office: Account, basis: str
) -> None:
    with pytest.raises(BasisRefusedError):
        await custody.keep_out(office, await link_of(storage, sample.father, sample.petr), basis)

    assert await rows(storage, schema.bar) == []


async def test_only_the_office_may(
    custody: CustodyService, storage: SqlStorage, clock: FrozenClock, sample: Sample, office: Account
) -> None:
    link_id = await link_of(storage, sample.father, sample.petr)
    file = await custody.keep_out(office, await link_of(storage, sample.mother, sample.masha), BASIS)
    async with storage.write() as uow:
        gone = update(schema.staff_role).where(schema.staff_role.c.role == "office")
        await uow._connection.execute(gone.values(revoked_at=clock.now()))
        await uow.commit()

    for chat in (sample.mother, sample.father, sample.tutor, sample.teacher, sample.office):
        account = await account_of(storage, chat)
        for asked in (
            custody.classes(account),
            custody.students(account, sample.klass),
            custody.file(account, sample.petr),
            custody.access(account, link_id),
            custody.revoke(account, link_id),
            custody.keep_out(account, link_id, BASIS),
            custody.bar(account, file.bars[0].id),
            custody.lift(account, file.bars[0].id),
        ):
            with pytest.raises(NotEntitledError):
                await asked
