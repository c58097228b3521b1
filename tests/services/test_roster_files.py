"""The roster from a file: who may, and a yes that counts once, on both engines."""

import asyncio

import pytest

from diary.errors import NotEntitledError, RosterChangedError
from diary.models.people import Role
from diary.models.roster import RosterItem, RosterOutcome, Section
from diary.models.roster_files import Decision
from diary.models.school import School
from diary.services.people import PeopleService
from diary.services.roster import RosterService
from diary.services.roster_files import RosterFilesService
from intake.files.desk import RosterFileDesk
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.intake.files.building import text
from tests.support.clock import FrozenClock
from tests.support.engines import both_engines
from tests.support.journal import rows, timing
from tests.support.sample import BOT, Sample

LIST = text([("ФИО", "Класс"), ("Иванов Пётр", "7Б"), ("Сидоров Олег", "7Б")])
LEAVERS = Decision(leavers=True)


engine_name = both_engines


@pytest.fixture
def rosters(storage: SqlStorage, clock: FrozenClock, school: School) -> RosterService:
    return RosterService(storage=storage, clock=clock, timing=timing(school))


@pytest.fixture
def roster_files(
    storage: SqlStorage, clock: FrozenClock, school: School, rosters: RosterService
) -> RosterFilesService:
    return RosterFilesService(
        storage=storage, clock=clock, school=school, files=RosterFileDesk(), rosters=rosters
    )


async def test_what_is_known_is_compared_with_and_who_left_loses_access(
    roster_files: RosterFilesService, people: PeopleService, storage: SqlStorage, sample: Sample
) -> None:
    examined = await roster_files.examine("a.csv", LIST, person_id=sample.office.person)
    difference = examined.difference
    assert [one.found.name.given_name for one in difference.joined] == ["Олег"]
    assert [one.name.given_name for one in difference.left] == ["Маша"]
    assert [one.external_id for one in difference.unchanged] == ["s1"]

    await roster_files.apply(examined, LEAVERS, person_id=sample.office.person)

    kept = [one.student_id for one in await rows(storage, schema.link) if one.revoked_at is None]
    assert set(kept) == {sample.petr}
    visitor = await people.who(BOT, sample.mother.user)  # type: ignore[arg-type]
    assert visitor is not None
    assert visitor.roles == {Role.GUARDIAN}


async def test_of_two_who_say_yes_at_once_one_changes_the_roster(
    roster_files: RosterFilesService, storage: SqlStorage, sample: Sample
) -> None:
    examined = await roster_files.examine("a.csv", LIST, person_id=sample.office.person)

    outcomes = await asyncio.gather(
        *(roster_files.apply(examined, LEAVERS, person_id=sample.office.person) for _ in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, RosterOutcome) for one in outcomes) == 1
    assert sum(isinstance(one, RosterChangedError) for one in outcomes) == 4
    changes = [one for one in await rows(storage, schema.audit) if one.action == "roster_changed"]
    assert [one.actor_id for one in changes] == [sample.office.person]


async def test_a_push_between_the_look_and_the_yes_asks_for_another_look(
    roster_files: RosterFilesService, rosters: RosterService, sample: Sample
) -> None:
    examined = await roster_files.examine("a.csv", LIST, person_id=None)
    await rosters.put({Section.CLASSES: [RosterItem(id="8a", values={"name": "8А"})]})

    with pytest.raises(RosterChangedError):
        await roster_files.apply(examined, LEAVERS, person_id=None)


@pytest.mark.parametrize("who", ["mother", "father", "tutor", "teacher"])
async def test_nobody_but_the_office_looks_or_says_yes(
    roster_files: RosterFilesService, storage: SqlStorage, sample: Sample, who: str
) -> None:
    person = getattr(sample, who).person
    examined = await roster_files.examine("a.csv", LIST, person_id=sample.office.person)

    with pytest.raises(NotEntitledError):
        await roster_files.examine("a.csv", LIST, person_id=person)
    with pytest.raises(NotEntitledError):
        await roster_files.apply(examined, LEAVERS, person_id=person)
    assert len(await rows(storage, schema.student)) == 2


async def test_a_school_is_empty_until_it_has_children(
    roster_files: RosterFilesService, rosters: RosterService, school: School
) -> None:
    assert await roster_files.is_empty()
    examined = await roster_files.examine("a.csv", LIST, person_id=None)
    await roster_files.apply(examined, Decision(), person_id=None)

    assert not await roster_files.is_empty()
    await rosters.put(
        {
            Section.STUDENTS: [
                RosterItem(id=one.external_id, removed=True) for one in examined.difference.joined
            ]
        }
    )
    assert await roster_files.is_empty()
