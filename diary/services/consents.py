"""The consent to the processing of personal data: which document is in force, and who is asked anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from diary.clock import Clock
from diary.errors import ConsentChangedError, ConsentVersionTakenError, NotEntitledError
from diary.models.consents import ConsentDocument, OwedConsent
from diary.models.entries import Json
from diary.models.ids import PersonId
from diary.models.occasions import Occasion
from diary.models.people import Account
from diary.ports import Storage, UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.consents import GRACE, check_consent
from diary.rules.timing import Timing
from diary.services.telling import Notice, tell

JOB = "consent"
ASKED_AT_ONCE = 100
CONSENT_CHANGED = "consent_changed"
"""To everyone whose consent is of another version: {"version", "until" (a date of the school)}."""


async def version_in_force(uow: UnitOfWork, built_in: str) -> str:
    own = await uow.consents.versions()
    return own[0][0] if own else built_in


async def give_consent(uow: UnitOfWork, person_id: PersonId, version: str, locale: str, now: datetime) -> int:
    """Keep it with its version and time, and send again what was held for want of it."""
    consent_id = await uow.consents.add(person_id, version=version, locale=locale, now=now)
    await uow.consents.release([person_id])
    record = AuditRecord(
        action="consent_given",
        actor_id=person_id,
        person_id=person_id,
        subject_id=consent_id,
        detail={"version": version, "locale": locale},
    )
    await uow.audit.add(record, now=now)
    return consent_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentService:
    """`built_in` is our document, in force until the school sets its own."""

    storage: Storage
    clock: Clock
    timing: Timing
    built_in: ConsentDocument

    async def in_force(self) -> ConsentDocument:
        async with self.storage.read() as uow:
            return await uow.consents.document() or self.built_in

    async def replace(self, version: str, texts: Mapping[str, str]) -> int:
        """Put the school's own document in force and ask everyone anew; return how many were told.

        Raises ConsentTextError, or ConsentVersionTakenError.
        """
        check_consent(version, texts)
        now = self.clock.now()
        async with self.storage.write() as uow:
            known = {one for one, _ in await uow.consents.versions()}
            if version in known | {self.built_in.version}:
                raise ConsentVersionTakenError
            await uow.consents.add_document(ConsentDocument(version=version, texts=texts), now=now)
            # whoever was asked for the last one is asked for this one, and has the whole time for it
            await uow.consents.release()
            detail: dict[str, Json] = {"version": version, "characters": sum(map(len, texts.values()))}
            await uow.audit.add(AuditRecord(action="consent_replaced", detail=detail), now=now)
            await uow.commit()
        return await self.ask()

    async def remind(self, occasion: Occasion) -> None:
        """Ask whoever was not asked yet."""
        del occasion
        await self.ask()

    async def ask(self) -> int:
        """Tell everyone whose consent is of another version, once each; return how many."""
        asked = 0
        while portion := await self._ask_some():
            asked += portion
        return asked

    async def _ask_some(self) -> int:
        now = self.clock.now()
        until = now + GRACE
        async with self.storage.write() as uow:
            version = await version_in_force(uow, self.built_in.version)
            persons = await uow.consents.to_ask(version, limit=ASKED_AT_ONCE)
            if not persons:
                return 0
            data = {"version": version, "until": self.timing.school.today(until).isoformat()}
            await tell(uow, self.timing, Notice(what=CONSENT_CHANGED, data=data), persons, now=now)
            await uow.consents.hold(persons, held_from=until)
            records = [
                AuditRecord(action="consent_asked", person_id=one, detail={"version": version})
                for one in persons
            ]
            await uow.audit.add(*records, now=now)
            await uow.commit()
        return len(persons)

    async def owed(self, account: Account) -> OwedConsent | None:
        """Return what the person still has to answer; None where their consent is of the version in force."""
        now = self.clock.now()
        async with self.storage.read() as uow:
            given = await uow.consents.given(account.person_id)
            version = await version_in_force(uow, self.built_in.version)
            if given is None or given.version == version:
                return None
            if not await uow.people.roles(account.person_id, now=now):
                return None
            until = await uow.consents.held_from(account.person_id)
            shown = await uow.consents.was_shown(account.person_id, version)
        overdue = until is not None and until <= now
        return OwedConsent(version=version, until=until or now + GRACE, overdue=overdue, shown=shown)

    async def note_shown(self, account: Account, version: str) -> None:
        record = AuditRecord(action="consent_shown", person_id=account.person_id, detail={"version": version})
        async with self.storage.write() as uow:
            await uow.audit.add(record, now=self.clock.now())
            await uow.commit()

    async def renew(self, account: Account, version: str) -> None:
        """Consent to the document that was shown; twice is once.

        Raises ConsentChangedError where another is in force, NotEntitledError where there is none to renew.
        """
        now = self.clock.now()
        async with self.storage.write() as uow:
            if version != await version_in_force(uow, self.built_in.version):
                raise ConsentChangedError
            given = await uow.consents.given(account.person_id)
            if given is None:
                raise NotEntitledError
            if given.version != version:
                await give_consent(uow, account.person_id, version, account.locale, now)
            await uow.commit()
