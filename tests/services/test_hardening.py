"""Codes under attack: what guessing finds out, what it costs, and who hears of it."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from diary.errors import AccessCodeRejectedError, TooManyTriesError
from diary.models.codes import IssuedCode, Linked, Newcomer, Reservation
from diary.models.delegation import Delegation
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.people import EVERYTHING, Role
from diary.rules.access_codes import VERIFIER_BITS, write_code
from diary.rules.timing import Timing
from diary.services.codes import CodesService
from diary.services.delegation import DelegationService
from diary.services.linking import LinkingService
from diary.services.tries import ALARM_AT, BURN_AT, TRIES
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import BOT, Sample

WRONG = "0000-0000-0000"


engine_name = both_engines


class CountingHasher(PasswordHasher):
    """argon2 that counts its work."""

    verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def verifiers(hasher: CountingHasher) -> Verifiers:
    return Verifiers(hasher)


@pytest.fixture
async def code(codes: CodesService, sample: Sample) -> IssuedCode:
    return await codes.issue(role=Role.GUARDIAN, student_external="s1", label="бабушка")


async def redeem(linking: LinkingService, secret: str, user: int = 9001) -> Reservation:
    return await linking.redeem(secret, bot_id=BotId(BOT), user=TelegramUserId(user))


async def fail(linking: LinkingService, secret: str, user: int) -> None:
    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, secret, user)


async def link(linking: LinkingService, secret: str, user: int) -> Linked:
    held = await redeem(linking, secret, user)
    newcomer = Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")
    return await linking.consent(held.code_id, newcomer)


@contextmanager
def statements(engine: AsyncEngine) -> Iterator[Counter[str]]:
    """Count what the database is asked, by the words of the question."""
    asked: Counter[str] = Counter()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked[statement] += 1

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_of_fifty_racing_accounts_one_wins_a_code(
    linking: LinkingService, storage: SqlStorage, code: IssuedCode
) -> None:
    attempts = [link(linking, code.code, user=100 + n) for n in range(50)]

    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    assert sum(isinstance(one, Linked) for one in outcomes) == 1
    assert sum(isinstance(one, AccessCodeRejectedError) for one in outcomes) == 49
    links = [one for one in await rows(storage, schema.link) if one.label == "бабушка"]
    assert len(links) == 1


async def test_racing_tries_of_one_account_do_not_slip_past_the_limit(
    linking: LinkingService, code: IssuedCode
) -> None:
    outcomes = await asyncio.gather(*(redeem(linking, WRONG) for _ in range(12)), return_exceptions=True)

    assert sum(isinstance(one, AccessCodeRejectedError) for one in outcomes) == TRIES
    assert sum(isinstance(one, TooManyTriesError) for one in outcomes) == 12 - TRIES


async def test_whatever_is_wrong_costs_the_same_work_and_the_same_questions(
    linking: LinkingService,
    codes: CodesService,
    engine: AsyncEngine,
    hasher: CountingHasher,
    delegation: DelegationService,
    sample: Sample,
    code: IssuedCode,
) -> None:
    async def issue(label: str) -> IssuedCode:
        return await codes.issue(role=Role.GUARDIAN, student_external="s1", label=label)

    spent, revoked, held = await issue("1"), await issue("2"), await issue("3")
    passed_on = await delegation.delegate(
        sample.mother.person,
        Delegation(student_id=sample.petr, scope=EVERYTHING, last_day=date(2026, 10, 14), label="няня"),
    )
    await link(linking, spent.code, user=50)
    await codes.revoke(revoked.id)
    await redeem(linking, held.code, user=51)
    wrong = {
        "no such selector": WRONG,
        "a wrong verifier": f"{code.code[:4]}-0000-0000",
        "a wrong verifier of a parent's code": f"{passed_on.code[:4]}-0000-0000",
        "spent": spent.code,
        "revoked": revoked.code,
        "held by someone else": held.code,
        "a link's token that is none": "A" * 22,
        "a spent code's link": spent.link.partition("start=")[2],
        "a held code's link": held.link.partition("start=")[2],
        "no code at all": "hello",
    }
    costs: dict[str, tuple[int, Counter[str]]] = {}

    for user, (why, secret) in enumerate(wrong.items(), start=200):
        before = hasher.verified
        with statements(engine) as asked:
            await fail(linking, secret, user)
        # a token is looked for by another column
        looked_up = Counter({one.replace("token_hash = ", "selector = "): n for one, n in asked.items()})
        costs[why] = hasher.verified - before, looked_up

    questions = {why: sum(asked.values()) for why, (_, asked) in costs.items()}
    assert {work for work, _ in costs.values()} == {1}
    assert len(set(questions.values())) == 1, questions


async def test_ten_wrong_tries_at_one_selector_burn_its_code_for_its_owner_too(
    linking: LinkingService, codes: CodesService, storage: SqlStorage, code: IssuedCode
) -> None:
    aimed = f"{code.code[:4]}-0000-0000"
    await asyncio.gather(*(fail(linking, aimed, user=200 + n) for n in range(BURN_AT)))

    await fail(linking, code.code, user=9001)

    assert [one.state for one in await codes.list()] == ["burned"]
    burned = [one for one in await rows(storage, schema.audit) if one.action == "code_burned"]
    assert [one.subject_id for one in burned] == [code.id]


async def alarms(storage: SqlStorage) -> list[int]:
    return [one.data["tries"] for one in await rows(storage, schema.notice) if one.what == "code_alarm"]


async def test_the_office_is_alarmed_once_an_hour_however_failures_race(
    linking: LinkingService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    racing = (fail(linking, WRONG, user=300 + n) for n in range(ALARM_AT + 10))
    await asyncio.gather(*racing)
    assert len(await alarms(storage)) == 1

    clock.advance(minutes=59)
    await fail(linking, WRONG, user=500)
    assert len(await alarms(storage)) == 1

    for n in range(ALARM_AT):
        await fail(linking, WRONG, user=600 + n)
    clock.advance(minutes=1)
    await fail(linking, WRONG, user=700)
    assert len(await alarms(storage)) == 2
    told = [one for one in await rows(storage, schema.notice) if one.what == "code_alarm"]
    assert {one.person_id for one in told} == {sample.office.person}


async def test_weeks_of_guessing_by_many_accounts_find_nothing_and_are_seen(
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    """The attacker even knows where codes begin: eight accounts try whenever they may, for two weeks."""
    issued = [await codes.issue(role=Role.GUARDIAN, student_external="s1", label=f"{n}") for n in range(12)]
    known = [one.code[:4] for one in issued]
    accounts, tried, refused = range(1, 9), Counter[int](), 0
    for _ in range(14):
        for user in accounts:
            for _ in range(TRIES + 1):
                guess = tried.total()
                selector = known[guess % len(known)]
                try:
                    await fail(linking, selector + write_code(0, guess)[4:], user)
                    tried[user] += 1
                except TooManyTriesError:
                    refused += 1
        clock.advance(hours=23)

    assert refused == 14 * len(accounts)
    assert set(tried.values()) == {14 * TRIES}
    # a burned code takes no more guesses: so many of 2^40 were ever tried
    assert {one.state for one in await codes.list()} == {"burned"}
    chance = len(issued) * BURN_AT / 2**VERIFIER_BITS
    assert chance < 1e-9
    assert len([one for one in await rows(storage, schema.link) if one.label.isdigit()]) == 0
    assert len(await alarms(storage)) == 14


async def test_a_slow_attack_on_unknown_selectors_is_held_to_five_an_hour(
    linking: LinkingService, codes: CodesService, clock: FrozenClock, code: IssuedCode
) -> None:
    begun, accepted = clock.now(), 0
    for guess in range(120):
        try:
            await fail(linking, write_code(guess + 1, guess), user=77)
            accepted += 1
        except TooManyTriesError:
            pass
        clock.advance(minutes=6)

    hours = (clock.now() - begun) / timedelta(hours=1)
    assert accepted <= TRIES * (hours + 1)
    await redeem(linking, code.code, user=78)


@pytest.fixture
def linking(storage: SqlStorage, clock: FrozenClock, timing: Timing, verifiers: Verifiers) -> LinkingService:
    return LinkingService(
        storage=storage, clock=clock, timing=timing, verifiers=verifiers, consent_version="2026-1"
    )
