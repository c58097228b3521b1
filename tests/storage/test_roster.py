from datetime import date, time

from diary.models.ids import ClassId, GroupId, StudentId
from diary.models.roster import Record, Section
from diary.models.school import School
from diary.services.roster import RosterService
from storage.unit_of_work import SqlStorage
from tests.services.test_roster import TODAY, WHOLE, gone
from tests.support.clock import FrozenClock
from tests.support.journal import timing
from tests.support.sample import Sample


async def test_every_section_reads_as_it_was_written(
    storage: SqlStorage, clock: FrozenClock, school: School
) -> None:
    roster = RosterService(storage=storage, clock=clock, timing=timing(school))
    await roster.put(WHOLE)

    async with storage.read() as uow:
        found = {section: await uow.roster.records(section) for section in Section}
    assert found[Section.BELLS]["1"].values == {"start": time(8, 30), "end": time(9, 15)}
    assert found[Section.STAFF]["t1"].values["roles"] == ("teacher",)
    assert found[Section.STUDENTS]["s1"].values["class"] == found[Section.CLASSES]["7b"].id
    assert found[Section.GROUPS]["en1"].values["students"] == {found[Section.STUDENTS]["s1"].id}
    assert found[Section.LESSONS]["l1"].values["teacher"] == found[Section.STAFF]["t1"].id
    outcome = await roster.put(WHOLE)
    assert {one.unchanged for one in outcome.counts.values()} == {1, 2}


async def test_leaving_is_the_same_on_both_engines(
    storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample
) -> None:
    roster = RosterService(storage=storage, clock=clock, timing=timing(school))
    outcome = await roster.put({Section.STUDENTS: [gone("s1")], Section.STAFF: [gone("t1"), gone("o1")]})

    assert outcome.rejected == []
    async with storage.read() as uow:
        known = await uow.roster.known(TODAY)
        office = await uow.people.office()
    assert known.students == (sample.masha,)
    assert known.group_students == {}
    assert office == []


async def test_enrolments_are_asked_for_by_day(storage: SqlStorage, sample: Sample) -> None:
    async with storage.write() as uow:
        await uow.roster.enrol({sample.petr: None}, since=TODAY, today=TODAY)
        await uow.roster.leave([(sample.group, sample.petr)], today=TODAY)
        await uow.commit()

    async with storage.read() as uow:
        before, after = await uow.roster.known(date(2026, 9, 13)), await uow.roster.known(TODAY)
    assert before.class_students[sample.klass] == (sample.petr, sample.masha)
    assert before.group_students[sample.group] == (sample.petr,)
    assert after.class_students[sample.klass] == (sample.masha,)
    assert after.group_students == {}


async def test_nothing_to_do_is_done_without_complaint(
    storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    async with storage.write() as uow:
        await uow.roster.lock()
        assert await uow.roster.add(Section.STAFF, {}, now=clock.now()) == {}
        await uow.roster.change(Section.TERMS, [])
        await uow.roster.join([], since=TODAY)
        await uow.roster.enrol({}, since=TODAY, today=TODAY)


async def test_a_changed_record_that_was_removed_is_back(
    storage: SqlStorage, clock: FrozenClock, sample: Sample
) -> None:
    async with storage.write() as uow:
        await uow.roster.remove(Section.SUBJECTS, [sample.algebra], now=clock.now())
        removed = (await uow.roster.records(Section.SUBJECTS))["alg"].removed
        await uow.roster.change(
            Section.SUBJECTS, [Record(id=sample.algebra, values={"name": "Алгебра и анализ"})]
        )
        back = (await uow.roster.records(Section.SUBJECTS))["alg"]
        await uow.commit()

    assert removed
    assert (back.removed, back.values["name"]) == (False, "Алгебра и анализ")


async def test_an_unknown_audience_is_empty(storage: SqlStorage, sample: Sample) -> None:
    async with storage.read() as uow:
        known = await uow.roster.known(TODAY)
    assert known.class_students.get(ClassId(99), ()) == ()
    assert known.group_students[GroupId(sample.group)] == (StudentId(sample.petr),)
    assert known.external_id(Section.STUDENTS, sample.petr) == "s1"
    assert known.external_id(Section.STUDENTS, None) is None
