import pytest
from sqlalchemy import select, update

from diary.errors import AccessCodeRejectedError
from diary.models.codes import CodeState
from diary.models.ids import BotId, TelegramUserId
from diary.models.people import Role
from diary.models.roster import RosterItem, Section, Value
from diary.models.school import School
from diary.services.codes import CodesService
from diary.services.first_office import FirstOfficeService
from diary.services.linking import LinkingService
from diary.services.people import PeopleService
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.services.test_linking import STRANGER, link
from tests.support.clock import FrozenClock
from tests.support.journal import timing
from tests.support.sample import BOT, Sample


@pytest.fixture
def first_office(storage: SqlStorage, clock: FrozenClock, verifiers: Verifiers) -> FirstOfficeService:
    return FirstOfficeService(storage=storage, clock=clock, verifiers=verifiers)


async def roles_of(people: PeopleService, user: int = STRANGER) -> frozenset[Role]:
    visitor = await people.who(BotId(BOT), TelegramUserId(user))
    return visitor.roles if visitor else frozenset()


async def test_on_an_empty_school_the_first_code_lets_the_office_in_without_a_roster(
    first_office: FirstOfficeService, linking: LinkingService, people: PeopleService, school: School
) -> None:
    assert await first_office.is_needed()
    issued = await first_office.issue("diary_bot")
    assert issued.link.startswith("https://t.me/diary_bot?start=")

    linked = await link(linking, issued.code)

    assert (linked.role, linked.staff, linked.student) == (Role.OFFICE, None, None)
    assert await roles_of(people) == {Role.OFFICE}
    assert not await first_office.is_needed()


async def test_each_start_replaces_the_code_that_nobody_used(
    first_office: FirstOfficeService, linking: LinkingService, codes: CodesService, school: School
) -> None:
    first = await first_office.issue()
    assert await first_office.is_needed()
    second = await first_office.issue()

    assert [one.state for one in await codes.list()] == [CodeState.OPEN, CodeState.REVOKED]
    assert [(one.owner, one.name) for one in await codes.list()] == [("", None)] * 2
    with pytest.raises(AccessCodeRejectedError):
        await link(linking, first.code)
    assert (await link(linking, second.code)).role is Role.OFFICE


async def test_a_code_whose_consent_is_being_read_is_left_alone(
    first_office: FirstOfficeService, linking: LinkingService, school: School
) -> None:
    issued = await first_office.issue()
    held = await linking.redeem(issued.code, bot_id=BotId(BOT), user=STRANGER)

    assert not await first_office.is_needed()
    await linking.refuse(held.code_id, user=STRANGER)
    assert await first_office.is_needed()


async def test_an_office_code_in_somebodys_hands_makes_another_needless(
    first_office: FirstOfficeService,
    codes: CodesService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.staff_role).values(revoked_at=clock.now()))
        await uow.commit()
    assert await first_office.is_needed()

    await codes.issue(role=Role.OFFICE, staff_external="o1")

    assert not await first_office.is_needed()
    clock.advance(days=15)
    assert await first_office.is_needed()


async def test_a_secretary_whom_the_roster_names_later_keeps_the_role_and_loses_it_with_the_job(
    first_office: FirstOfficeService,
    linking: LinkingService,
    codes: CodesService,
    people: PeopleService,
    storage: SqlStorage,
    clock: FrozenClock,
    school: School,
) -> None:
    await link(linking, (await first_office.issue()).code)
    roster = RosterService(storage=storage, clock=clock, timing=timing(school))
    names: dict[str, Value] = {"family_name": "Белова", "given_name": "Ольга", "roles": ("office",)}
    await roster.put({Section.STAFF: [RosterItem(id="o1", values=names)]})

    linked = await link(linking, (await codes.issue(role=Role.OFFICE, staff_external="o1")).code)

    assert linked.staff is not None
    assert linked.staff.family_name == "Белова"
    assert await roles_of(people) == {Role.OFFICE}
    async with storage.read() as uow:
        query = select(schema.staff_role.c.staff_id).where(schema.staff_role.c.revoked_at.is_(None))
        assert len((await uow._connection.execute(query)).all()) == 1
    await roster.put({Section.STAFF: [RosterItem(id="o1", removed=True)]})
    assert await roles_of(people) == frozenset()
