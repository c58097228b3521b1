"""Redeeming codes: held first, spent only with the consent to the processing of personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from diary.clock import Clock
from diary.errors import (
    AccessCodeRejectedError,
    AccountInUseError,
    CodeNotHeldError,
    ConsentChangedError,
    DiaryError,
    OwnCodeError,
    UsedCodeError,
)
from diary.models.codes import KeptCode, Linked, Newcomer, Reservation
from diary.models.ids import NO_CODE, NO_STUDENT, BotId, CodeId, TelegramUserId
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.access_codes import TypedCode, is_token, read_code
from diary.rules.timing import Timing
from diary.services.consents import give_consent, version_in_force
from diary.services.delegation.granting import is_worth, not_theirs
from diary.services.joining import give, person_for
from diary.services.minting import digest_token
from diary.services.succession import take_over
from diary.services.tries import begin_try, note_failure
from diary.services.verifiers import Verifiers

HELD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingService:
    """`consent_version` is that of our document, in force where the school has none of its own."""

    storage: Storage
    clock: Clock
    timing: Timing
    verifiers: Verifiers
    consent_version: str

    async def redeem(self, secret: str, *, bot_id: BotId, user: TelegramUserId) -> Reservation:
        """Hold the code of a deep link's token, or one that was typed, for this account.

        Raises TooManyTriesError, or AccessCodeRejectedError whatever was wrong: always after the same work;
        OwnCodeError, StudentsAccountError and AccountInUseError for who the code cannot be for: it stays
        good; UsedCodeError for who has what they have by this very code.
        """
        now = self.clock.now()
        typed = None if is_token(secret) else read_code(secret)
        async with self.storage.write() as uow:
            trying = await begin_try(uow, bot_id, user, now)
            if typed is None:
                code = await uow.codes.by_token(digest_token(secret), now=now)
            else:
                code = await uow.codes.by_selector(typed.selector, now=now)
            used = await _used(uow, secret, typed, bot_id, user, now)
            await uow.commit()
        proven = await self._prove(code or used, typed)
        is_used = proven and code is None
        async with self.storage.write() as uow:
            wanted, mistaken = _sorted_out(code, proven=proven)
            student_id = code.student_id if code else None
            is_barred = await uow.custody.keeps_out(bot_id, user, student_id or NO_STUDENT)
            if wanted and (is_barred or not await is_worth(uow, code, now)):
                wanted = NO_CODE
            until = await uow.codes.reserve(wanted, user, now=now, until=now + HELD_FOR)
            # asked of what they could have alone: what any other code costs tells nothing of it
            refused = await not_theirs(uow, code, bot_id, user, now) if until else None
            if refused:
                await uow.codes.free(wanted, user)
                until = None
            if until or refused or is_used:
                await uow.code_tries.forgive(trying)
            else:
                await note_failure(uow, self.timing, bot_id, mistaken, now)
            await uow.audit.add(await _tried(uow, code, bot_id, user, held=bool(until)), now=now)
            version = await version_in_force(uow, self.consent_version)
            await uow.commit()
        if refused:
            raise refused
        if is_used:
            raise UsedCodeError
        if code is None or until is None:
            raise AccessCodeRejectedError
        return Reservation(code_id=code.id, role=code.role, until=until, consent_version=version)

    async def refuse(self, code_id: CodeId, *, user: TelegramUserId) -> None:
        """Let the code go: it may be redeemed again."""
        now = self.clock.now()
        async with self.storage.write() as uow:
            if code := await uow.codes.reserved(code_id, user, now=now):
                student = code.student_id
                record = AuditRecord(action="consent_refused", student_id=student, subject_id=code_id)
                await uow.audit.add(record, now=now)
            await uow.codes.free(code_id, user)
            await uow.commit()

    async def consent(self, code_id: CodeId, newcomer: Newcomer, *, shown: str | None = None) -> Linked:
        """Spend the held code and give what it is for. `shown`: the version that was; None: the one in force.

        Raises CodeNotHeldError where this account does not hold it (any more), ConsentChangedError
        where another document is in force by now; else as `redeem` for who the code cannot be for.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            code = await uow.codes.reserved(code_id, newcomer.user, now=now)
            if code is None:
                raise CodeNotHeldError
            version = await version_in_force(uow, self.consent_version)
            if shown not in {None, version}:
                raise ConsentChangedError
            refused = await self._not_theirs(uow, code, newcomer, now)
            if refused:
                await uow.codes.free(code_id, newcomer.user)
                await uow.commit()
                raise refused
            person_id = await person_for(uow, code, newcomer, now)
            if code.student_id is not None and await uow.custody.is_barred(person_id, code.student_id):
                raise AccessCodeRejectedError
            # a guardian's right before the code, as ending it takes them: else both would wait in a circle
            if not await is_worth(uow, code, now):
                raise AccessCodeRejectedError
            if not await uow.codes.spend(code_id, newcomer.user, person_id, now=now):
                raise AccessCodeRejectedError
            mailbox_id = await uow.accounts.open_mailbox(
                newcomer.bot_id, newcomer.chat_id, private=True, locale=newcomer.locale
            )
            await uow.accounts.add_destination(person_id, mailbox_id, now=now)
            if code.person_id is not None:
                await take_over(uow, self.timing, person_id, newcomer, mailbox_id, now=now)
            consent_id = await give_consent(uow, person_id, version, newcomer.locale, now)
            linked = await give(uow, self.timing, code, person_id, consent_id, now)
            record = AuditRecord(
                action="linked",
                actor_id=person_id,
                person_id=person_id,
                student_id=code.student_id,
                subject_id=code_id,
                detail={"role": code.role},
            )
            await uow.audit.add(record, now=now)
            await uow.commit()
        return linked

    async def _not_theirs(
        self, uow: UnitOfWork, code: KeptCode, newcomer: Newcomer, now: datetime
    ) -> DiaryError | None:
        """Ask again, as they may have a right since; what the office has granted them is for nobody else."""
        refused = await not_theirs(uow, code, newcomer.bot_id, newcomer.user, now)
        account = await uow.people.account(newcomer.bot_id, newcomer.user) if refused else None
        if isinstance(refused, OwnCodeError | AccountInUseError) and account is not None:
            granted = await uow.requests.granted_to(account.id, now=now)
            return None if code.id in granted else refused
        return refused

    async def _prove(self, code: KeptCode | None, typed: TypedCode | None) -> bool:
        """Do the slow work for a token too, which proves itself by being found."""
        kept = code.verifier_hash if code else None
        matches = await self.verifiers.match(kept, typed.verifier if typed else "")
        return matches if typed else code is not None


