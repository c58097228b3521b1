"""What a guardian answers to "Do you know where your child is?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import AlreadySignedError, NotEntitledError, StaleRevisionError
from diary.models.acknowledgements import AbsenceAnswer, AbsenceAnswered, ShownEntry
from diary.models.deliveries import Lane
from diary.models.entries import Kind
from diary.models.ids import PersonId, StudentId
from diary.models.people import Name, Role
from diary.ports import Storage, UnitOfWork
from diary.rules.timing import Timing
from diary.services.signing import Tap, redraw, settle, sign, signable
from diary.services.telling import Notice, student_data, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceAnswers:
    storage: Storage
    clock: Clock
    timing: Timing

    async def answer(self, tap: Tap, answer: AbsenceAnswer) -> AbsenceAnswered:
        """Sign the absences shown with this answer; what is not all well goes to the school at once.

        "I don't know" goes in the most urgent lane. Raises as signing does.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            await settle(uow, tap, now)
            wanted = [one for one in await signable(uow, tap, now) if one.kind is Kind.ATTENDANCE]
            if not wanted:
                raise NotEntitledError
            try:
                added = await sign(uow, tap, wanted, answer=answer, now=now)
            except (StaleRevisionError, AlreadySignedError):
                await redraw(uow, tap, wanted, now)
                await uow.commit()
                raise
            answered = AbsenceAnswered(answer=answer)
            if answer is not AbsenceAnswer.FINE:
                answered = await self._tell_school(uow, tap, answer, added, now)
            await uow.commit()
        return answered

    async def _tell_school(
        self, uow: UnitOfWork, tap: Tap, answer: AbsenceAnswer, absences: Sequence[ShownEntry], now: datetime
    ) -> AbsenceAnswered:
        student_id = absences[0].student_id
        staff = await _responsible(uow, student_id)
        data = {
            **student_data((await uow.addressees.students([student_id]))[student_id]),
            "answer": answer.value,
            "label": await _label(uow, tap, student_id, now),
            "lesson": absences[0].lesson,
            "guardian": tap.account.person_id,
        }
        lane = Lane.URGENT if answer is AbsenceAnswer.CALL else Lane.TALK
        notice = Notice(what="absence_answer", data=data, lane=lane, student_id=student_id)
        reached = await tell(uow, self.timing, notice, list(staff), now=now)
        return AbsenceAnswered(
            answer=answer,
            told=tuple(name for person, name in staff.items() if person in reached),
            unlinked=tuple(name for person, name in staff.items() if person not in reached),
        )


async def _responsible(uow: UnitOfWork, student_id: StudentId) -> dict[PersonId, Name | None]:
    """Return the class teacher and the office, by name where the roster has one."""
    teacher = await uow.addressees.class_teacher(student_id)
    office = await uow.people.office()
    names = await uow.addressees.staff_names(office)
    staff: dict[PersonId, Name | None] = dict([teacher]) if teacher else {}
    return {**staff, **{person: names.get(person) for person in office}}


async def _label(uow: UnitOfWork, tap: Tap, student_id: StudentId, now: datetime) -> str:
    links = await uow.people.links(tap.account.person_id, now=now)
    labels = (one.label for one in links if one.student_id == student_id and one.role is Role.GUARDIAN)
    return next(labels, "")
