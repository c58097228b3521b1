"""Codes for many: who has none yet, fresh ones for them, and taking back what never reached anybody."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from datetime import datetime

from diary.clock import Clock
from diary.errors import NotEntitledError
from diary.models.codes import NewCode
from diary.models.handing_out import HandedOut, Holder, LiveCode, Register, Wanted
from diary.models.ids import CodeId, NoticeId, PersonId
from diary.ports import Storage, UnitOfWork
from diary.rules.handing_out import plan
from diary.services.code_log import keep_code, log_revoked
from diary.services.codes import VALID_FOR
from diary.services.minting import Minted, free_selector, mint
from diary.services.register import open_register
from diary.services.unsent import Letters, spare, warn_later
from diary.services.verifiers import Verifiers

AT_ONCE = 100
"""Codes that one transaction stores: others write in between."""

HASHED_AT_ONCE = 2
Progress = Callable[[int, int], None]
"""Hears how many of all are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOutService:
    """`person_id` is who asks, of the office or a class teacher; None is the operator at the command line."""

    storage: Storage
    clock: Clock
    verifiers: Verifiers
    bot_username: Callable[[], str]

    async def register(self, person_id: PersonId | None) -> Register:
        """Return what this person may see; raises NotEntitledError."""
        async with self.storage.read() as uow:
            return await open_register(uow, person_id, now=self.clock.now())

    async def hand_out(
        self,
        wanted: Sequence[Wanted],
        *,
        person_id: PersonId | None,
        replace: bool = False,
        linked_too: bool = False,
        on_progress: Progress | None = None,
        letters: Letters | None = None,
    ) -> list[HandedOut]:
        """Issue these codes; the only time that they are readable.

        With `letters` whoever asks is warned that nobody holds the codes, unless `arrived` or `take_back`
        follows within minutes: a killed process says neither.

        Hashing takes some 30 ms a code. Who has been linked or handed a code meanwhile is left out, as `plan`
        does. Raises NotEntitledError where somebody is not this person's to hand codes to (any more).
        """
        minted = await self._mint(len(wanted), on_progress)
        handed: list[HandedOut] = []
        for part in _parts(list(zip(wanted, minted, strict=True))):
            async with self.storage.write() as uow:
                # two who print at once, or a roster that moves on, wait for each other
                await uow.roster.lock()
                now = self.clock.now()
                stored: list[HandedOut] = []
                current = _Holders(await open_register(uow, person_id, now=now))
                for one, secret in part:
                    fresh = current.again(one)
                    if plan([fresh], replace=replace, linked_too=linked_too).wanted:
                        stored.append(await self._store(uow, fresh, secret, person_id, now))
                if letters is not None and person_id is not None and stored:
                    warning = await warn_later(uow, person_id, letters, len(stored), now=now)
                    stored = [replace_fields(one, warning=warning) for one in stored]
                await uow.commit()
            handed += stored
        return handed

    async def arrived(self, codes: Iterable[HandedOut]) -> None:
        """Say that letters have reached who asked for them: there is nothing to warn of."""
        async with self.storage.write() as uow:
            await spare(uow, _warnings(codes))
            await uow.commit()

    async def take_back(self, codes: Iterable[HandedOut], *, person_id: PersonId | None) -> None:
        """Make codes worthless whose letters could not be made or sent."""
        now = self.clock.now()
        codes = list(codes)
        async with self.storage.write() as uow:
            await spare(uow, _warnings(codes))
            revoked = await uow.code_ends.revoke([one.id for one in codes], now=now)
            await log_revoked(uow, revoked, by=person_id, now=now)
            await uow.commit()

    async def revoke(self, code_id: CodeId, *, person_id: PersonId | None) -> LiveCode:
        """Make one unspent code worthless; raises NotEntitledError where it is none of this person's."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            register = await open_register(uow, person_id, now=now)
            holders: list[Holder] = [*register.pupils, *register.employees]
            code = next((one for each in holders for one in each.codes if one.id == code_id), None)
            revoked = await uow.code_ends.revoke([code_id], now=now)
            if code is None or not revoked:
                raise NotEntitledError
            await log_revoked(uow, revoked, by=person_id, now=now)
            await uow.commit()
        return code

    async def _mint(self, count: int, on_progress: Progress | None) -> list[Minted]:
        """Keep no more hashes waiting than are made at once: who redeems a code meanwhile is not held up."""
        minted: list[Minted] = []
        waiting = iter(range(count))

        async def work() -> None:
            for _ in waiting:
                minted.append(await mint(self.verifiers))
                if on_progress:
                    on_progress(len(minted), count)

        await asyncio.gather(*(work() for _ in range(HASHED_AT_ONCE)))
        return minted

    async def _store(
        self, uow: UnitOfWork, wanted: Wanted, minted: Minted, person_id: PersonId | None, now: datetime
    ) -> HandedOut:
        revoked = await uow.code_ends.revoke([one.id for one in wanted.replaced], now=now)
        await log_revoked(uow, revoked, by=person_id, now=now)
        student_id, staff_id = wanted.owner
        new = NewCode(
            role=wanted.role,
            student_id=student_id,
            staff_id=staff_id,
            label=wanted.label or "",
            selector=await free_selector(uow, now=now),
            verifier_hash=minted.verifier_hash,
            token_hash=minted.token_hash,
            issued_by=person_id,
            expires_at=now + VALID_FOR,
        )
        code_id = await keep_code(uow, new, now=now)
        issued = minted.issued(
            code_id, new.selector, bot_username=self.bot_username(), expires_at=new.expires_at
        )
        return HandedOut(
            wanted=wanted, id=code_id, code=issued.code, link=issued.link, expires_at=issued.expires_at
        )


class _Holders:
    """Who may be handed codes now, to find those again for whom codes were wanted a moment ago."""

    def __init__(self, register: Register) -> None:
        self._pupils = {one.student.id: one for one in register.pupils}
        self._employees = {one.member.id: one for one in register.employees}

    def again(self, wanted: Wanted) -> Wanted:
        """Return the same with what the holder has by now; raises NotEntitledError."""
        student_id, staff_id = wanted.owner
        holder: Holder | None = None
        if student_id is not None:
            holder = self._pupils.get(student_id)
        elif staff_id is not None:
            holder = self._employees.get(staff_id)
        if holder is None:
            raise NotEntitledError
        return Wanted(holder=holder, role=wanted.role, label=wanted.label)


def _warnings(codes: Iterable[HandedOut]) -> set[NoticeId]:
    return {one.warning for one in codes if one.warning is not None}


def _parts(pairs: list[tuple[Wanted, Minted]]) -> Iterator[list[tuple[Wanted, Minted]]]:
    return (pairs[start : start + AT_ONCE] for start in range(0, len(pairs), AT_ONCE))
