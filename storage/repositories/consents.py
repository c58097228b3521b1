"""Consents to the processing of personal data, and the school's own document."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from diary.models.consents import ConsentDocument, GivenConsent
from diary.models.ids import PersonId, SchoolId
from storage.repositories.chunks import chunks
from storage.schema import audit, consent, consent_document, destination, link, mailbox, person, staff_role

SHOWN = "consent_shown"


class SqlConsents:
    def __init__(self, connection: AsyncConnection, school_id: SchoolId) -> None:
        self._connection = connection
        self._school_id = school_id

    async def add(self, person_id: PersonId, *, version: str, locale: str, now: datetime) -> int:
        values = {"person_id": person_id, "version": version, "locale": locale, "given_at": now}
        query = insert(consent).values(**values).returning(consent.c.id)
        key: int = (await self._connection.execute(query)).scalar_one()
        return key

    async def given(self, person_id: PersonId) -> GivenConsent | None:
        query = (
            select(consent.c.version, consent.c.locale, consent.c.given_at)
            .where(consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None))
            .order_by(consent.c.given_at.desc(), consent.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else GivenConsent(version=row[0], locale=row[1], given_at=row[2])

    async def withdraw(self, person_id: PersonId, *, now: datetime) -> bool:
        query = (
            update(consent)
            .where(consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )
        return bool((await self._connection.execute(query)).rowcount)

    async def document(self) -> ConsentDocument | None:
        known = await self.versions()
        if not known:
            return None
        own = consent_document.c
        query = select(own.locale, own.text).where(
            own.school_id == self._school_id, own.version == known[0][0]
        )
        rows = await self._connection.execute(query.order_by(own.id))
        return ConsentDocument(version=known[0][0], texts={row[0]: row[1] for row in rows})

    async def versions(self) -> Sequence[tuple[str, datetime]]:
        own = consent_document.c
        query = (
            select(own.version, func.max(own.created_at, type_=own.created_at.type))
            .where(own.school_id == self._school_id)
            .group_by(own.version)
            .order_by(func.max(own.id).desc())
        )
        return [(row[0], row[1]) for row in await self._connection.execute(query)]

    async def add_document(self, document: ConsentDocument, *, now: datetime) -> None:
        rows = [
            {
                "school_id": self._school_id,
                "version": document.version,
                "locale": locale,
                "text": text,
                "created_at": now,
            }
            for locale, text in document.texts.items()
        ]
        await self._connection.execute(insert(consent_document), rows)

    async def to_ask(self, version: str, *, limit: int) -> Sequence[PersonId]:
        given, same = consent.alias(), consent.alias()
        consented = exists().where(given.c.person_id == person.c.id, given.c.withdrawn_at.is_(None))
        to_this = exists().where(
            same.c.person_id == person.c.id, same.c.withdrawn_at.is_(None), same.c.version == version
        )
        unasked = exists().where(
            destination.c.person_id == person.c.id,
            destination.c.ended_at.is_(None),
            destination.c.mailbox_id == mailbox.c.id,
            mailbox.c.private,
            mailbox.c.held_from.is_(None),
        )
        here = or_(
            exists().where(link.c.person_id == person.c.id, link.c.revoked_at.is_(None)),
            exists().where(staff_role.c.person_id == person.c.id, staff_role.c.revoked_at.is_(None)),
        )
        query = (
            select(person.c.id)
            .where(person.c.school_id == self._school_id, here, unasked, consented, ~to_this)
            .order_by(person.c.id)
            .limit(limit)
        )
        return [PersonId(one) for one in await self._connection.scalars(query)]

    async def held_from(self, person_id: PersonId) -> datetime | None:
        query = (
            select(func.min(mailbox.c.held_from, type_=mailbox.c.held_from.type))
            .join(destination, destination.c.mailbox_id == mailbox.c.id)
            .where(destination.c.person_id == person_id, destination.c.ended_at.is_(None))
        )
        held_from: datetime | None = await self._connection.scalar(query)
        return held_from

    async def hold(self, person_ids: Collection[PersonId], *, held_from: datetime) -> None:
        for portion in chunks(sorted(person_ids)):
            other = destination.alias()
            others = exists().where(
                other.c.mailbox_id == mailbox.c.id,
                other.c.ended_at.is_(None),
                other.c.person_id.not_in(portion),
            )
            query = update(mailbox).where(
                _heard_by(portion), or_(mailbox.c.private, ~others), mailbox.c.held_from.is_(None)
            )
            await self._connection.execute(query.values(held_from=held_from))

    async def release(self, person_ids: Collection[PersonId] | None = None) -> None:
        held = mailbox.c.held_from.is_not(None)
        if person_ids is None:
            await self._connection.execute(update(mailbox).where(held).values(held_from=None))
            return
        for portion in chunks(sorted(person_ids)):
            query = update(mailbox).where(held, _heard_by(portion)).values(held_from=None)
            await self._connection.execute(query)

    async def was_shown(self, person_id: PersonId, version: str) -> bool:
        query = (
            select(audit.c.detail)
            .where(audit.c.person_id == person_id, audit.c.action == SHOWN)
            .order_by(audit.c.at.desc())
            .limit(1)
        )
        detail = await self._connection.scalar(query)
        return detail is not None and detail.get("version") == version


def _heard_by(person_ids: Collection[PersonId]) -> ColumnElement[bool]:
    heard = select(destination.c.mailbox_id).where(
        destination.c.person_id.in_(person_ids), destination.c.ended_at.is_(None)
    )
    return mailbox.c.id.in_(heard)
