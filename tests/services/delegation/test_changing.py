"""Narrowing, extending and revoking what was passed on, and what the calendar does to it."""

import asyncio
from datetime import date

import pytest

from diary.errors import AccessCodeRejectedError, DayNotOpenError, NotEntitledError, NothingLeftError
from diary.models.codes import Linked
from diary.models.delegation import Preset
from diary.models.entries import Area, Kind
from diary.models.ids import BotId, CodeId, LinkId, TelegramUserId
from diary.models.people import Role
from diary.rules.timing import Timing
from diary.services.delegation import DelegationChanges, DelegationExpiry, DelegationService
from diary.services.delegation.ending import end_rights
from diary.services.journal import JournalService
from diary.services.reading import ReadingService
from storage import schema
from tests.services.delegation.conftest import NANNY, Trust, newcomer
from tests.support.journal import absence, deliveries, homework, rows
from tests.support.sample import BOT, Sample


async def told(trust: Trust, person: int) -> list[str]:
    return [row.what for row in await rows(trust.storage, schema.notice) if row.person_id == person]


async def queued(trust: Trust, chat: int) -> int:
    return sum(one.chat == chat and bool(one.student) for one in await deliveries(trust.storage))


async def end_mothers_right(trust: Trust, sample: Sample, timing: Timing) -> None:
    now = trust.clock.now()
    async with trust.storage.write() as uow:
        links = await uow.people.links(sample.mother.person, now=now)
        petr = [link for link in links if link.student_id == sample.petr]
        await end_rights(uow, timing, petr, why="order", by=sample.office.person, now=now)
        await uow.commit()


