"""Signing entries of the diary."""

from dataclasses import dataclass

from diary.clock import Clock
from diary.errors import AlreadySignedError, NotEntitledError, StaleRevisionError
from diary.models.acknowledgements import Signed
from diary.ports import Storage
from diary.services.signing import Tap, redraw, settle, sign, signable


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementService:
    storage: Storage
    clock: Clock

    async def sign(self, tap: Tap, *, item: int = 0) -> Signed:
        """Sign one entry by its number in the message, or all that it shows (0), as a guardian.

        A message that shows something outdated is drawn again. Raises NotEntitledError, AlreadySignedError,
        and StaleRevisionError where what was to be signed has changed.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            await settle(uow, tap, now)
            shown = await signable(uow, tap, now)
            wanted = [entry for entry in shown if item in {0, entry.number}]
            if not wanted:
                raise NotEntitledError
            try:
                added = await sign(uow, tap, wanted, now=now)
            except (StaleRevisionError, AlreadySignedError):
                await redraw(uow, tap, wanted, now)
                await uow.commit()
                raise
            wards = {entry.student_id for entry in added}
            students = await uow.addressees.students(wards, reader=tap.account.person_id)
            await uow.commit()
        return Signed(entries=tuple(added), students=tuple(students.values()))
