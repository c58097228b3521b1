import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from diary.errors import AccessCodeRejectedError, OwnCodeError, TooManyTriesError, UsedCodeError
from diary.models.codes import IssuedCode, Linked, Newcomer
from diary.models.ids import BotId, ChatId, TelegramUserId
from diary.models.people import Role
from diary.services.codes import CodesService
from diary.services.linking import LinkingService
from diary.services.people import PeopleService
from diary.services.tries import ALARM_AT
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import rows
from tests.support.sample import BOT, Sample

STRANGER = TelegramUserId(9001)
WRONG = "0000-0000-0000"


def newcomer(user: int = STRANGER) -> Newcomer:
    return Newcomer(bot_id=BotId(BOT), chat_id=ChatId(user), user=TelegramUserId(user), locale="ru")


async def link(linking: LinkingService, secret: str, user: int = STRANGER) -> Linked:
    held = await linking.redeem(secret, bot_id=BotId(BOT), user=TelegramUserId(user))
    return await linking.consent(held.code_id, newcomer(user))


async def redeem(linking: LinkingService, secret: str, user: int = STRANGER) -> None:
    await linking.redeem(secret, bot_id=BotId(BOT), user=TelegramUserId(user))


@pytest.fixture
async def code(codes: CodesService, sample: Sample) -> IssuedCode:
    return await codes.issue(role=Role.GUARDIAN, student_external="s1", label="бабушка")


async def test_a_guardian_is_linked_only_with_their_consent(
    linking: LinkingService, people: PeopleService, code: IssuedCode
) -> None:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=STRANGER)
    assert await people.who(BotId(BOT), STRANGER) is None

    linked = await linking.consent(held.code_id, newcomer())

    assert linked.student is not None
    assert (linked.role, linked.student.name.given_name) == (Role.GUARDIAN, "Пётр")
    visitor = await people.who(BotId(BOT), STRANGER)
    assert visitor is not None
    assert visitor.roles == {Role.GUARDIAN}
    (child,) = await people.children(visitor.account)
    assert (child.student.external_id, child.link.label) == ("s1", "бабушка")
    async with people.storage.read() as uow:
        given = await uow.consents.given(visitor.account.person_id)
    assert given is not None
    assert (given.version, given.locale) == ("2026-1", "ru")


async def test_a_new_guardian_hears_of_the_child_in_their_chat(
    linking: LinkingService, storage: SqlStorage, sample: Sample, clock: FrozenClock, code: IssuedCode
) -> None:
    await link(linking, code.code)

    async with storage.read() as uow:
        recipients = await uow.people.recipients([sample.petr], now=clock.now())
    assert STRANGER in {int(recipient.mailbox.chat_id) for recipient in recipients}


async def test_the_deep_link_redeems_the_same_code(linking: LinkingService, code: IssuedCode) -> None:
    linked = await link(linking, code.link.partition("start=")[2])

    assert linked.role is Role.GUARDIAN
    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, code.code, user=77)


@pytest.mark.parametrize("why", ["wrong", "spent", "expired", "revoked", "held", "reissued", "left"])
async def test_every_bad_code_gets_the_same_answer(
    why: str,
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    code: IssuedCode,
) -> None:
    secret = code.code
    match why:
        case "wrong":
            secret = WRONG
        case "spent":
            await link(linking, code.code, user=77)
        case "expired":
            clock.advance(days=14)
        case "revoked":
            await codes.revoke(code.id)
        case "held":
            await redeem(linking, code.code, user=77)
        case "reissued":
            await codes.issue(role=Role.GUARDIAN, student_external="s1", label="бабушка")
        case "left":
            async with storage.write() as uow:
                gone = update(schema.student).values(removed_at=clock.now())
                await uow._connection.execute(gone)
                await uow.commit()

    with pytest.raises(AccessCodeRejectedError) as refused:
        await redeem(linking, secret)

    assert str(refused.value) == ""


@pytest.mark.parametrize("by_link", [False, True])
async def test_who_tries_again_what_they_have_used_is_told_so_and_loses_no_try(
    linking: LinkingService, storage: SqlStorage, clock: FrozenClock, code: IssuedCode, by_link: bool
) -> None:
    secret = code.link.partition("start=")[2] if by_link else code.code
    await link(linking, code.code)
    clock.advance(days=30)
    for _ in range(6):
        with pytest.raises(UsedCodeError):
            await redeem(linking, secret)
    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, code.code[:-1] + ("0" if code.code[-1] != "0" else "1"))

    async with storage.write() as uow:
        await uow._connection.execute(update(schema.link).values(revoked_at=clock.now()))
        await uow.commit()
    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, secret)


async def test_only_one_of_ten_racing_accounts_wins_a_code(
    linking: LinkingService, storage: SqlStorage, code: IssuedCode
) -> None:
    attempts = [link(linking, code.code, user=100 + n) for n in range(10)]

    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    assert sum(isinstance(outcome, AccessCodeRejectedError) for outcome in outcomes) == 9
    assert sum(isinstance(outcome, Linked) for outcome in outcomes) == 1


