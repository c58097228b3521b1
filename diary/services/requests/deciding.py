"""What else the office decides: a correction is made, something is refused or asked back."""

from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import RequestDecidedError
from diary.models.ids import RequestId
from diary.models.people import Account
from diary.models.requests import ClaimField, Refusal, RequestKind, RequestState
from diary.models.school import School
from diary.ports import Storage
from diary.rules.claims import read_claim
from diary.rules.timing import Timing
from diary.services.requests.decisions import decide, open_request
from diary.services.requests.telling import ASKED_BACK, DONE, REFUSED, note, tell_asker


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingService:
    """Every method raises NotEntitledError outside the office, and RequestDecidedError for the slower."""

    storage: Storage
    clock: Clock
    school: School
    timing: Timing

    async def settle_correction(self, office: Account, request_id: RequestId) -> None:
        """Say that what was wrong is put right."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            request = await open_request(uow, office, request_id, now, RequestKind.CORRECTION)
            await decide(uow, request, RequestState.APPROVED, office, now)
            await tell_asker(uow, self.timing, DONE, request, now=now)
            await uow.commit()

    async def refuse(
        self, office: Account, request_id: RequestId, *, reason: Refusal | None = None, words: str = ""
    ) -> None:
        """Refuse for a chosen reason or in one's own words; raises ClaimUnreadableError for none."""
        now = self.clock.now()
        said = reason.value if reason else self._said(words, now)
        async with self.storage.write() as uow:
            request = await open_request(uow, office, request_id, now)
            await decide(uow, request, RequestState.REFUSED, office, now, reason=said)
            await tell_asker(uow, self.timing, REFUSED, request, now=now, data={"reason": said})
            await uow.commit()

    async def ask_back(self, office: Account, request_id: RequestId, words: str) -> None:
        """Ask the applicant something; raises ClaimUnreadableError where nothing is asked."""
        now = self.clock.now()
        said = self._said(words, now)
        async with self.storage.write() as uow:
            request = await open_request(uow, office, request_id, now)
            claims = {**request.claims, ClaimField.QUESTION.value: said}
            claims.pop(ClaimField.ANSWER, None)
            if not await uow.requests.ask_back(request_id, claims, by=office.person_id, now=now):
                raise RequestDecidedError
            await note(uow, "request_asked_back", request, actor_id=office.person_id, now=now)
            await tell_asker(uow, self.timing, ASKED_BACK, request, now=now, data={"question": said})
            await uow.commit()

    def _said(self, words: str, now: datetime) -> str:
        return read_claim(ClaimField.QUESTION, words, today=self.school.today(now))
