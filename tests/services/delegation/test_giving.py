"""A guardian's code: what it gives, and when it gives nothing."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from diary.errors import (
    AccessCodeRejectedError,
    DayNotOpenError,
    NotEntitledError,
    NothingLeftError,
    OwnCodeError,
    TooManyTrustedError,
)
from diary.models.codes import Linked
from diary.models.delegation import Preset, Term
from diary.models.entries import Kind
from diary.models.ids import BotId, SubjectId, TelegramUserId
from diary.models.people import Role
from diary.services.delegation import DelegationService
from diary.services.delegation.service import MOST
from diary.services.journal import JournalService
from storage import schema
from tests.services.delegation.conftest import NANNY, OCTOBER, Trust, newcomer
from tests.support.journal import absence, deliveries, grade, homework, rows
from tests.support.sample import BOT, Sample


async def end_guardian(trust: Trust, sample: Sample) -> None:
    """End the mother's right behind the services' back: what depends on it must see for itself."""
    async with trust.storage.write() as uow:
        mothers = (schema.link.c.person_id == sample.mother.person) & (schema.link.c.role == Role.GUARDIAN)
        await uow._connection.execute(update(schema.link).where(mothers).values(revoked_at=trust.clock.now()))
        await uow.commit()


async def test_a_nanny_gets_the_preset_its_term_and_who_gave_it(trust: Trust, sample: Sample) -> None:
    linked = await trust.redeem((await trust.code()).code)

    assert linked.role is Role.TRUSTED
    assert linked.grant is not None
    assert linked.grant.scope.kinds == frozenset({Kind.TIMETABLE_CHANGE, Kind.ATTENDANCE, Kind.HOMEWORK})
    link = (await trust.links())[-1]
    assert (link.label, link.granted_by) == ("няня", sample.mother.person)
    assert link.valid_until == linked.grant.until
    assert trust.delegation.school.today(linked.grant.until) == OCTOBER
    assert not link.scope.may_write


async def test_a_tutor_gets_the_subjects_that_were_offered_and_no_forged_one(
    trust: Trust, sample: Sample
) -> None:
    chosen = frozenset({sample.algebra, SubjectId(999_999)})

    link = await trust.nanny(preset=Preset.TUTOR, subjects=chosen, may_write=True)

    assert link.scope.kinds == frozenset({Kind.GRADE, Kind.TERM_GRADE, Kind.HOMEWORK, Kind.TEST})
    assert link.scope.subjects == frozenset({sample.algebra})
    assert link.scope.may_write


async def test_a_code_of_no_offered_subject_is_not_given(trust: Trust) -> None:
    with pytest.raises(NothingLeftError):
        await trust.code(Preset.TUTOR, subjects=frozenset({SubjectId(999_999)}))


async def test_only_a_guardian_of_the_child_gives_codes(trust: Trust, sample: Sample) -> None:
    for person in (sample.tutor.person, sample.teacher.person, sample.office.person):
        with pytest.raises(NotEntitledError):
            await trust.code(by=person)
    with pytest.raises(NotEntitledError):
        await trust.code(by=sample.father.person, student=sample.masha)


@pytest.mark.parametrize("day", [date(2026, 9, 13), date(2027, 9, 16)])
async def test_a_right_ends_from_today_on_and_within_a_year(trust: Trust, day: date) -> None:
    with pytest.raises(DayNotOpenError):
        await trust.code(until=day)


async def test_a_child_has_no_more_than_so_many_codes(trust: Trust) -> None:
    for number in range(MOST - 1):  # the sample's tutor is one already
        await trust.code(label=f"{number}")

    with pytest.raises(TooManyTrustedError):
        await trust.code()


async def test_codes_of_one_label_stand_side_by_side(trust: Trust) -> None:
    first, second = await trust.code(label=""), await trust.code(label="")

    await trust.redeem(first.code)
    await trust.redeem(second.code, TelegramUserId(9002))

    assert len(await trust.links()) == 3


async def test_a_code_whose_guardian_has_no_right_any_more_gives_nothing(
    trust: Trust, sample: Sample
) -> None:
    issued = await trust.code()
    await end_guardian(trust, sample)

    with pytest.raises(AccessCodeRejectedError):
        await trust.redeem(issued.code)


async def test_a_right_that_ends_between_the_code_and_the_consent_gives_nothing(
    trust: Trust, sample: Sample
) -> None:
    held = await trust.linking.redeem((await trust.code()).code, bot_id=BotId(BOT), user=NANNY)
    await end_guardian(trust, sample)

    with pytest.raises(AccessCodeRejectedError):
        await trust.linking.consent(held.code_id, newcomer())
    assert [link.label for link in await trust.links()] == ["репетитор"]


async def test_a_code_gives_no_more_than_its_guardian_has_when_it_is_redeemed(
    trust: Trust, sample: Sample
) -> None:
    issued = await trust.code(Preset.EVERYTHING, may_write=True)
    soon = trust.clock.now() + timedelta(days=5)
    async with trust.storage.write() as uow:
        mothers = schema.link.c.person_id == sample.mother.person
        narrowed = {"kinds": ["homework", "grade"], "may_write": False, "valid_until": soon}
        await uow._connection.execute(update(schema.link).where(mothers).values(**narrowed))
        await uow.commit()

    linked = await trust.redeem(issued.code)

    assert linked.grant is not None
    assert linked.grant.scope.kinds == frozenset({Kind.HOMEWORK, Kind.GRADE})
    assert not linked.grant.scope.may_write
    assert linked.grant.until == soon


async def test_a_guardian_who_tries_their_own_code_is_told_so_and_it_stays_good(
    trust: Trust, sample: Sample
) -> None:
    issued = await trust.code()
    for chat in (sample.mother, sample.father):
        user = TelegramUserId(chat.user)
        for _ in range(6):
            with pytest.raises(OwnCodeError):
                await trust.linking.redeem(issued.link.partition("=")[2], bot_id=BotId(BOT), user=user)

    assert (await trust.redeem(issued.code)).role is Role.TRUSTED


async def test_the_right_is_over_with_its_last_day(trust: Trust) -> None:
    link = await trust.nanny(until=date(2026, 9, 14))
    assert link in await trust.links()

    trust.clock.advance(hours=12)

    assert link.id not in {one.id for one in await trust.links()}
    assert await trust.scope_of(link.person_id) is None


async def test_a_code_dies_with_the_term_that_it_would_give(trust: Trust) -> None:
    issued = await trust.code(until=date(2026, 9, 15))
    trust.clock.advance(days=2)

    with pytest.raises(AccessCodeRejectedError):
        await trust.redeem(issued.code)


@pytest.mark.parametrize("former", ["in force", "over"])
async def test_another_code_takes_the_place_of_what_its_redeemer_has(trust: Trust, former: str) -> None:
    await trust.nanny(until=date(2026, 9, 14))
    if former == "over":
        trust.clock.advance(days=3)

    link = await trust.nanny(preset=Preset.EVERYTHING)

    theirs = [one for one in await trust.links() if one.person_id == link.person_id]
    assert [one.scope.kinds for one in theirs] == [None]


async def test_of_racing_accounts_one_wins_a_delegated_code(trust: Trust) -> None:
    issued = await trust.code()
    users = [TelegramUserId(7000 + number) for number in range(8)]

    outcomes = await asyncio.gather(
        *(trust.redeem(issued.link.partition("=")[2], user) for user in users), return_exceptions=True
    )

    assert sum(isinstance(one, Linked) for one in outcomes) == 1
    assert sum(isinstance(one, AccessCodeRejectedError) for one in outcomes) == 7


async def test_guardians_hear_whose_code_it_was(trust: Trust, sample: Sample) -> None:
    await trust.nanny(label="няня Оля")

    notices = {row.person_id: row for row in await rows(trust.storage, schema.notice)}

    assert {notices[chat.person].what for chat in (sample.mother, sample.father)} == {"trusted_linked"}
    assert notices[sample.mother.person].data["giver"] is None
    assert notices[sample.father.person].data["giver"] == "мама"
    assert notices[sample.father.person].data["label"] == "няня Оля"
    assert len(notices) == 2


async def test_a_trusted_person_is_queued_what_is_theirs_alone(
    trust: Trust, sample: Sample, journal: JournalService
) -> None:
    await trust.nanny()
    await journal.record("journal", [grade(), absence(), homework()])

    mine = [one for one in await deliveries(trust.storage) if one.chat == NANNY and one.student]

    assert {one.student for one in mine} == {sample.petr}
    assert len(mine) == 2


async def test_what_may_be_chosen_are_the_childs_subjects_and_the_terms_to_come(
    delegation: DelegationService, sample: Sample
) -> None:
    offer = await delegation.offer(sample.mother.person, sample.petr)

    assert dict(offer.subjects) == {sample.algebra: "Алгебра"}
    assert offer.days == {
        Term.WEEK: date(2026, 9, 21),
        Term.MONTH: date(2026, 10, 14),
        Term.YEAR: date(2026, 10, 25),
    }