async def test_five_failures_within_an_hour_stop_an_account_until_the_hour_is_over(
    linking: LinkingService, clock: FrozenClock, code: IssuedCode
) -> None:
    first = clock.now()
    for _ in range(5):
        with pytest.raises(AccessCodeRejectedError):
            await redeem(linking, WRONG)
        clock.advance(minutes=5)

    with pytest.raises(TooManyTriesError) as refused:
        await redeem(linking, code.code)

    assert refused.value.until == first + timedelta(hours=1)
    clock.set(refused.value.until)
    await redeem(linking, code.code)


async def test_racing_tries_do_not_slip_past_the_limit(linking: LinkingService, code: IssuedCode) -> None:
    tries = [redeem(linking, WRONG) for _ in range(12)]

    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(isinstance(one, AccessCodeRejectedError) for one in outcomes) == 5
    assert sum(isinstance(one, TooManyTriesError) for one in outcomes) == 7


async def test_good_codes_count_as_no_failures(
    linking: LinkingService, codes: CodesService, sample: Sample
) -> None:
    for n in range(7):
        issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label=f"{n}")
        await redeem(linking, issued.code)


async def test_ten_wrong_tries_at_one_selector_burn_its_code(
    linking: LinkingService, codes: CodesService, code: IssuedCode
) -> None:
    aimed = f"{code.code[:4]}-0000-0000"
    for n in range(10):
        with pytest.raises(AccessCodeRejectedError):
            await redeem(linking, aimed, user=200 + n)

    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, code.code)

    assert [one.state for one in await codes.list()] == ["burned"]


async def test_the_office_hears_when_failures_pile_up(
    linking: LinkingService, storage: SqlStorage, sample: Sample
) -> None:
    for n in range(ALARM_AT + 3):
        with pytest.raises(AccessCodeRejectedError):
            await redeem(linking, WRONG, user=300 + n)

    (notice,) = await rows(storage, schema.notice)
    assert (notice.what, notice.person_id) == ("code_alarm", sample.office.person)


async def test_a_refused_code_is_good_again_for_anyone(linking: LinkingService, code: IssuedCode) -> None:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=STRANGER)
    await linking.refuse(held.code_id, user=STRANGER)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(held.code_id, newcomer())
    assert (await link(linking, code.code, user=77)).role is Role.GUARDIAN


async def test_a_held_code_is_free_again_after_a_day(
    linking: LinkingService, clock: FrozenClock, code: IssuedCode
) -> None:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=STRANGER)
    clock.advance(hours=24)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(held.code_id, newcomer())
    assert (await link(linking, code.code, user=77)).role is Role.GUARDIAN


async def test_a_code_held_by_someone_else_cannot_be_consented_to(
    linking: LinkingService, code: IssuedCode
) -> None:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=STRANGER)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(held.code_id, newcomer(77))


async def test_a_code_revoked_before_the_consent_gives_nothing(
    linking: LinkingService, codes: CodesService, people: PeopleService, code: IssuedCode
) -> None:
    held = await linking.redeem(code.code, bot_id=BotId(BOT), user=STRANGER)
    await codes.revoke(code.id)

    with pytest.raises(AccessCodeRejectedError):
        await linking.consent(held.code_id, newcomer())
    assert await people.who(BotId(BOT), STRANGER) is None


async def test_the_other_guardians_are_told_of_a_new_chat_and_nobody_else(
    linking: LinkingService, storage: SqlStorage, sample: Sample, code: IssuedCode
) -> None:
    await link(linking, code.code)

    notices = await rows(storage, schema.notice)
    assert {(one.what, one.person_id) for one in notices} == {
        ("linked", sample.mother.person),
        ("linked", sample.father.person),
    }
    assert notices[0].data["label"] == "бабушка"
    queued = await rows(storage, schema.delivery)
    assert {one.mailbox_id for one in queued} == {sample.mother.mailbox, sample.father.mailbox}


async def test_a_second_child_is_linked_to_the_same_person(
    linking: LinkingService, codes: CodesService, people: PeopleService, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s2", label="папа")

    await link(linking, issued.code, user=sample.father.user)

    visitor = await people.who(BotId(BOT), TelegramUserId(sample.father.user))
    assert visitor is not None
    assert visitor.account.person_id == sample.father.person
    assert [child.student.external_id for child in await people.children(visitor.account)] == ["s1", "s2"]


async def test_the_same_right_twice_changes_nothing_and_spends_the_code(
    linking: LinkingService, codes: CodesService, storage: SqlStorage, sample: Sample
) -> None:
    before = len(await rows(storage, schema.link))
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")

    await link(linking, issued.code, user=sample.mother.user)

    assert len(await rows(storage, schema.link)) == before
    assert await rows(storage, schema.notice) == []
    assert [one.state for one in await codes.list()] == ["spent"]


@pytest.mark.parametrize("label", ["папа", ""])
async def test_a_guardian_who_tries_another_guardians_code_leaves_it_good(
    linking: LinkingService, codes: CodesService, sample: Sample, label: str
) -> None:
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label=label)

    for _ in range(6):
        with pytest.raises(OwnCodeError):
            await redeem(linking, issued.code, user=sample.mother.user)

    assert (await link(linking, issued.code)).student is not None


