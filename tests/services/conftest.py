from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from diary.models.school import School
from diary.rules.timing import Timing
from diary.services.absence_answers import AbsenceAnswers
from diary.services.acknowledgement import AcknowledgementService
from diary.services.codes import CodesService
from diary.services.delegation import DelegationChanges, DelegationExpiry, DelegationService
from diary.services.linking import LinkingService
from diary.services.people import PeopleService
from diary.services.talk import TalkService
from diary.services.verifiers import Verifiers
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock


@pytest.fixture
def timing(school: School) -> Timing:
    return Timing(school=school, coalesce=timedelta(seconds=20), hold=timedelta())


@pytest.fixture
def verifiers() -> Verifiers:
    return Verifiers(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def codes(storage: SqlStorage, clock: FrozenClock, verifiers: Verifiers) -> CodesService:
    return CodesService(storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: "diary_bot")


@pytest.fixture
def linking(storage: SqlStorage, clock: FrozenClock, timing: Timing, verifiers: Verifiers) -> LinkingService:
    return LinkingService(
        storage=storage, clock=clock, timing=timing, verifiers=verifiers, consent_version="2026-1"
    )


@pytest.fixture
def people(storage: SqlStorage, clock: FrozenClock) -> PeopleService:
    return PeopleService(storage=storage, clock=clock)


@pytest.fixture
def acknowledgement(storage: SqlStorage, clock: FrozenClock) -> AcknowledgementService:
    return AcknowledgementService(storage=storage, clock=clock)


@pytest.fixture
def absence_answers(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> AbsenceAnswers:
    return AbsenceAnswers(storage=storage, clock=clock, timing=timing)


@pytest.fixture
def talk(storage: SqlStorage, clock: FrozenClock, school: School, timing: Timing) -> TalkService:
    return TalkService(storage=storage, clock=clock, school=school, timing=timing)


@pytest.fixture
def delegation(
    storage: SqlStorage, clock: FrozenClock, school: School, verifiers: Verifiers
) -> DelegationService:
    return DelegationService(
        storage=storage, clock=clock, school=school, verifiers=verifiers, bot_username=lambda: "diary_bot"
    )


@pytest.fixture
def changes(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> DelegationChanges:
    return DelegationChanges(storage=storage, clock=clock, timing=timing)


@pytest.fixture
def expiry(storage: SqlStorage, clock: FrozenClock, timing: Timing) -> DelegationExpiry:
    return DelegationExpiry(storage=storage, clock=clock, timing=timing)
