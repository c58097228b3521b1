from datetime import timedelta

import pytest
from sqlalchemy import select

from diary.errors import CodeOwnerError, NotEntitledError
from diary.models.codes import CodeState
from diary.models.ids import BotId, CodeId, TelegramUserId
from diary.models.people import Role
from diary.services.codes import CodesService
from diary.services.linking import LinkingService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import rows
from tests.support.sample import BOT, Sample


async def test_an_issued_code_is_good_for_two_weeks_and_comes_with_a_link(
    codes: CodesService, clock: FrozenClock, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")

    assert [len(part) for part in issued.code.split("-")] == [4, 4, 4]
    assert issued.link.startswith("https://t.me/diary_bot?start=")
    assert len(issued.link.partition("start=")[2]) <= 64
    assert issued.expires_at == clock.now() + timedelta(days=14)


async def test_neither_the_code_nor_its_link_can_be_read_back(
    codes: CodesService, storage: SqlStorage, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.TEACHER, staff_external="t1")

    async with storage.read() as uow:
        (row,) = (await uow._connection.execute(select(schema.access_code))).all()
        (audit,) = (await uow._connection.execute(select(schema.audit))).all()
    kept = f"{row}{audit}"
    assert issued.code[5:] not in kept
    assert issued.code[5:].replace("-", "") not in kept
    assert issued.link.partition("start=")[2] not in kept
    assert row.verifier_hash.startswith("$argon2id$")


async def test_a_reissued_code_replaces_that_of_the_same_label_alone(
    codes: CodesService, sample: Sample
) -> None:
    mothers = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")
    fathers = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="папа")
    again = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")

    states = {one.id: one.state for one in await codes.list()}
    assert states == {
        mothers.id: CodeState.REVOKED,
        fathers.id: CodeState.OPEN,
        again.id: CodeState.OPEN,
    }


async def test_the_list_says_what_became_of_each_code(
    codes: CodesService, linking: LinkingService, clock: FrozenClock, sample: Sample
) -> None:
    held = await codes.issue(role=Role.GUARDIAN, student_external="s1", label="мама")
    await codes.issue(role=Role.OFFICE, staff_external="o1")
    await linking.redeem(held.code, bot_id=BotId(BOT), user=TelegramUserId(77))

    assert [(one.owner, one.role, one.label, one.state) for one in await codes.list()] == [
        ("o1", Role.OFFICE, "", CodeState.OPEN),
        ("s1", Role.GUARDIAN, "мама", CodeState.RESERVED),
    ]
    clock.advance(days=15)
    assert {one.state for one in await codes.list()} == {CodeState.EXPIRED}


async def test_a_code_is_revoked_once(codes: CodesService, sample: Sample) -> None:
    issued = await codes.issue(role=Role.STUDENT, student_external="s2")

    await codes.revoke(issued.id)

    with pytest.raises(NotEntitledError):
        await codes.revoke(issued.id)
    with pytest.raises(NotEntitledError):
        await codes.revoke(CodeId(404))


async def test_the_log_of_a_child_says_that_their_code_was_revoked(
    codes: CodesService, storage: SqlStorage, sample: Sample
) -> None:
    issued = await codes.issue(role=Role.STUDENT, student_external="s2")

    await codes.revoke(issued.id)

    written = [(one.action, one.student_id) for one in await rows(storage, schema.audit)]
    assert written == [("code_issued", sample.masha), ("code_revoked", sample.masha)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"role": Role.GUARDIAN, "student_external": "nobody"}, "student"),
        ({"role": Role.GUARDIAN, "staff_external": "t1"}, "student"),
        ({"role": Role.TEACHER, "student_external": "s1"}, "staff"),
        ({"role": Role.TEACHER, "staff_external": "nobody"}, "staff"),
        ({"role": Role.OFFICE, "staff_external": "t1"}, "role"),
        ({"role": Role.TRUSTED, "student_external": "s1"}, "role"),
        ({"role": Role.STUDENT, "student_external": "s1", "label": "м" * 65}, "label"),
    ],
)
async def test_codes_are_for_people_of_the_roster_in_roles_that_they_have(
    codes: CodesService, sample: Sample, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(CodeOwnerError) as refused:
        await codes.issue(**asked)  # type: ignore[arg-type]  # a table of arguments

    assert refused.value.field == field
    assert await codes.list() == []


async def test_without_the_bots_name_there_is_no_link(
    codes: CodesService, storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    nameless = CodesService(storage=storage, clock=clock, verifiers=codes.verifiers, bot_username=lambda: "")

    assert (await nameless.issue(role=Role.GUARDIAN, student_external="s1")).link == ""
