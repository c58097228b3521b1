from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from diary.errors import NotEntitledError
from diary.models.people import Role
from diary.rules.timing import Timing
from diary.services.privacy import PrivacyService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import grade, journal_of
from tests.support.sample import Sample
from tests.support.shown import account_of

engine_name = both_engines


@pytest.fixture
def privacy(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> PrivacyService:
    return PrivacyService(storage=storage, clock=clock, timing=timing)


async def notices(storage: SqlStorage) -> list[tuple[str, int]]:
    query = select(schema.notice.c.what, schema.notice.c.person_id).order_by(schema.notice.c.id)
    async with storage.read() as uow:
        return [(row[0], row[1]) for row in await uow._connection.execute(query)]


async def states(storage: SqlStorage, mailbox: int) -> list[str]:
    delivery = schema.delivery
    query = select(delivery.c.state).where(delivery.c.mailbox_id == mailbox, delivery.c.topic == "entry")
    async with storage.read() as uow:
        return list(await uow._connection.scalars(query))


async def test_a_guardian_sees_who_else_sees_the_child(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample
) -> None:
    overview = await privacy.overview(await account_of(storage, sample.mother))

    seen = {one.student.external_id: [each.label for each in one.others] for one in overview.children}
    assert seen == {"s1": ["папа", "репетитор"], "s2": []}


async def test_a_trusted_person_is_told_of_nobody_else(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample
) -> None:
    overview = await privacy.overview(await account_of(storage, sample.tutor))

    assert [one.others for one in overview.children] == [[]]


async def test_a_withdrawal_ends_every_link_also_what_was_delegated_and_cancels_what_is_queued(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample, clock: FrozenClock, school: object
) -> None:
    mother = await account_of(storage, sample.mother)
    await journal_of(storage, clock, school).record("journal", [grade()], silent=False)  # type: ignore[arg-type]

    ended = await privacy.withdraw(mother)

    assert [(one.student_id, one.role) for one in ended.links] == [
        (sample.petr, Role.GUARDIAN),
        (sample.masha, Role.GUARDIAN),
    ]
    assert await states(storage, sample.mother.mailbox) == ["cancelled"]
    assert await states(storage, sample.tutor.mailbox) == ["cancelled"]
    assert await states(storage, sample.father.mailbox) == ["queued"]
    async with storage.read() as uow:
        for chat in (sample.mother, sample.tutor):
            assert await uow.people.roles(chat.person, now=clock.now()) == frozenset()
        assert await uow.people.destinations([sample.mother.person]) == []
        assert await uow.people.roles(sample.father.person, now=clock.now()) == {Role.GUARDIAN}


async def test_the_school_is_told_plainly_and_the_other_parent_is_not(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample
) -> None:
    await privacy.withdraw(await account_of(storage, sample.mother))

    told = await notices(storage)
    assert sorted(told) == sorted(
        [
            ("chat_unlinked", sample.office.person),
            ("chat_unlinked", sample.office.person),
            ("trusted_ended", sample.tutor.person),
        ]
    )


async def test_the_parents_are_told_when_whom_they_trusted_withdraws(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample
) -> None:
    await privacy.withdraw(await account_of(storage, sample.tutor))

    told = {who for what, who in await notices(storage) if what == "chat_unlinked"}
    assert told == {sample.office.person, sample.mother.person, sample.father.person}


async def test_a_withdrawal_done_twice_tells_nobody_twice(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample
) -> None:
    mother = await account_of(storage, sample.mother)
    await privacy.withdraw(mother)
    before = await notices(storage)

    ended = await privacy.withdraw(mother)

    assert ended.links == []
    assert await notices(storage) == before


async def test_codes_that_she_handed_out_and_what_she_asked_for_end_with_it(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    mother = await account_of(storage, sample.mother)
    now = clock.now()
    async with storage.write() as uow:
        code = {
            "school_id": 1,
            "role": "trusted",
            "student_id": sample.petr,
            "label": "няня",
            "selector": 1,
            "verifier_hash": "",
            "issued_by_id": mother.person_id,
            "issued_at": now,
            "expires_at": now + timedelta(days=14),
        }
        await uow._connection.execute(insert(schema.access_code).values(**code, token_hash=b"t"))
        request = {"school_id": 1, "kind": "correction", "state": "open", "claims": {"what": "имя"}}
        asker = {"person_id": mother.person_id, "account_id": mother.id, "seen_in_person": False}
        times = {"created_at": now, "sent_at": now}
        await uow._connection.execute(insert(schema.request).values(**request, **asker, **times))
        await uow.commit()

    await privacy.withdraw(mother)

    async with storage.read() as uow:
        assert (await uow._connection.scalar(select(schema.access_code.c.revoked_at))) == now
        assert (await uow._connection.scalar(select(schema.request.c.state))) == "dropped"


async def test_the_office_is_warned_when_an_order_will_not_know_its_person_any_more(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    father, office = sample.father.person, sample.office.person
    async with storage.write() as uow:
        await uow.custody.bar(sample.petr, father, "an order", by=office, now=clock.now())
        await uow.commit()

    await privacy.erase(await account_of(storage, sample.father))

    assert ("order_blinded", office) in await notices(storage)


async def test_staff_who_erase_themselves_stay_in_the_roster_and_open_nothing_any_more(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    await privacy.erase(await account_of(storage, sample.teacher))

    async with storage.read() as uow:
        assert await uow.people.roles(sample.teacher.person, now=clock.now()) == frozenset()
        member = await uow.addressees.staff(sample.smirnova)
    assert member is not None
    assert member[1].family_name == "Смирнова"
    assert await notices(storage) == [("staff_unlinked", sample.office.person)]


async def test_only_the_office_erases_somebody_else(
    privacy: PrivacyService, storage: SqlStorage, sample: Sample, clock: FrozenClock
) -> None:
    for chat in (sample.father, sample.teacher, sample.tutor):
        with pytest.raises(NotEntitledError):
            await privacy.erase_for(await account_of(storage, chat), sample.mother.person)

    await privacy.erase_for(await account_of(storage, sample.office), sample.mother.person)

    async with storage.read() as uow:
        assert await uow.people.roles(sample.mother.person, now=clock.now()) == frozenset()
    with pytest.raises(NotEntitledError):
        await privacy.erase_for(await account_of(storage, sample.office), sample.mother.person)