async def test_of_two_codes_held_at_once_only_one_is_spent_by_a_guardian(
    linking: LinkingService, codes: CodesService, code: IssuedCode
) -> None:
    his = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="дедушка")
    held = [await linking.redeem(one.code, bot_id=BotId(BOT), user=STRANGER) for one in (code, his)]
    await linking.consent(held[0].code_id, newcomer())

    with pytest.raises(OwnCodeError):
        await linking.consent(held[1].code_id, newcomer())

    assert (await link(linking, his.code, user=9002)).student is not None


async def test_who_was_trusted_and_becomes_a_guardian_is_trusted_no_more(
    linking: LinkingService, codes: CodesService, storage: SqlStorage, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="бабушка")

    await link(linking, issued.code, user=sample.tutor.user)

    theirs = [one for one in await rows(storage, schema.link) if one.person_id == sample.tutor.person]
    assert [(one.role, one.revoked_at is None) for one in theirs] == [("trusted", False), ("guardian", True)]
    told = {one.person_id for one in await rows(storage, schema.notice)}
    assert sample.tutor.person not in told


async def test_a_teacher_is_linked_as_the_person_of_the_roster(
    linking: LinkingService, codes: CodesService, people: PeopleService, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.TEACHER, staff_external="t2")

    linked = await link(linking, issued.code)

    assert linked.staff is not None
    assert linked.staff.family_name == "Орлов"
    visitor = await people.who(BotId(BOT), STRANGER)
    assert visitor is not None
    assert visitor.roles == {Role.TEACHER}


async def test_a_parent_who_redeems_a_staff_code_becomes_one_person_with_two_roles(
    linking: LinkingService,
    codes: CodesService,
    people: PeopleService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    issued = await codes.issue(role=Role.TEACHER, staff_external="t2")

    await link(linking, issued.code, user=sample.mother.user)

    visitor = await people.who(BotId(BOT), TelegramUserId(sample.mother.user))
    assert visitor is not None
    assert visitor.roles == {Role.TEACHER, Role.GUARDIAN}
    assert visitor.account.person_id != sample.mother.person
    assert len(await people.children(visitor.account)) == 2
    async with storage.read() as uow:
        recipients = await uow.people.recipients([sample.masha], now=clock.now())
        assert [recipient.mailbox.chat_id for recipient in recipients] == [sample.mother.user]


async def test_what_waited_for_a_teacher_is_on_its_way_once_they_are_linked(
    linking: LinkingService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    async with storage.write() as uow:
        orlov = await uow._connection.scalar(
            select(schema.staff.c.person_id).where(schema.staff.c.id == sample.orlov)
        )
        waiting = {
            "school_id": 1,
            "bot_id": BOT,
            "chat_id": sample.mother.user,
            "telegram_message_id": 5,
            "sender_id": sample.mother.person,
            "sender_role": "guardian",
            "recipient_id": orlov,
            "to_office": False,
            "student_id": sample.petr,
            "content": "text",
            "text": "Здравствуйте",
            "state": "sent",
            "created_at": clock.now(),
        }
        await uow._connection.execute(insert(schema.relay).values(**waiting))
        await uow.commit()
    issued = await codes.issue(role=Role.TEACHER, staff_external="t2")

    await link(linking, issued.code)

    (queued,) = await rows(storage, schema.delivery)
    async with storage.read() as uow:
        chat = await uow._connection.scalar(
            select(schema.mailbox.c.chat_id).where(schema.mailbox.c.id == queued.mailbox_id)
        )
    assert (queued.topic, queued.lane, chat) == ("relay", 1, STRANGER)


async def test_linking_is_in_the_audit_without_names_or_codes(
    linking: LinkingService, storage: SqlStorage, sample: Sample, code: IssuedCode
) -> None:
    await link(linking, code.code)

    records = [one for one in await rows(storage, schema.audit) if one.action == "linked"]
    assert [(one.student_id, one.subject_id, one.detail) for one in records] == [
        (sample.petr, code.id, {"role": "guardian"})
    ]


async def test_failed_tries_leave_nothing_but_their_count(
    linking: LinkingService, storage: SqlStorage, sample: Sample
) -> None:
    with pytest.raises(AccessCodeRejectedError):
        await redeem(linking, "not even a code")

    async with storage.read() as uow:
        tries = await uow._connection.scalar(select(func.count()).select_from(schema.code_attempt))
    assert tries == 1
