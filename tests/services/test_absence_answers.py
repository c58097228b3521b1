import pytest
from sqlalchemy import select

from diary.errors import AlreadySignedError, NotEntitledError, StaleRevisionError
from diary.models.acknowledgements import AbsenceAnswer
from diary.models.entries import Draft
from diary.models.ids import MessageId, PersonId
from diary.models.school import School
from diary.services.absence_answers import AbsenceAnswers
from diary.services.journal import JournalService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade, journal_of, rows
from tests.support.sample import BOT, Sample
from tests.support.shown import show, tap_of


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


async def shown(journal: JournalService, storage: SqlStorage, sample: Sample, *drafts: Draft) -> MessageId:
    await journal.record("journal", drafts or [absence()])
    return await show(storage, sample.mother, number=700)


async def link_orlov(storage: SqlStorage, sample: Sample, clock: FrozenClock) -> PersonId:
    """Give the class teacher a chat."""
    async with storage.write() as uow:
        orlov = await uow._connection.scalar(
            select(schema.staff.c.person_id).where(schema.staff.c.id == sample.orlov)
        )
        mailbox = await uow.accounts.open_mailbox(BOT, 2002, private=True, locale="ru")  # type: ignore[arg-type]
        await uow.accounts.add_destination(PersonId(int(orlov or 0)), mailbox, now=clock.now())
        await uow.commit()
    return PersonId(int(orlov or 0))


async def test_all_is_well_signs_and_bothers_nobody(
    absence_answers: AbsenceAnswers, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample)

    answered = await absence_answers.answer(await tap_of(storage, sample.mother, message), AbsenceAnswer.FINE)

    assert (answered.told, answered.unlinked) == ((), ())
    (signature,) = await rows(storage, schema.acknowledgement)
    assert (signature.answer, signature.person_id) == ("fine", sample.mother.person)
    assert await rows(storage, schema.notice) == []


async def test_not_knowing_goes_to_class_teacher_and_office_before_everything_else(
    absence_answers: AbsenceAnswers,
    journal: JournalService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    orlov = await link_orlov(storage, sample, clock)
    message = await shown(journal, storage, sample)

    answered = await absence_answers.answer(await tap_of(storage, sample.mother, message), AbsenceAnswer.CALL)

    assert [name and name.family_name for name in answered.told] == ["Орлов", "Белова"]
    assert answered.unlinked == ()
    notices = await rows(storage, schema.notice)
    assert {one.person_id for one in notices} == {orlov, sample.office.person}
    data = notices[0].data
    assert (data["answer"], data["label"], data["class"], data["lesson"]) == ("call", "мама", "7Б", 2)
    queued = [one for one in await rows(storage, schema.delivery) if one.topic == "notice"]
    assert {(one.lane, one.not_before) for one in queued} == {(0, clock.now())}


@pytest.mark.parametrize("answer", [AbsenceAnswer.LATE, AbsenceAnswer.AWAY])
async def test_the_school_hears_of_who_comes_late_or_not_at_all(
    answer: AbsenceAnswer,
    absence_answers: AbsenceAnswers,
    journal: JournalService,
    storage: SqlStorage,
    sample: Sample,
) -> None:
    message = await shown(journal, storage, sample)

    answered = await absence_answers.answer(await tap_of(storage, sample.mother, message), answer)

    assert [name and name.family_name for name in answered.told] == ["Белова"]
    assert [name and name.family_name for name in answered.unlinked] == ["Орлов"]
    (queued,) = [one for one in await rows(storage, schema.delivery) if one.topic == "notice"]
    assert queued.lane == 1


async def test_one_answer_stands_for_all_lessons_shown(
    absence_answers: AbsenceAnswers, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample, absence("a1"), absence("a2", lesson=3))

    await absence_answers.answer(await tap_of(storage, sample.mother, message), AbsenceAnswer.AWAY)

    assert [one.answer for one in await rows(storage, schema.acknowledgement)] == ["away", "away"]
    assert len(await rows(storage, schema.notice)) == 1


async def test_an_absence_is_answered_once(
    absence_answers: AbsenceAnswers, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample)
    tap = await tap_of(storage, sample.mother, message)
    await absence_answers.answer(tap, AbsenceAnswer.FINE)

    with pytest.raises(AlreadySignedError):
        await absence_answers.answer(tap, AbsenceAnswer.CALL)


async def test_an_absence_that_was_corrected_is_not_answered_as_it_was(
    absence_answers: AbsenceAnswers, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample)
    await journal.record("journal", [absence(presence="late")])

    with pytest.raises(StaleRevisionError):
        await absence_answers.answer(await tap_of(storage, sample.mother, message), AbsenceAnswer.FINE)


async def test_nobody_answers_for_a_child_that_is_not_theirs_nor_where_there_is_no_absence(
    absence_answers: AbsenceAnswers, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample)

    with pytest.raises(NotEntitledError):
        await absence_answers.answer(await tap_of(storage, sample.tutor, message), AbsenceAnswer.FINE)

    await journal.record("journal", [grade()])
    other = await show(storage, sample.mother, number=701)
    with pytest.raises(NotEntitledError):
        await absence_answers.answer(await tap_of(storage, sample.mother, other), AbsenceAnswer.FINE)
