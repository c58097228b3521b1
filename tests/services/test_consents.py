from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from diary.errors import ConsentChangedError, ConsentTextError, ConsentVersionTakenError, NotEntitledError
from diary.rules.consents import GRACE
from diary.rules.timing import Timing
from diary.services.consents import ConsentService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of
from views.consent import BUILT_IN

TEXTS = {"ru": "Согласие. " * 40, "en": "Consent. " * 40}


engine_name = both_engines


@pytest.fixture
def consents(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> ConsentService:
    return ConsentService(storage=storage, clock=clock, timing=timing, built_in=BUILT_IN)


@pytest.fixture
async def consented(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> Sample:
    """Give all of the sample's people a consent to our own document."""
    async with storage.write() as uow:
        for chat in (sample.mother, sample.father, sample.tutor, sample.teacher, sample.office):
            await uow.consents.add(chat.person, version=BUILT_IN.version, locale="ru", now=clock.now())
        await uow.commit()
    return sample


async def told(storage: SqlStorage) -> list[int]:
    query = select(schema.notice.c.person_id).where(schema.notice.c.what == "consent_changed")
    async with storage.read() as uow:
        return sorted(await uow._connection.scalars(query.order_by(schema.notice.c.id)))


async def due(storage: SqlStorage, clock: FrozenClock) -> set[int]:
    async with storage.read() as uow:
        found = await uow.dispatch.due(BOT, now=clock.now(), urgent=100, bulk=100, busy=())
    return {one.id for one in found}


async def test_ours_is_in_force_until_the_school_sets_its_own(
    consents: ConsentService, school: object
) -> None:
    assert await consents.in_force() == BUILT_IN

    await consents.replace("2", TEXTS)

    document = await consents.in_force()
    assert (document.version, document.text("ru"), document.text("en")) == ("2", TEXTS["ru"], TEXTS["en"])


@pytest.mark.parametrize(
    ("version", "texts", "field"),
    [
        ("second edition", TEXTS, "version"),
        ("", TEXTS, "version"),
        ("v" * 33, TEXTS, "version"),
        ("2", {**TEXTS, "en": "yes"}, "en"),
        ("2", {**TEXTS, "ru": "Согласие. " * 2_000}, "ru"),
        ("2", {**TEXTS, "ru": TEXTS["ru"] + "\x00"}, "ru"),
    ],
)
async def test_what_is_no_document_is_refused_with_what_is_wrong(
    consents: ConsentService, school: object, version: str, texts: dict[str, str], field: str
) -> None:
    with pytest.raises(ConsentTextError) as refused:
        await consents.replace(version, texts)
    assert refused.value.field == field
    assert await consents.in_force() == BUILT_IN


async def test_what_people_consented_to_is_never_changed_under_them(
    consents: ConsentService, school: object
) -> None:
    await consents.replace("2", TEXTS)
    for taken in ("2", BUILT_IN.version):
        with pytest.raises(ConsentVersionTakenError):
            await consents.replace(taken, TEXTS)


async def test_everyone_who_consented_is_told_once_of_a_change(
    consents: ConsentService, storage: SqlStorage, consented: Sample
) -> None:
    assert await consents.replace("2", TEXTS) == 5
    assert await consents.ask() == 0

    everyone = (consented.mother, consented.father, consented.tutor, consented.teacher, consented.office)
    assert await told(storage) == sorted(chat.person for chat in everyone)


async def test_a_second_change_asks_again_and_gives_the_whole_time_again(
    consents: ConsentService, storage: SqlStorage, consented: Sample, clock: FrozenClock
) -> None:
    await consents.replace("2", TEXTS)
    clock.advance(days=10)

    assert await consents.replace("3", TEXTS) == 5

    owed = await consents.owed(await account_of(storage, consented.mother))
    assert owed is not None
    assert (owed.version, owed.until, owed.overdue) == ("3", clock.now() + GRACE, False)


async def queue(storage: SqlStorage, chat: Chat, clock: FrozenClock) -> None:
    async with storage.write() as uow:
        connection, now = uow._connection, clock.now()
        box = update(schema.mailbox).where(schema.mailbox.c.id == chat.mailbox)
        await connection.execute(box.values(due_at=now, lane=2))
        row = {"mailbox_id": chat.mailbox, "topic": "entry", "subject_id": 1, "version": 1, "student_id": 0}
        times = {"created_at": now, "not_before": now, "due_at": now}
        await connection.execute(insert(schema.delivery).values(**row, **times, lane=2, state="queued"))
        await uow.commit()


async def test_news_comes_for_the_time_of_grace_then_waits_and_comes_with_the_answer(
    consents: ConsentService, storage: SqlStorage, consented: Sample, clock: FrozenClock
) -> None:
    mother = consented.mother
    await consents.replace("2", TEXTS)
    await queue(storage, mother, clock)
    clock.advance(seconds=(GRACE - timedelta(seconds=1)).total_seconds())
    assert mother.mailbox in await due(storage, clock)

    clock.advance(seconds=1)
    assert mother.mailbox not in await due(storage, clock)
    owed = await consents.owed(await account_of(storage, mother))
    assert owed is not None
    assert owed.overdue

    await consents.renew(await account_of(storage, mother), "2")

    assert mother.mailbox in await due(storage, clock)
    assert consented.father.mailbox not in await due(storage, clock)
    assert await consents.owed(await account_of(storage, mother)) is None


async def test_only_the_document_that_is_in_force_can_be_consented_to(
    consents: ConsentService, storage: SqlStorage, consented: Sample, clock: FrozenClock
) -> None:
    account = await account_of(storage, consented.mother)
    await consents.replace("2", TEXTS)
    await consents.replace("3", TEXTS)

    with pytest.raises(ConsentChangedError):
        await consents.renew(account, "2")

    clock.advance(minutes=1)
    await consents.renew(account, "3")
    await consents.renew(account, "3")
    async with storage.read() as uow:
        given = await uow.consents.given(account.person_id)
        rows = await uow._connection.execute(
            select(schema.consent.c.version).where(schema.consent.c.person_id == account.person_id)
        )
    assert given is not None
    assert (given.version, given.given_at) == ("3", clock.now())
    assert [row[0] for row in rows] == [BUILT_IN.version, "3"]


async def test_who_never_consented_has_nothing_to_renew(
    consents: ConsentService, storage: SqlStorage, sample: Sample
) -> None:
    account = await account_of(storage, sample.mother)
    assert await consents.replace("2", TEXTS) == 0
    assert await consents.owed(account) is None
    with pytest.raises(NotEntitledError):
        await consents.renew(account, "2")


async def test_that_the_new_text_was_shown_is_written_down_for_that_version(
    consents: ConsentService, storage: SqlStorage, consented: Sample
) -> None:
    account = await account_of(storage, consented.mother)
    await consents.replace("2", TEXTS)
    await consents.note_shown(account, "2")
    owed = await consents.owed(account)
    assert owed is not None
    assert owed.shown

    await consents.replace("3", TEXTS)

    owed = await consents.owed(account)
    assert owed is not None
    assert not owed.shown
