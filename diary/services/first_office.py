"""The school's first way in: a code for the office, while nobody of it is linked."""

from dataclasses import dataclass

from diary.clock import Clock
from diary.models.codes import IssuedCode, NewCode
from diary.models.people import Role
from diary.ports import Storage
from diary.services.code_log import keep_code
from diary.services.codes import VALID_FOR
from diary.services.minting import free_selector, mint
from diary.services.verifiers import Verifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOfficeService:
    storage: Storage
    clock: Clock
    verifiers: Verifiers

    async def is_needed(self) -> bool:
        """Whether nobody of the office is linked, or can be by a code that is in somebody's hands.

        A code that this service gave out before counts only while an account reads the consent to it: it was
        shown once, and may be lost.
        """
        async with self.storage.read() as uow:
            if await uow.people.office():
                return False
            live = await uow.handouts.live_codes(now=self.clock.now())
        return not any(one.role is Role.OFFICE and (one.staff_id or one.held) for one in live)

    async def issue(self, username: str = "") -> IssuedCode:
        """Issue an office code that no employee stands behind; the one before it dies.

        `username` is the bot's, and the link is empty without it.
        """
        now = self.clock.now()
        minted = await mint(self.verifiers)
        async with self.storage.write() as uow:
            selector = await free_selector(uow, now=now)
            new = NewCode(
                role=Role.OFFICE,
                student_id=None,
                staff_id=None,
                label="",
                selector=selector,
                verifier_hash=minted.verifier_hash,
                token_hash=minted.token_hash,
                issued_by=None,
                expires_at=now + VALID_FOR,
            )
            code_id = await keep_code(uow, new, now=now)
            await uow.commit()
        return minted.issued(code_id, selector, bot_username=username, expires_at=new.expires_at)
