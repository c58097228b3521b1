"""Applications of those who have no code: consent first, then what they claim, then the school decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.clock import Clock
from diary.errors import ConsentChangedError, NotEntitledError, RequestDecidedError
from diary.models.codes import Newcomer
from diary.models.ids import RequestId
from diary.models.people import Account
from diary.models.requests import (
    APPLICATIONS,
    ClaimField,
    Claims,
    Granted,
    NewRequest,
    Request,
    RequestKind,
    RequestState,
)
from diary.models.school import School
from diary.ports import Storage, UnitOfWork
from diary.rules.claims import check_claims, read_claim
from diary.rules.timing import Timing
from diary.services.consents import give_consent, version_in_force
from diary.services.requests.limits import send
from diary.services.requests.telling import ANSWERED, note, tell_office


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyingService:
    """`consent_version` is that of our document, in force where the school has none of its own.

    An applicant is a person without rights: with an account, and a chat in which they hear the answer.
    Nothing here depends on whether the child exists.
    """

    storage: Storage
    clock: Clock
    school: School
    timing: Timing
    consent_version: str

    async def consent(self, newcomer: Newcomer, *, shown: str) -> Account:
        """Keep the consent to the version that was shown, and who gave it; who is known stays who they are.

        Raises ConsentChangedError where another document is in force by now.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            version = await version_in_force(uow, self.consent_version)
            if shown != version:
                raise ConsentChangedError
            account = await uow.people.account(newcomer.bot_id, newcomer.user)
            if account is None:
                person_id = await uow.accounts.add_person(now=now)
                user, locale = newcomer.user, newcomer.locale
                await uow.accounts.add(person_id, newcomer.bot_id, user, locale=locale, now=now)
                account = await uow.people.account(newcomer.bot_id, newcomer.user)
            if account is None:
                raise NotEntitledError
            mailbox_id = await uow.accounts.open_mailbox(
                newcomer.bot_id, newcomer.chat_id, private=True, locale=newcomer.locale
            )
            await uow.accounts.add_destination(account.person_id, mailbox_id, now=now)
            await give_consent(uow, account.person_id, version, newcomer.locale, now)
            await uow.commit()
        return account

    async def has_consented(self, account: Account | None) -> bool:
        if account is None:
            return False
        async with self.storage.read() as uow:
            return await uow.consents.given(account.person_id) is not None

    async def submit(self, account: Account, kind: RequestKind, claims: Claims) -> RequestId:
        """Send an application to the school.

        Raises NotEntitledError without consent, ClaimMissingError, ClaimUnreadableError, RequestOpenError,
        TooManyRequestsError.
        """
        now = self.clock.now()
        if kind not in APPLICATIONS:
            raise NotEntitledError
        checked = check_claims(kind, claims, today=self.school.today(now))
        new = NewRequest(kind=kind, person_id=account.person_id, account_id=account.id, claims=checked)
        async with self.storage.write() as uow:
            if await uow.consents.given(account.person_id) is None:
                raise NotEntitledError
            request_id = await send(uow, self.timing, new, now=now)
            await uow.commit()
        return request_id

    async def waiting(self, account: Account | None) -> Sequence[Request]:
        """Return the applications of this account that are undecided."""
        if account is None:
            return []
        async with self.storage.read() as uow:
            undecided = await uow.requests.undecided_of(account.id)
        return [one for one in undecided if one.kind in APPLICATIONS]

    async def granted(self, account: Account | None) -> Sequence[Granted]:
        """Return what the school has approved and this account has yet to consent to."""
        if account is None:
            return []
        async with self.storage.read() as uow:
            version = await version_in_force(uow, self.consent_version)
            codes = await uow.requests.granted_to(account.id, now=self.clock.now())
        return [Granted(code_id=one, consent_version=version) for one in codes]

    async def own(self, account: Account, request_id: RequestId) -> Request:
        """Return what this person has asked; raises NotEntitledError."""
        async with self.storage.read() as uow:
            return await own_request(uow, account, request_id)

    async def answer(self, account: Account, request_id: RequestId, text: str) -> None:
        """Answer what the school has asked back; raises RequestDecidedError where nothing is (any more)."""
        now = self.clock.now()
        said = read_claim(ClaimField.ANSWER, text, today=self.school.today(now))
        async with self.storage.write() as uow:
            request = await own_request(uow, account, request_id)
            claims = {**request.claims, ClaimField.ANSWER.value: said}
            if not await uow.requests.send_again(request_id, claims, now=now):
                raise RequestDecidedError
            await note(uow, "request_answered", request, actor_id=account.person_id, now=now)
            await tell_office(uow, self.timing, ANSWERED, request_id, request.kind, now=now)
            await uow.commit()

    async def drop(self, account: Account, request_id: RequestId) -> None:
        """Withdraw it; raises RequestDecidedError where the school was quicker."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            request = await own_request(uow, account, request_id)
            if not await uow.requests.decide(request_id, RequestState.DROPPED, now=now):
                raise RequestDecidedError
            await note(uow, "request_dropped", request, actor_id=account.person_id, now=now)
            await uow.commit()


async def own_request(uow: UnitOfWork, account: Account, request_id: RequestId) -> Request:
    request = await uow.requests.get(request_id)
    if request is None or request.person_id != account.person_id:
        raise NotEntitledError
    return request