async def test_an_area_is_taken_and_given_back_and_a_second_tap_changes_nothing(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny()
    mother = sample.mother.person

    for _ in range(2):
        card = await changes.open_area(mother, link.id, Area.ABSENCES, wanted=False)
        assert card.link.scope.kinds == frozenset({Kind.TIMETABLE_CHANGE, Kind.HOMEWORK})
    card = await changes.open_area(mother, link.id, Area.GRADES, wanted=True)

    assert card.link.scope.kinds == frozenset(
        {
            Kind.TIMETABLE_CHANGE,
            Kind.HOMEWORK,
            Kind.GRADE,
            Kind.TERM_GRADE,
        }
    )
    assert await trust.scope_of(link.person_id) == card.link.scope
    assert (await told(trust, link.person_id)).count("trusted_changed") == 2


async def test_several_changes_in_a_row_are_told_once(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny()
    for area in (Area.ABSENCES, Area.HOMEWORK):
        await changes.open_area(sample.mother.person, link.id, area, wanted=False)

    on_their_way = [one for one in await deliveries(trust.storage) if one.chat == NANNY]

    assert len(on_their_way) == 1


async def test_of_everything_one_area_may_be_taken(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny(preset=Preset.EVERYTHING)

    card = await changes.open_area(sample.father.person, link.id, Area.REMARKS, wanted=False)
    assert card.link.scope.kinds == frozenset(Kind) - Area.REMARKS.kinds
    card = await changes.open_area(sample.father.person, link.id, Area.REMARKS, wanted=True)

    assert card.link.scope.kinds is None


async def test_the_last_thing_is_not_taken_away_but_revoked(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny(preset=Preset.TUTOR, subjects=frozenset({sample.algebra}))
    mother = sample.mother.person
    with pytest.raises(NothingLeftError):
        await changes.open_subject(mother, link.id, sample.algebra, wanted=False)
    await changes.open_area(mother, link.id, Area.GRADES, wanted=False)
    await changes.open_area(mother, link.id, Area.TESTS, wanted=False)

    with pytest.raises(NothingLeftError):
        await changes.open_area(mother, link.id, Area.HOMEWORK, wanted=False)

    assert (await trust.scope_of(link.person_id) or link.scope).kinds == frozenset({Kind.HOMEWORK})


async def test_subjects_and_writing_are_given_and_taken(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny(preset=Preset.TUTOR, subjects=frozenset({sample.algebra}))
    mother = sample.mother.person

    await changes.open_subject(mother, link.id, sample.english, wanted=True)
    await changes.let_write(mother, link.id, wanted=True)
    card = await changes.open_subject(mother, link.id, sample.algebra, wanted=False)

    assert card.link.scope.subjects == frozenset({sample.english})
    assert card.link.scope.may_write


async def test_the_last_day_is_moved_both_ways_within_a_year(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    link = await trust.nanny()
    mother, today = sample.mother.person, trust.delegation.school.today
    for day in (date(2026, 12, 1), date(2026, 9, 20)):
        card = await changes.set_last_day(mother, link.id, day)
        assert card.link.valid_until is not None
        assert today(card.link.valid_until) == day

    for day in (date(2026, 9, 13), date(2027, 9, 16)):
        with pytest.raises(DayNotOpenError):
            await changes.set_last_day(mother, link.id, day)


async def test_only_guardians_of_the_child_see_and_change(
    trust: Trust, changes: DelegationChanges, delegation: DelegationService, sample: Sample
) -> None:
    link = await trust.nanny()
    issued = await trust.code(label="ещё")
    for person in (link.person_id, sample.tutor.person, sample.teacher.person, sample.office.person):
        for attempt in (
            delegation.children(person),
            delegation.page(person, sample.petr),
            delegation.card(person, link.id),
            delegation.code_card(person, issued.id),
            delegation.offer(person, sample.petr),
            changes.open_area(person, link.id, Area.GRADES, wanted=True),
            changes.open_subject(person, link.id, sample.algebra, wanted=True),
            changes.let_write(person, link.id, wanted=True),
            changes.set_last_day(person, link.id, date(2026, 12, 1)),
            changes.revoke(person, link.id),
            changes.revoke_code(person, issued.id),
        ):
            with pytest.raises(NotEntitledError):
                await attempt
    assert link in await trust.links()
    assert (await trust.redeem(issued.code, NANNY)).grant is not None


async def test_a_guardians_own_right_and_other_peoples_codes_are_out_of_reach(
    trust: Trust, changes: DelegationChanges, sample: Sample
) -> None:
    fathers = LinkId((await rows(trust.storage, schema.link))[2].id)
    with pytest.raises(NotEntitledError):
        await changes.revoke(sample.mother.person, fathers)
    with pytest.raises(NotEntitledError):
        await changes.revoke_code(sample.mother.person, CodeId(999))


async def test_both_guardians_see_the_list_and_when_somebody_last_looked(
    trust: Trust, delegation: DelegationService, reading: ReadingService, sample: Sample
) -> None:
    link = await trust.nanny()
    await trust.code(label="бабушка")
    seen = trust.clock.advance(hours=1)
    await reading.day(link.person_id)

    pages = [await delegation.page(chat.person, sample.petr) for chat in (sample.mother, sample.father)]

    for page in pages:
        assert [(one.label, one.last_seen) for one in page.links] == [("репетитор", None), ("няня", seen)]
        assert [one.label for one in page.codes] == ["бабушка"]


async def test_revoking_ends_the_right_and_what_is_queued_and_tells_the_holder_and_the_giver(
    trust: Trust, changes: DelegationChanges, journal: JournalService, sample: Sample
) -> None:
    link = await trust.nanny()
    await journal.record("journal", [absence(), homework()])
    assert await queued(trust, NANNY) == 2

    await changes.revoke(sample.father.person, link.id)

    assert await queued(trust, NANNY) == 0
    assert await queued(trust, sample.mother.user) == 3
    assert await trust.scope_of(link.person_id) is None
    assert "trusted_ended" in await told(trust, link.person_id)
    assert (await told(trust, sample.mother.person))[-1] == "trusted_revoked"
    with pytest.raises(NotEntitledError):
        await changes.revoke(sample.father.person, link.id)


async def test_a_revoked_code_gives_nothing(trust: Trust, changes: DelegationChanges, sample: Sample) -> None:
    issued = await trust.code()

    await changes.revoke_code(sample.father.person, issued.id)

    with pytest.raises(AccessCodeRejectedError):
        await trust.redeem(issued.code)


async def test_with_a_guardians_right_goes_what_they_passed_on(
    trust: Trust, journal: JournalService, sample: Sample, timing: Timing
) -> None:
    link = await trust.nanny()
    kept = await trust.code(by=sample.father.person, label="дедушка")
    waiting = await trust.code(label="бабушка")
    await journal.record("journal", [absence()])

    await end_mothers_right(trust, sample, timing)

    assert await trust.links() == []
    assert await queued(trust, NANNY) == await queued(trust, sample.mother.user) == 0
    assert await queued(trust, sample.father.user) == 1
    assert "trusted_ended" in await told(trust, link.person_id)
    with pytest.raises(AccessCodeRejectedError):
        await trust.redeem(waiting.code)
    assert (await trust.redeem(kept.code)).role is Role.TRUSTED


async def test_whoever_has_another_right_on_the_child_keeps_what_is_queued(
    trust: Trust, changes: DelegationChanges, journal: JournalService, sample: Sample
) -> None:
    link = await trust.nanny(preset=Preset.EVERYTHING)
    async with trust.storage.write() as uow:
        values = {"person_id": link.person_id, "student_id": sample.petr, "role": "student"}
        await uow._connection.execute(
            schema.link.insert().values(**values, may_write=False, created_at=trust.clock.now())
        )
        await uow.commit()
    await journal.record("journal", [absence()])

    await changes.revoke(sample.mother.person, link.id)

    assert await queued(trust, NANNY) == 1


async def test_the_end_is_told_three_days_before_once_and_again_when_it_was_moved(
    trust: Trust, changes: DelegationChanges, expiry: DelegationExpiry, sample: Sample
) -> None:
    link = await trust.nanny()
    mother = sample.mother.person
    trust.clock.set(trust.clock.now().replace(month=10, day=10))
    assert await expiry.tell_of_ends() == 0

    trust.clock.advance(days=1)
    assert [await expiry.tell_of_ends() for _ in range(3)] == [1, 0, 0]

    await changes.set_last_day(mother, link.id, date(2026, 10, 30))
    assert await expiry.tell_of_ends() == 0
    trust.clock.set(trust.clock.now().replace(day=27))
    assert await expiry.tell_of_ends() == 1
    assert (await told(trust, link.person_id)).count("trusted_ending") == 2
    assert (await told(trust, mother)).count("trusted_ending_soon") == 2


async def test_a_term_of_days_needs_no_warning(trust: Trust, expiry: DelegationExpiry) -> None:
    await trust.nanny(until=date(2026, 9, 16))

    assert await expiry.tell_of_ends() == 0


async def test_what_is_over_is_ended_once_with_what_is_queued(
    trust: Trust, expiry: DelegationExpiry, journal: JournalService
) -> None:
    link = await trust.nanny(until=date(2026, 9, 14))
    await journal.record("journal", [absence()])
    assert await expiry.end_what_is_over() == 0
    trust.clock.advance(days=1)

    assert [await expiry.end_what_is_over() for _ in range(2)] == [1, 0]

    assert await queued(trust, NANNY) == 0
    assert await told(trust, link.person_id) == ["trusted_ended"]


async def test_a_code_redeemed_while_its_guardians_right_ends_leaves_no_right(
    trust: Trust, sample: Sample, timing: Timing
) -> None:
    codes = [await trust.code(label=f"няня {'абвгдежз'[number]}") for number in range(8)]
    held = [
        await trust.linking.redeem(one.code, bot_id=BotId(BOT), user=TelegramUserId(8000 + number))
        for number, one in enumerate(codes)
    ]

    consents = [
        trust.linking.consent(one.code_id, newcomer(TelegramUserId(8000 + number)))
        for number, one in enumerate(held)
    ]
    ending = end_mothers_right(trust, sample, timing)
    outcomes = await asyncio.gather(*consents[:4], ending, *consents[4:], return_exceptions=True)

    assert all(isinstance(one, Linked | AccessCodeRejectedError) for one in outcomes if one is not None)
    assert [one for one in await trust.links() if one.granted_by == sample.mother.person] == []
