import asyncio
from datetime import datetime, timedelta

import pytest

from diary.models.codes import CodeState, NewCode
from diary.models.ids import BotId, CodeId, TelegramUserId
from diary.models.people import Role
from storage.unit_of_work import SqlStorage
from tests.support.clock import MONDAY_NOON
from tests.support.sample import BOT, Sample

ANNA, BORIS = TelegramUserId(1), TelegramUserId(2)
TOMORROW = MONDAY_NOON + timedelta(days=1)


async def add(storage: SqlStorage, sample: Sample, label: str = "", now: datetime = MONDAY_NOON) -> CodeId:
    code = NewCode(
        role=Role.GUARDIAN,
        student_id=sample.petr,
        staff_id=None,
        label=label,
        selector=7,
        verifier_hash="hash",
        token_hash=label.encode().ljust(32, b"-"),
        issued_by=None,
        expires_at=now + timedelta(days=14),
    )
    async with storage.write() as uow:
        code_id = await uow.codes.add(code, now=now)
        await uow.commit()
    return code_id


async def reserve(storage: SqlStorage, code: CodeId, user: TelegramUserId) -> bool:
    async with storage.write() as uow:
        held = await uow.codes.reserve(code, user, now=MONDAY_NOON, until=TOMORROW)
        await uow.commit()
    return held is not None


async def spend(storage: SqlStorage, code: CodeId, user: TelegramUserId, sample: Sample) -> bool:
    async with storage.write() as uow:
        spent = await uow.codes.spend(code, user, sample.mother.person, now=MONDAY_NOON)
        await uow.commit()
    return spent


async def test_a_live_code_is_found_by_its_selector_and_by_its_token(
    storage: SqlStorage, sample: Sample
) -> None:
    code = await add(storage, sample)

    async with storage.read() as uow:
        by_selector = await uow.codes.by_selector(7, now=MONDAY_NOON)
        by_token = await uow.codes.by_token(b"-" * 32, now=MONDAY_NOON)
        assert await uow.codes.by_selector(8, now=MONDAY_NOON) is None
        assert await uow.codes.by_selector(7, now=MONDAY_NOON + timedelta(days=14)) is None
        assert await uow.codes.selector_is_taken(7, now=MONDAY_NOON)
        assert not await uow.codes.selector_is_taken(8, now=MONDAY_NOON)
    assert by_selector is not None
    assert by_selector == by_token
    assert (by_selector.id, by_selector.role, by_selector.student_id) == (code, Role.GUARDIAN, sample.petr)


async def test_only_one_account_holds_a_code_and_only_it_spends_it(
    storage: SqlStorage, sample: Sample
) -> None:
    code = await add(storage, sample)

    assert await reserve(storage, code, ANNA)
    assert await reserve(storage, code, ANNA)
    assert not await reserve(storage, code, BORIS)
    assert not await spend(storage, code, BORIS, sample)
    assert await spend(storage, code, ANNA, sample)
    assert not await spend(storage, code, ANNA, sample)


async def test_of_racing_accounts_one_holds_the_code(storage: SqlStorage, sample: Sample) -> None:
    code = await add(storage, sample)

    held = await asyncio.gather(*(reserve(storage, code, TelegramUserId(n)) for n in range(8)))

    assert sum(held) == 1


async def test_a_code_let_go_is_anyones(storage: SqlStorage, sample: Sample) -> None:
    code = await add(storage, sample)
    await reserve(storage, code, ANNA)

    async with storage.write() as uow:
        await uow.codes.free(code, BORIS)
        assert await uow.codes.reserved(code, ANNA, now=MONDAY_NOON) is not None
        await uow.codes.free(code, ANNA)
        assert await uow.codes.reserved(code, ANNA, now=MONDAY_NOON) is None
        await uow.commit()
    assert await reserve(storage, code, BORIS)


async def test_wrong_verifiers_burn_a_code(storage: SqlStorage, sample: Sample) -> None:
    code = await add(storage, sample)

    async with storage.write() as uow:
        burned = [await uow.codes.count_failure(code, burn_at=3, now=MONDAY_NOON) for _ in range(4)]
        (line,) = await uow.codes.all(now=MONDAY_NOON)
        await uow.commit()
    assert burned == [False, False, True, False]
    assert line.state is CodeState.BURNED


async def test_codes_are_listed_newest_first_and_of_one_student_if_asked(
    storage: SqlStorage, sample: Sample
) -> None:
    await add(storage, sample, "мама")
    await add(storage, sample, "папа")

    async with storage.read() as uow:
        everything = await uow.codes.all(now=MONDAY_NOON)
        petrs = await uow.codes.all(now=MONDAY_NOON, student_id=sample.petr, limit=1)
        mashas = await uow.codes.all(now=MONDAY_NOON, student_id=sample.masha)
    assert [one.label for one in everything] == ["папа", "мама"]
    assert [(one.owner, one.name and one.name.given_name) for one in petrs] == [("s1", "Пётр")]
    assert mashas == []


async def test_owners_of_codes_are_those_at_school(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        assert await uow.codes.student("s1") == sample.petr
        assert await uow.codes.student("s9") is None
        assert await uow.codes.staff_member("t1") == (sample.smirnova, frozenset({Role.TEACHER}))
        assert await uow.codes.staff_member("t9") is None


@pytest.mark.parametrize(("minutes", "counted"), [(59, 2), (61, 1), (63, 0)])
async def test_tries_are_counted_within_a_span_and_may_be_forgiven(
    minutes: int, counted: int, storage: SqlStorage, sample: Sample
) -> None:
    bot = BotId(BOT)
    async with storage.write() as uow:
        await uow.code_tries.begin(bot, ANNA, now=MONDAY_NOON)
        await uow.code_tries.begin(bot, ANNA, now=MONDAY_NOON + timedelta(minutes=2))
        await uow.code_tries.begin(bot, BORIS, now=MONDAY_NOON + timedelta(minutes=2))
        good = await uow.code_tries.begin(bot, ANNA, now=MONDAY_NOON)
        await uow.code_tries.forgive(good)
        await uow.commit()

    since = MONDAY_NOON + timedelta(minutes=minutes - 60)
    async with storage.read() as uow:
        assert len(await uow.code_tries.since(bot, ANNA, since)) == counted
        assert await uow.code_tries.of_all_since(bot, since) == counted + (counted > 0)
