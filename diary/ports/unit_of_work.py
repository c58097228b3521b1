"""One transaction and its repositories."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from diary.ports.accounts import Accounts
from diary.ports.acknowledgements import Acknowledgements
from diary.ports.addressees import Addressees
from diary.ports.api_keys import ApiKeys
from diary.ports.audit import AuditLog
from diary.ports.auditing import AuditReadings
from diary.ports.child_views import ChildViews
from diary.ports.code_ends import CodeEnds
from diary.ports.code_tries import CodeTries
from diary.ports.codes import AccessCodes
from diary.ports.consents import Consents
from diary.ports.contents import Contents
from diary.ports.conversations import Conversations
from diary.ports.custody import Custody
from diary.ports.delegations import Delegations
from diary.ports.dispatch import Dispatch
from diary.ports.entries import Entries
from diary.ports.handouts import Handouts
from diary.ports.job_runs import JobRuns
from diary.ports.leases import Leases
from diary.ports.new_links import NewLinks
from diary.ports.notices import Notices
from diary.ports.outbox import Outbox
from diary.ports.people import People
from diary.ports.personal_data import PersonalDataStore
from diary.ports.readings import Readings
from diary.ports.relays import Relays
from diary.ports.requests import Requests
from diary.ports.roster import Rosters
from diary.ports.succession import Succession
from diary.ports.teachings import Teachings


class UnitOfWork(Protocol):
    """Repositories of one transaction: nothing is kept without `commit`."""

    @property
    def roster(self) -> Rosters: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def people(self) -> People: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def addressees(self) -> Addressees: ...
    @property
    def child_views(self) -> ChildViews: ...
    @property
    def code_ends(self) -> CodeEnds: ...

    @property
    def codes(self) -> AccessCodes: ...
    @property
    def handouts(self) -> Handouts: ...
    @property
    def code_tries(self) -> CodeTries: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def custody(self) -> Custody: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def personal_data(self) -> PersonalDataStore: ...
    @property
    def acknowledgements(self) -> Acknowledgements: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def dispatch(self) -> Dispatch: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def contents(self) -> Contents: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def teachings(self) -> Teachings: ...
    @property
    def relays(self) -> Relays: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def new_links(self) -> NewLinks: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def succession(self) -> Succession: ...
    @property
    def api_keys(self) -> ApiKeys: ...
    @property
    def job_runs(self) -> JobRuns: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def auditing(self) -> AuditReadings: ...

    async def commit(self) -> None:
        """Keep it all; afterwards those who wait for deliveries are woken if any were queued or dirtied."""
        ...


class Storage(Protocol):
    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a writing transaction; leaving it without `commit` rolls back."""
        ...

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open a consistent reading transaction."""
        ...


class ErasingStorage(Storage, Protocol):
    """A storage that can forget."""

    async def clear_traces(self) -> None:
        """After an erasure was committed: leave nothing of it in logs of the database's own."""
        ...
