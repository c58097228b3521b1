"""Applications and what the office decides, on both engines."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Table, func, select, update

from diary.errors import (
    AccessCodeRejectedError,
    BarredError,
    ClaimMissingError,
    ClaimUnreadableError,
    CodeShownError,
    ConsentChangedError,
    NoMatchError,
    NotEntitledError,
    NotSeenInPersonError,
    RequestDecidedError,
    RequestOpenError,
    TooManyRequestsError,
)
from diary.models.codes import Newcomer
from diary.models.ids import BotId, ChatId, CodeId, LinkId, RequestId, StaffId, StudentId, TelegramUserId
from diary.models.occasions import Occasion
from diary.models.people import Account, Role
from diary.models.requests import Handing, Refusal, RequestKind
from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.codes import CodesService
from diary.services.custody import CustodyService
from diary.services.linking import LinkingService
from diary.services.people import PeopleService
from diary.services.recovery import RecoveryService
from diary.services.requests.applying import ApplyingService
from diary.services.requests.approving import ApprovingService
from diary.services.requests.asking import AskingService
from diary.services.requests.deciding import DecidingService
from diary.services.requests.desk import DeskService
from diary.services.requests.granting import Granting
from diary.services.requests.upkeep import RequestsUpkeep
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows
from tests.support.sample import BOT, Chat, Sample
from tests.support.shown import account_of

VERSION = "2026-1"
CHILD = {
    "who": "mother",
    "family_name": "Иванов",
    "given_name": "Петр",
    "birth_date": "2013-05-01",
    "class_name": "7 Б",
}
STAFF = {"family_name": "Орлов", "given_name": "Иван", "position": "учитель"}


engine_name = both_engines


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    applying: ApplyingService
    asking: AskingService
    desk: DeskService
    approving: ApprovingService
    deciding: DecidingService
    recovery: RecoveryService
    upkeep: RequestsUpkeep
    clock: FrozenClock
    storage: SqlStorage
    secretary: Account

    async def applicant(self, user: int = 9001) -> Account:
        return await self.applying.consent(newcomer(user), shown=VERSION)

    async def apply(self, kind: RequestKind = RequestKind.GUARDIAN, user: int = 9001) -> RequestId:
        claims = STAFF if kind is RequestKind.STAFF else CHILD
        return await self.applying.submit(await self.applicant(user), kind, claims)

    async def seen(self, request_id: RequestId) -> None:
        await self.desk.set_seen(self.secretary, request_id, seen=True)

    async def code_of(self, request_id: RequestId) -> CodeId:
        card = await self.desk.card(self.secretary, request_id)
        assert card.request.code_id is not None
        return card.request.code_id

    async def told(self, what: str) -> list[int]:
        found = await rows(self.storage, schema.notice)
        return [one.person_id for one in found if one.what == what]

    async def chase(self) -> None:
        await self.upkeep.chase(self.occasion())

    def occasion(self) -> Occasion:
        return Occasion(due=self.clock.now(), now=self.clock.now())


def newcomer(user: int = 9001) -> Newcomer:
    return Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")


@pytest.fixture
async def office(
    storage: SqlStorage,
    clock: FrozenClock,
    school: School,
    timing: Timing,
    verifiers: Verifiers,
    sample: Sample,
) -> Office:
    granting = Granting(verifiers=verifiers, bot_username=lambda: "diary_bot")
    return Office(
        applying=ApplyingService(
            storage=storage, clock=clock, school=school, timing=timing, consent_version=VERSION
        ),
        asking=AskingService(storage=storage, clock=clock, school=school, timing=timing, granting=granting),
        desk=DeskService(storage=storage, clock=clock),
        approving=ApprovingService(
            storage=storage, clock=clock, timing=timing, granting=granting, consent_version=VERSION
        ),
        deciding=DecidingService(storage=storage, clock=clock, school=school, timing=timing),
        recovery=RecoveryService(storage=storage, clock=clock, timing=timing, granting=granting),
        upkeep=RequestsUpkeep(storage=storage, school=school, timing=timing),
        clock=clock,
        storage=storage,
        secretary=await account_of(storage, sample.office),
    )


async def count(storage: SqlStorage, table: Table) -> int:
    async with storage.read() as uow:
        return int(await uow._connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_an_applicant_has_no_rights(office: Office, people: PeopleService) -> None:
    await office.apply()

    visitor = await people.who(BotId(BOT), TelegramUserId(9001))

    assert visitor is not None
    assert visitor.roles == frozenset()


async def test_nothing_is_sent_without_consent(office: Office) -> None:
    applicant = await office.applicant()
    stranger = replace(applicant, person_id=office.secretary.person_id)

    with pytest.raises(ConsentChangedError):
        await office.applying.consent(newcomer(77), shown="2020-1")
    with pytest.raises(NotEntitledError):
        await office.applying.submit(stranger, RequestKind.GUARDIAN, CHILD)


async def test_an_incomplete_or_forged_application_is_refused(office: Office) -> None:
    applicant = await office.applicant()

    with pytest.raises(ClaimMissingError):
        await office.applying.submit(applicant, RequestKind.GUARDIAN, {**CHILD, "class_name": ""})
    with pytest.raises(ClaimUnreadableError):
        await office.applying.submit(applicant, RequestKind.GUARDIAN, {**CHILD, "who": "anybody"})
    with pytest.raises(NotEntitledError):
        await office.applying.submit(applicant, RequestKind.CORRECTION, CHILD)


async def test_one_application_of_a_kind_is_open_and_five_a_day_are_enough(office: Office) -> None:
    applicant = await office.applicant()
    for _ in range(5):
        request_id = await office.applying.submit(applicant, RequestKind.GUARDIAN, CHILD)
        with pytest.raises(RequestOpenError):
            await office.applying.submit(applicant, RequestKind.GUARDIAN, CHILD)
        await office.applying.drop(applicant, request_id)

    with pytest.raises(TooManyRequestsError):
        await office.applying.submit(applicant, RequestKind.GUARDIAN, CHILD)
    office.clock.advance(days=1)
    await office.applying.submit(applicant, RequestKind.GUARDIAN, CHILD)


async def test_racing_applications_are_one(office: Office) -> None:
    applicant = await office.applicant()
    tries = [office.applying.submit(applicant, RequestKind.GUARDIAN, CHILD) for _ in range(5)]

    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(isinstance(one, RequestOpenError) for one in outcomes) == 4


async def test_the_office_alone_sees_and_decides(office: Office, storage: SqlStorage, sample: Sample) -> None:
    request_id = await office.apply()
    for chat in (sample.mother, sample.teacher):
        other = await account_of(storage, chat)
        with pytest.raises(NotEntitledError):
            await office.desk.page(other)
        with pytest.raises(NotEntitledError):
            await office.desk.card(other, request_id)
        with pytest.raises(NotEntitledError):
            await office.desk.set_seen(other, request_id, seen=True)
        with pytest.raises(NotEntitledError):
            await office.deciding.refuse(other, request_id, reason=Refusal.DIFFERS)
        with pytest.raises(NotEntitledError):
            await office.deciding.ask_back(other, request_id, "?")
        with pytest.raises(NotEntitledError):
            await office.approving.approve_guardian(other, request_id, sample.petr, label="")
        with pytest.raises(NotEntitledError):
            await office.recovery.find(other, "Иванов")


async def test_who_looked_at_a_request_and_who_saw_the_person_is_in_the_audit(
    office: Office, storage: SqlStorage, sample: Sample
) -> None:
    request_id = await office.apply()
    await office.desk.open(office.secretary, request_id, chosen=sample.petr)
    for seen in (True, True, False):
        await office.desk.set_seen(office.secretary, request_id, seen=seen)

    written = [one for one in await rows(storage, schema.audit) if one.subject_id == request_id]
    by_office = [one for one in written if one.actor_id == office.secretary.person_id]
    assert [one.action for one in by_office] == ["read", "request_seen", "request_unseen"]
    assert {one.person_id for one in by_office} == {written[0].actor_id}
    assert (by_office[0].student_id, by_office[0].detail) == (sample.petr, {"page": "request"})


async def test_the_card_compares_the_claims_with_the_roster(
    office: Office, storage: SqlStorage, sample: Sample
) -> None:
    async with storage.write() as uow:
        born = update(schema.student).where(schema.student.c.id == sample.petr)
        await uow._connection.execute(born.values(birth_date=date(2013, 5, 1)))
        await uow.commit()
    card = await office.desk.card(office.secretary, await office.apply())

    found = [(one.student.id, one.name, one.birth_date, one.class_name) for one in card.candidates]
    assert found[0] == (sample.petr, "same", "same", "same")
    assert card.chosen == sample.petr
    assert {one.link.label for one in card.holders} >= {"мама", "папа"}


async def test_nothing_is_approved_unseen_or_for_a_child_who_is_not_meant(
    office: Office, sample: Sample
) -> None:
    request_id = await office.apply()
    with pytest.raises(NotSeenInPersonError):
        await office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="мама")
    await office.seen(request_id)

    with pytest.raises(NoMatchError):
        await office.approving.approve_guardian(office.secretary, request_id, StudentId(999), label="мама")
    assert await office.told("request_approved") == []


async def test_an_approved_applicant_is_linked_by_their_own_consent_alone(
    office: Office, linking: LinkingService, people: PeopleService, sample: Sample
) -> None:
    request_id = await office.apply()
    await office.seen(request_id)
    await office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="мама")
    code_id = await office.code_of(request_id)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(code_id, newcomer(77))
    await linking.refuse(code_id, user=TelegramUserId(9001))
    office.clock.advance(days=13)
    linked = await linking.consent(code_id, newcomer())

    assert linked.student is not None
    assert linked.student.id == sample.petr
    visitor = await people.who(BotId(BOT), TelegramUserId(9001))
    assert visitor is not None
    assert visitor.roles == {Role.GUARDIAN}
    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(code_id, newcomer())


async def test_of_racing_decisions_one_counts(office: Office, sample: Sample) -> None:
    request_id = await office.apply()
    await office.seen(request_id)
    approvals = [
        office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="мама")
        for _ in range(3)
    ]
    refusals = [
        office.deciding.refuse(office.secretary, request_id, reason=Refusal.DIFFERS) for _ in range(3)
    ]

    outcomes = await asyncio.gather(*approvals, *refusals, return_exceptions=True)

    assert sum(isinstance(one, RequestDecidedError) for one in outcomes) == 5
    assert len(await office.told("request_approved") + await office.told("request_refused")) == 1


async def test_a_staff_application_gives_the_roster_s_role(
    office: Office, linking: LinkingService, sample: Sample
) -> None:
    request_id = await office.apply(RequestKind.STAFF)
    await office.seen(request_id)
    card = await office.desk.card(office.secretary, request_id)
    assert [one.employee.id for one in card.employees] == [sample.orlov]
    with pytest.raises(NoMatchError):
        await office.approving.approve_staff(office.secretary, request_id, StaffId(999))

    await office.approving.approve_staff(office.secretary, request_id, sample.orlov)
    linked = await linking.consent(await office.code_of(request_id), newcomer())

    assert linked.role is Role.TEACHER


async def test_what_is_asked_back_waits_for_the_asker(office: Office) -> None:
    request_id = await office.apply()
    applicant = await office.applicant()
    with pytest.raises(RequestDecidedError):
        await office.applying.answer(applicant, request_id, "?")
    await office.deciding.ask_back(office.secretary, request_id, "Кто вы?")
    with pytest.raises(RequestDecidedError):
        await office.deciding.ask_back(office.secretary, request_id, "Кто вы?")
    with pytest.raises(NotEntitledError):
        await office.applying.answer(await office.applicant(77), request_id, "Я")

    await office.applying.answer(applicant, request_id, "Мама")

    card = await office.desk.card(office.secretary, request_id)
    assert (card.request.state, card.request.claims["answer"]) == ("open", "Мама")


async def test_what_people_wrote_stands_in_the_request_and_with_the_asker_alone(office: Office) -> None:
    request_id = await office.apply()
    await office.deciding.refuse(office.secretary, request_id, words="Иванов — не ваш сын")

    audit = await rows(office.storage, schema.audit)
    assert not any("Иванов" in str(one.detail) for one in audit)
    notices = await rows(office.storage, schema.notice)
    assert {one.person_id for one in notices if "Иванов" in str(one.data)} <= {
        (await office.applicant()).person_id
    }


async def test_the_office_is_reminded_once_after_three_working_days(office: Office) -> None:
    office.clock.set(datetime(2026, 9, 18, 9, 0, tzinfo=UTC))
    request_id = await office.apply()
    for day in (21, 22):
        office.clock.set(datetime(2026, 9, day, 9, 0, tzinfo=UTC))
        await office.chase()
    assert await office.told("request_waiting") == []

    office.clock.set(datetime(2026, 9, 23, 9, 0, tzinfo=UTC))
    await asyncio.gather(office.chase(), office.chase())
    await office.chase()
    assert await office.told("request_waiting") == [office.secretary.person_id]

    await office.deciding.ask_back(office.secretary, request_id, "Кто вы?")
    await office.applying.answer(await office.applicant(), request_id, "Мама")
    office.clock.advance(days=7)
    await office.chase()
    assert len(await office.told("request_waiting")) == 2


async def test_what_is_over_is_erased_after_thirty_days_and_the_applicant_with_it(
    office: Office, people: PeopleService
) -> None:
    await office.deciding.refuse(office.secretary, await office.apply(), reason=Refusal.NOT_SHOWN)
    left = await office.apply(user=77)
    await office.deciding.ask_back(office.secretary, left, "Кто вы?")
    waiting = await office.apply(user=78)
    office.clock.advance(days=29)
    await office.upkeep.erase(office.occasion())
    assert await count(office.storage, schema.request) == 3

    office.clock.advance(days=2)
    await office.upkeep.erase(office.occasion())

    (kept,) = await rows(office.storage, schema.request)
    assert kept.id == waiting
    assert await people.who(BotId(BOT), TelegramUserId(9001)) is None
    assert await people.who(BotId(BOT), TelegramUserId(77)) is None
    assert await people.who(BotId(BOT), TelegramUserId(78)) is not None
    assert not any(one.telegram_user_id == 9001 for one in await rows(office.storage, schema.account))
    assert await people.who(BotId(BOT), office.secretary.telegram_user_id) is not None


async def test_who_only_consented_is_erased_too(office: Office, people: PeopleService) -> None:
    await office.applicant()
    office.clock.advance(days=31)

    await office.upkeep.erase(office.occasion())

    assert await people.who(BotId(BOT), TelegramUserId(9001)) is None


async def test_the_second_parents_code_is_made_once_and_only_where_the_office_said_so(
    office: Office, storage: SqlStorage, sample: Sample
) -> None:
    mother = await account_of(storage, sample.mother)
    request_id = await office.asking.second_code(mother, sample.petr)
    with pytest.raises(RequestOpenError):
        await office.asking.second_code(mother, sample.petr)
    with pytest.raises(NotEntitledError):
        await office.asking.take_code(mother, request_id, label="второй")

    code = await office.approving.approve_second_code(
        office.secretary, request_id, Handing.IN_CHAT, label="второй"
    )
    assert code is None
    with pytest.raises(NotEntitledError):
        await office.asking.take_code(await account_of(storage, sample.father), request_id, label="второй")
    taken = await asyncio.gather(
        *(office.asking.take_code(mother, request_id, label="второй") for _ in range(3)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, CodeShownError) for one in taken) == 2
    assert "start=" in next(one.link for one in taken if not isinstance(one, BaseException))


@pytest.mark.parametrize("who", ["tutor", "teacher", "office"])
async def test_only_a_guardian_asks_about_a_child(
    office: Office, storage: SqlStorage, sample: Sample, who: str
) -> None:
    chat: Chat = getattr(sample, who)
    other = await account_of(storage, chat)

    with pytest.raises(NotEntitledError):
        await office.asking.second_code(other, sample.petr)
    with pytest.raises(NotEntitledError):
        await office.asking.correction(other, sample.petr, "не так")


async def test_a_father_asks_nothing_about_another_s_child(
    office: Office, storage: SqlStorage, sample: Sample
) -> None:
    father = await account_of(storage, sample.father)

    with pytest.raises(NotEntitledError):
        await office.asking.child(father, sample.masha)
    with pytest.raises(NotEntitledError):
        await office.recovery.cut_off(father, sample.masha, sample.mother.person)
    with pytest.raises(NotEntitledError):
        await office.recovery.cut_off(father, sample.petr, sample.father.person)
    with pytest.raises(NotEntitledError):
        await office.recovery.cut_off(father, sample.petr, sample.teacher.person)


async def test_a_cut_off_account_keeps_its_links_and_gets_them_back(
    office: Office, storage: SqlStorage, people: PeopleService, linking: LinkingService, sample: Sample
) -> None:
    father = await account_of(storage, sample.father)
    assert await office.recovery.cut_off(father, sample.petr, sample.mother.person)
    assert not await office.recovery.cut_off(father, sample.petr, sample.mother.person)
    assert await people.who(BotId(BOT), TelegramUserId(sample.mother.user)) is None
    async with storage.read() as uow:
        assert await uow.people.destinations([sample.mother.person]) == []
        assert len(await uow.people.links(sample.mother.person, now=office.clock.now())) == 2

    request_id = await office.apply(RequestKind.RECOVERY)
    await office.seen(request_id)
    with pytest.raises(NoMatchError):
        await office.approving.approve_recovery(
            office.secretary, request_id, sample.petr, sample.teacher.person
        )
    await office.approving.approve_recovery(office.secretary, request_id, sample.petr, sample.mother.person)
    linked = await linking.consent(await office.code_of(request_id), newcomer())

    assert linked.moved
    visitor = await people.who(BotId(BOT), TelegramUserId(9001))
    assert visitor is not None
    assert visitor.account.person_id == sample.mother.person
    async with storage.read() as uow:
        (place,) = await uow.people.destinations([sample.mother.person])
    assert place.chat_id == 9001


async def test_a_group_is_heard_in_again_after_the_recovery(
    office: Office, storage: SqlStorage, linking: LinkingService, sample: Sample
) -> None:
    now = office.clock.now()
    async with storage.write() as uow:
        group = await uow.accounts.open_mailbox(BotId(BOT), ChatId(-500), private=False, locale="ru")
        await uow.accounts.add_destination(sample.mother.person, group, now=now)
        await uow.commit()
    office.clock.advance(hours=1)
    await office.recovery.cut_off(office.secretary, sample.petr, sample.mother.person)
    async with storage.read() as uow:
        assert await uow.people.destinations([sample.mother.person]) == []

    request_id = await office.apply(RequestKind.RECOVERY)
    await office.seen(request_id)
    await office.approving.approve_recovery(office.secretary, request_id, sample.petr, sample.mother.person)
    await linking.consent(await office.code_of(request_id), newcomer())

    async with storage.read() as uow:
        places = await uow.people.destinations([sample.mother.person])
    assert {place.chat_id for place in places} == {9001, -500}


async def test_a_thief_s_handover_dies_with_the_stolen_account(
    office: Office, storage: SqlStorage, linking: LinkingService, sample: Sample
) -> None:
    code = await office.recovery.hand_over(await account_of(storage, sample.mother))
    await office.recovery.cut_off(office.secretary, sample.petr, sample.mother.person)

    with pytest.raises(AccessCodeRejectedError):
        await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(9001))


async def test_a_handover_ends_with_its_day(
    office: Office, storage: SqlStorage, linking: LinkingService, sample: Sample
) -> None:
    code = await office.recovery.hand_over(await account_of(storage, sample.mother))
    office.clock.advance(hours=24)

    with pytest.raises(AccessCodeRejectedError):
        await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(9001))


async def test_who_has_nothing_hands_nothing_over(office: Office) -> None:
    with pytest.raises(NotEntitledError):
        await office.recovery.hand_over(await office.applicant())


async def test_an_employee_s_older_account_ends_with_the_approval(
    office: Office, storage: SqlStorage, people: PeopleService, linking: LinkingService, sample: Sample
) -> None:
    claims = {"family_name": "Смирнова", "given_name": "Анна", "position": "учитель"}
    request_id = await office.applying.submit(await office.applicant(), RequestKind.STAFF, claims)
    await office.seen(request_id)
    card = await office.desk.card(office.secretary, request_id)
    assert [one.employee.reachable for one in card.employees] == [True]

    await office.approving.approve_staff(office.secretary, request_id, sample.smirnova)
    assert await people.who(BotId(BOT), TelegramUserId(sample.teacher.user)) is None
    await linking.consent(await office.code_of(request_id), newcomer())

    visitor = await people.who(BotId(BOT), TelegramUserId(9001))
    assert visitor is not None
    assert visitor.account.person_id == sample.smirnova_person


async def test_what_was_approved_is_offered_until_it_is_consented_to(
    office: Office, linking: LinkingService, sample: Sample
) -> None:
    request_id = await office.apply()
    applicant = await office.applicant()
    await office.seen(request_id)
    await office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="мама")
    (granted,) = await office.applying.granted(applicant)
    assert granted.code_id == await office.code_of(request_id)
    assert await office.applying.granted(await office.applicant(77)) == []

    await linking.consent(granted.code_id, newcomer(), shown=granted.consent_version)

    assert await office.applying.granted(applicant) == []


async def approved(office: Office, sample: Sample, user: int) -> CodeId:
    request_id = await office.apply(user=user)
    await office.seen(request_id)
    await office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="мама")
    return await office.code_of(request_id)


async def test_two_who_are_called_the_same_are_both_let_in(
    office: Office, linking: LinkingService, codes: CodesService, sample: Sample
) -> None:
    first, second = [await approved(office, sample, user) for user in (9001, 9002)]
    printed = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")

    for code_id, user in ((first, 9001), (second, 9002)):
        assert (await linking.consent(code_id, newcomer(user))).student is not None

    assert (await linking.redeem(printed.code, bot_id=BotId(BOT), user=TelegramUserId(77))).code_id


async def test_who_is_approved_twice_has_one_code(
    office: Office, linking: LinkingService, sample: Sample
) -> None:
    first, second = [await approved(office, sample, 9001) for _ in range(2)]

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(first, newcomer())
    assert (await linking.consent(second, newcomer())).student is not None


async def test_a_guardian_whom_the_office_approves_once_more_is_told_that_it_is_done(
    office: Office, linking: LinkingService, sample: Sample
) -> None:
    code_id = await approved(office, sample, sample.father.user)

    assert (await linking.consent(code_id, newcomer(sample.father.user))).student is not None


async def test_an_applicant_whom_an_order_keeps_out_is_not_approved(office: Office, sample: Sample) -> None:
    storage, clock = office.storage, office.clock
    father = await account_of(storage, sample.father)
    (link,) = [one for one in await rows(storage, schema.link) if one.person_id == father.person_id]
    timing = Timing(school=office.deciding.school, coalesce=timedelta(), hold=timedelta())
    custody = CustodyService(storage=storage, clock=clock, timing=timing)
    await custody.keep_out(office.secretary, LinkId(link.id), "Решение суда № 2-1234")
    request_id = await office.apply(user=sample.father.user)
    await office.desk.set_seen(office.secretary, request_id, seen=True)

    with pytest.raises(BarredError):
        await office.approving.approve_guardian(office.secretary, request_id, sample.petr, label="папа")

    card = await office.desk.card(office.secretary, request_id, chosen=sample.petr)
    assert (card.request.undecided, card.barred) == (True, 1)


async def test_who_is_kept_out_becomes_no_other_person_of_the_child(
    office: Office, storage: SqlStorage, linking: LinkingService, timing: Timing, sample: Sample
) -> None:
    code = await office.recovery.hand_over(await account_of(storage, sample.mother))
    custody = CustodyService(storage=storage, clock=office.clock, timing=timing)
    (link,) = [one for one in await rows(storage, schema.link) if one.person_id == sample.father.person]
    await custody.keep_out(office.secretary, LinkId(link.id), "Решение суда № 2-1234")

    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(sample.father.user))
    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(held.code_id, newcomer(sample.father.user))

    request_id = await office.apply(RequestKind.RECOVERY, user=sample.father.user)
    await office.seen(request_id)
    with pytest.raises(BarredError):
        await office.approving.approve_recovery(
            office.secretary, request_id, sample.petr, sample.mother.person
        )


async def test_a_trusted_person_moves_with_what_they_were_trusted_with(
    office: Office, storage: SqlStorage, linking: LinkingService, sample: Sample
) -> None:
    tutor = await account_of(storage, sample.tutor)
    code = await office.recovery.hand_over(tutor)

    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=TelegramUserId(9001))
    await linking.consent(held.code_id, newcomer())

    async with storage.read() as uow:
        (link,) = await uow.people.links(tutor.person_id, now=office.clock.now())
        (place,) = await uow.people.destinations([tutor.person_id])
    assert (link.role, place.chat_id) == (Role.TRUSTED, 9001)
