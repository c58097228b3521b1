"""The family's own short names and colours of its children."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from diary.clock import Clock
from diary.models.ids import PersonId, StudentId
from diary.models.people import ChildView, Colour
from diary.models.readings import Choice, Pupil
from diary.ports import Storage, UnitOfWork
from diary.rules.reading_rights import choose
from diary.rules.short_names import read_short_name, require_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildViewsService:
    """Each person's are their own; raises NotEntitledError for a child the person has no right on.

    No two children of a person are called the same by a name of their own: raises ShortNameTakenError.
    """

    storage: Storage
    clock: Clock

    async def card(self, person_id: PersonId, student_id: StudentId) -> Pupil:
        async with self.storage.read() as uow:
            return await self._pupil(uow, person_id, student_id)

    async def rename(self, person_id: PersonId, student_id: StudentId, text: str) -> Pupil:
        """Call the child so; raises ShortNameRefusedError for what is no name."""
        name = read_short_name(text)
        return await self._change(person_id, student_id, lambda view: replace(view, short_name=name))

    async def paint(self, person_id: PersonId, student_id: StudentId, colour: Colour | None) -> Pupil:
        return await self._change(person_id, student_id, lambda view: replace(view, colour=colour))

    async def reset(self, person_id: PersonId, student_id: StudentId) -> Pupil:
        """Show the child as the roster does."""
        return await self._change(person_id, student_id, lambda _: ChildView())

    async def _change(
        self, person_id: PersonId, student_id: StudentId, change: Callable[[ChildView], ChildView]
    ) -> Pupil:
        async with self.storage.write() as uow:
            await uow.child_views.lock(person_id)
            await self._pupil(uow, person_id, student_id)
            view = change(await uow.child_views.get(person_id, student_id))
            await uow.child_views.put(person_id, student_id, view)
            chosen = await self._choose(uow, person_id, student_id)
            pupil, others = chosen.pupil, [one for one in chosen.pupils if one.id != student_id]
            require_apart(pupil.student, [one.student for one in others])
            await uow.commit()
        return pupil

    async def _pupil(self, uow: UnitOfWork, person_id: PersonId, student_id: StudentId) -> Pupil:
        return (await self._choose(uow, person_id, student_id)).pupil

    async def _choose(self, uow: UnitOfWork, person_id: PersonId, student_id: StudentId) -> Choice:
        links = await uow.people.links(person_id, now=self.clock.now())
        return choose(await uow.readings.pupils(links), student_id)