async def _used(
    uow: UnitOfWork, secret: str, typed: TypedCode | None, bot_id: BotId, user: TelegramUserId, now: datetime
) -> KeptCode | None:
    """Look for it whatever else was found: what a wrong code costs tells nothing of it."""
    account = await uow.people.account(bot_id, user)
    if account is None:
        return None
    selector = typed.selector if typed else None
    token_hash = None if typed else digest_token(secret)
    return await uow.codes.used(account.person_id, selector=selector, token_hash=token_hash, now=now)


async def _tried(
    uow: UnitOfWork, code: KeptCode | None, bot_id: BotId, user: TelegramUserId, *, held: bool
) -> AuditRecord:
    """Say of a try who made it, if the school knows them, and at which code it was aimed: nothing secret.

    Tries beyond those that an account has in an hour are not even looked at, and so not written down.
    """
    account = await uow.people.account(bot_id, user)
    return AuditRecord(
        action="code_redeemed" if held else "code_refused",
        actor_id=account.person_id if account else None,
        student_id=code.student_id if code else None,
        subject_id=code.id if code else None,
        detail={"role": code.role} if code and held else {},
    )


def _sorted_out(code: KeptCode | None, *, proven: bool) -> tuple[CodeId, CodeId]:
    """Return the code that may be held, and the one that was aimed at and missed: none is NO_CODE."""
    found = code.id if code else NO_CODE
    return (found, NO_CODE) if proven else (NO_CODE, found)
