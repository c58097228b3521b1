"""One transaction and its repositories, over SQLAlchemy Core."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from diary.models.ids import SchoolId
from storage.engine import writer_of
from storage.repositories.accounts import SqlAccounts
from storage.repositories.acknowledgements import SqlAcknowledgements
from storage.repositories.addressees import SqlAddressees
from storage.repositories.api_keys import SqlApiKeys
from storage.repositories.audit import SqlAuditLog
from storage.repositories.auditing import SqlAuditReadings
from storage.repositories.child_views import SqlChildViews
from storage.repositories.code_ends import SqlCodeEnds
from storage.repositories.code_tries import SqlCodeTries
from storage.repositories.codes import SqlAccessCodes
from storage.repositories.consents import SqlConsents
from storage.repositories.contents import SqlContents
from storage.repositories.conversations import SqlConversations
from storage.repositories.custody import SqlCustody
from storage.repositories.delegations import SqlDelegations
from storage.repositories.dispatch import SqlDispatch
from storage.repositories.entries import SqlEntries
from storage.repositories.handouts import SqlHandouts
from storage.repositories.job_runs import SqlJobRuns
from storage.repositories.leases import SqlLeases
from storage.repositories.new_links import SqlNewLinks
from storage.repositories.notices import SqlNotices
from storage.repositories.outbox import SqlOutbox
from storage.repositories.people import SqlPeople
from storage.repositories.personal_data import SqlPersonalData
from storage.repositories.readings import SqlReadings
from storage.repositories.relays import SqlRelays
from storage.repositories.requests import SqlRequests
from storage.repositories.roster import SqlRosters
from storage.repositories.succession import SqlSuccession
from storage.repositories.teachings import SqlTeachings


class SqlUnitOfWork:
    """Repositories are made when first asked for; none of them commits."""

    def __init__(
        self, connection: AsyncConnection, school_id: SchoolId, on_deliveries: Callable[[], None]
    ) -> None:
        self._connection = connection
        self._school_id = school_id
        self._on_deliveries = on_deliveries

    @cached_property
    def roster(self) -> SqlRosters:
        return SqlRosters(self._connection, self._school_id)

    @cached_property
    def entries(self) -> SqlEntries:
        return SqlEntries(self._connection, self._school_id)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection, self._school_id)

    @cached_property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self._connection, self._school_id)

    @cached_property
    def addressees(self) -> SqlAddressees:
        return SqlAddressees(self._connection, self._school_id)

    @cached_property
    def child_views(self) -> SqlChildViews:
        return SqlChildViews(self._connection)

    @cached_property
    def codes(self) -> SqlAccessCodes:
        return SqlAccessCodes(self._connection, self._school_id)

    @cached_property
    def code_ends(self) -> SqlCodeEnds:
        return SqlCodeEnds(self._connection, self._school_id)

    @cached_property
    def handouts(self) -> SqlHandouts:
        return SqlHandouts(self._connection, self._school_id)

    @cached_property
    def code_tries(self) -> SqlCodeTries:
        return SqlCodeTries(self._connection)

    @cached_property
    def consents(self) -> SqlConsents:
        return SqlConsents(self._connection, self._school_id)

    @cached_property
    def personal_data(self) -> SqlPersonalData:
        return SqlPersonalData(self._connection, self._school_id)

    @cached_property
    def custody(self) -> SqlCustody:
        return SqlCustody(self._connection, self._school_id)

    @cached_property
    def delegations(self) -> SqlDelegations:
        return SqlDelegations(self._connection, self._school_id)

    @cached_property
    def acknowledgements(self) -> SqlAcknowledgements:
        return SqlAcknowledgements(self._connection)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection)

    @cached_property
    def dispatch(self) -> SqlDispatch:
        return SqlDispatch(self._connection)

    @cached_property
    def leases(self) -> SqlLeases:
        return SqlLeases(self._connection)

    @cached_property
    def contents(self) -> SqlContents:
        return SqlContents(self._connection, self._school_id)

    @cached_property
    def readings(self) -> SqlReadings:
        return SqlReadings(self._connection, self._school_id)

    @cached_property
    def teachings(self) -> SqlTeachings:
        return SqlTeachings(self._connection, self._school_id)

    @cached_property
    def relays(self) -> SqlRelays:
        return SqlRelays(self._connection, self._school_id)

    @cached_property
    def notices(self) -> SqlNotices:
        return SqlNotices(self._connection, self._school_id)

    @cached_property
    def new_links(self) -> SqlNewLinks:
        return SqlNewLinks(self._connection, self._school_id)

    @cached_property
    def conversations(self) -> SqlConversations:
        return SqlConversations(self._connection)

    @cached_property
    def requests(self) -> SqlRequests:
        return SqlRequests(self._connection, self._school_id)

    @cached_property
    def succession(self) -> SqlSuccession:
        return SqlSuccession(self._connection)

    @cached_property
    def api_keys(self) -> SqlApiKeys:
        return SqlApiKeys(self._connection, self._school_id)

    @cached_property
    def job_runs(self) -> SqlJobRuns:
        return SqlJobRuns(self._connection, self._school_id)

    @cached_property
    def audit(self) -> SqlAuditLog:
        return SqlAuditLog(self._connection, self._school_id)

    @cached_property
    def auditing(self) -> SqlAuditReadings:
        return SqlAuditReadings(self._connection, self._school_id)

    async def commit(self) -> None:
        queued = "outbox" in self.__dict__
        if queued:
            await self.outbox.flush()
        await self._connection.commit()
        if queued:
            self._on_deliveries()


class SqlStorage:
    """Opens transactions of one school. On SQLite its writers queue on one in-process lock (design §5)."""

    def __init__(
        self, engine: AsyncEngine, school_id: SchoolId, *, on_deliveries: Callable[[], None] = lambda: None
    ) -> None:
        self._reader = engine
        self._writer = writer_of(engine)
        self._lock = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self._school_id = school_id
        self._on_deliveries = on_deliveries

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlUnitOfWork]:
        async with self._lock, self._writer.connect() as connection:
            yield SqlUnitOfWork(connection, self._school_id, self._on_deliveries)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlUnitOfWork]:
        async with self._reader.connect() as connection:
            yield SqlUnitOfWork(connection, self._school_id, self._on_deliveries)

    async def clear_traces(self) -> None:
        """Leave nothing of what was erased in SQLite's write-ahead log; PostgreSQL's vacuum sees to its own.

        Waits for readers at most as long as any writer does; the nightly look at the tables tries again.
        """
        async with self._lock, self._writer.connect() as connection:
            if connection.dialect.name == "sqlite":
                # past SQLAlchemy, which begins transactions: within one there is no checkpoint
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def optimize(self) -> None:
        """Have SQLite look again at how full its tables are; PostgreSQL does so by itself."""
        async with self._lock, self._writer.connect() as connection:
            if connection.dialect.name == "sqlite":
                await connection.exec_driver_sql("PRAGMA analysis_limit = 400")
                await connection.exec_driver_sql("PRAGMA optimize = 0x10002")
                await connection.commit()
        await self.clear_traces()
