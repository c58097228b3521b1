import asyncio

import pytest

from diary.errors import AlreadySignedError, NotEntitledError, StaleRevisionError
from diary.models.entries import Draft
from diary.models.ids import MessageId
from diary.models.people import Role
from diary.models.school import School
from diary.services.acknowledgement import AcknowledgementService
from diary.services.journal import JournalService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.journal import grade, homework, journal_of, rows, withdrawal
from tests.support.sample import Chat, Sample
from tests.support.shown import dirty_messages, show, tap_of


@pytest.fixture
def journal(storage: SqlStorage, clock: FrozenClock, school: School, sample: Sample) -> JournalService:
    return journal_of(storage, clock, school)


async def shown(journal: JournalService, storage: SqlStorage, chat: Chat, *drafts: Draft) -> MessageId:
    await journal.record("journal", drafts)
    return await show(storage, chat, number=700)


async def test_a_signature_says_who_signed_which_revision_and_when(
    acknowledgement: AcknowledgementService,
    journal: JournalService,
    storage: SqlStorage,
    clock: FrozenClock,
    sample: Sample,
) -> None:
    message = await shown(journal, storage, sample.mother, grade())

    signed = await acknowledgement.sign(await tap_of(storage, sample.mother, message))

    assert [(one.value, one.student_id) for one in signed.entries] == [("5", sample.petr)]
    assert [student.name.given_name for student in signed.students] == ["Пётр"]
    (row,) = await rows(storage, schema.acknowledgement)
    assert (row.person_id, row.revision, row.student_id, row.signed_at) == (
        sample.mother.person,
        1,
        sample.petr,
        clock.now(),
    )
    assert await dirty_messages(storage) == [message]


async def test_a_second_tap_signs_nothing_more(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade())
    tap = await tap_of(storage, sample.mother, message)

    outcomes = await asyncio.gather(*(acknowledgement.sign(tap) for _ in range(5)), return_exceptions=True)

    assert sum(isinstance(one, AlreadySignedError) for one in outcomes) == 4
    assert len(await rows(storage, schema.acknowledgement)) == 1


async def test_a_second_guardians_signature_is_their_own(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    hers = await shown(journal, storage, sample.mother, grade())
    his = await show(storage, sample.father, number=800)

    await acknowledgement.sign(await tap_of(storage, sample.mother, hers))
    assert await dirty_messages(storage) == [hers]
    await acknowledgement.sign(await tap_of(storage, sample.father, his))

    persons = {one.person_id for one in await rows(storage, schema.acknowledgement)}
    assert persons == {sample.mother.person, sample.father.person}


async def test_one_of_several_is_signed_by_its_number_and_then_the_rest(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    drafts = [grade("g1", "5"), grade("g2", "4"), grade("g3", "2")]
    message = await shown(journal, storage, sample.mother, *drafts)
    tap = await tap_of(storage, sample.mother, message)

    one = await acknowledgement.sign(tap, item=2)
    rest = await acknowledgement.sign(tap)

    assert [entry.value for entry in one.entries] == ["4"]
    assert [entry.value for entry in rest.entries] == ["5", "2"]
    with pytest.raises(NotEntitledError):
        await acknowledgement.sign(tap, item=9)


@pytest.mark.parametrize("who", ["tutor", "teacher", "office", "father of another"])
async def test_nobody_but_a_guardian_of_the_child_signs(
    who: str,
    acknowledgement: AcknowledgementService,
    journal: JournalService,
    storage: SqlStorage,
    sample: Sample,
) -> None:
    draft = grade(student="s2") if who == "father of another" else grade()
    message = await shown(journal, storage, sample.mother, draft)
    chat = {"tutor": sample.tutor, "teacher": sample.teacher, "office": sample.office}.get(who, sample.father)

    with pytest.raises(NotEntitledError):
        await acknowledgement.sign(await tap_of(storage, chat, message))

    assert await rows(storage, schema.acknowledgement) == []


async def test_a_corrected_entry_cannot_be_signed_as_it_was_and_is_drawn_again(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade(value="2"))
    await journal.record("journal", [grade(value="5")])

    with pytest.raises(StaleRevisionError):
        await acknowledgement.sign(await tap_of(storage, sample.mother, message))

    assert await rows(storage, schema.acknowledgement) == []
    assert message in await dirty_messages(storage)


async def test_a_signature_outlives_a_silent_change_and_not_a_told_one(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade(value="4"))
    tap = await tap_of(storage, sample.mother, message)
    await acknowledgement.sign(tap)

    await journal.record("journal", [grade(value="4", details={"weight": 3})])
    with pytest.raises(AlreadySignedError):
        await acknowledgement.sign(tap)
    await journal.record("journal", [grade(value="3")])
    corrected = await show(storage, sample.mother, number=701)
    await acknowledgement.sign(await tap_of(storage, sample.mother, corrected))

    assert [one.revision for one in await rows(storage, schema.acknowledgement)] == [1, 3]


async def test_what_was_withdrawn_is_not_signed(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade())
    await journal.record("journal", [withdrawal(grade())])

    with pytest.raises(StaleRevisionError):
        await acknowledgement.sign(await tap_of(storage, sample.mother, message))


async def test_of_several_the_one_that_changed_is_left_unsigned(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade("g1", "5"), grade("g2", "2"))
    await journal.record("journal", [grade("g2", "3")])

    signed = await acknowledgement.sign(await tap_of(storage, sample.mother, message))

    assert [entry.value for entry in signed.entries] == ["5"]


async def test_what_is_for_both_siblings_is_signed_for_both(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, homework())

    signed = await acknowledgement.sign(await tap_of(storage, sample.mother, message))

    assert {student.id for student in signed.students} == {sample.petr, sample.masha}
    assert len(await rows(storage, schema.acknowledgement)) == 2


async def test_a_tap_proves_that_a_doubtful_message_arrived(
    acknowledgement: AcknowledgementService, journal: JournalService, storage: SqlStorage, sample: Sample
) -> None:
    message = await shown(journal, storage, sample.mother, grade())
    async with storage.write() as uow:
        await uow._connection.execute(schema.delivery.update().values(state="unknown"))
        await uow.commit()

    await acknowledgement.sign(await tap_of(storage, sample.mother, message))

    states = {one.mailbox_id: one.state for one in await rows(storage, schema.delivery)}
    assert states[sample.mother.mailbox] == "sent"


async def test_a_student_reads_and_never_signs(
    acknowledgement: AcknowledgementService,
    journal: JournalService,
    storage: SqlStorage,
    sample: Sample,
) -> None:
    message = await shown(journal, storage, sample.mother, grade())
    async with storage.write() as uow:
        mine = schema.link.c.person_id == sample.mother.person
        await uow._connection.execute(schema.link.update().where(mine).values(role=Role.STUDENT))
        await uow.commit()

    with pytest.raises(NotEntitledError):
        await acknowledgement.sign(await tap_of(storage, sample.mother, message))
