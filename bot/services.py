"""The use cases, wired once."""

from collections.abc import Callable
from datetime import timedelta

from bot.roster_files import build_roster_files
from bot.settings import Settings
from diary.clock import Clock
from diary.models.school import School
from diary.ports import ErasingStorage
from diary.rules.timing import Timing
from diary.services.absence_answers import AbsenceAnswers
from diary.services.acknowledgement import AcknowledgementService
from diary.services.auditing import AuditService
from diary.services.child_views import ChildViewsService
from diary.services.consents import ConsentService
from diary.services.custody import CustodyService
from diary.services.delegation import DelegationChanges, DelegationService
from diary.services.groups import GroupsService
from diary.services.handing_out import HandingOutService
from diary.services.linking import LinkingService
from diary.services.mailboxes import MailboxesService
from diary.services.people import PeopleService
from diary.services.privacy import PrivacyService
from diary.services.reading import ReadingService
from diary.services.recovery import RecoveryService
from diary.services.requests.applying import ApplyingService
from diary.services.requests.approving import ApprovingService
from diary.services.requests.asking import AskingService
from diary.services.requests.deciding import DecidingService
from diary.services.requests.desk import DeskService
from diary.services.requests.granting import Granting
from diary.services.talk import TalkService
from diary.services.teaching import TeachingService
from diary.services.verifiers import Verifiers
from handlers.errands import Errands
from handlers.services import Services
from views.consent import BUILT_IN, VERSION


def build_timing(school: School, settings: Settings) -> Timing:
    return Timing(
        school=school,
        coalesce=timedelta(seconds=settings.coalesce_seconds),
        hold=timedelta(minutes=settings.hold_minutes),
    )


def build_services(
    storage: ErasingStorage,
    clock: Clock,
    school: School,
    timing: Timing,
    verifiers: Verifiers,
    *,
    bot_username: Callable[[], str],
) -> Services:
    granting = Granting(verifiers=verifiers, bot_username=bot_username)
    return Services(
        school=school,
        clock=clock,
        people=PeopleService(storage=storage, clock=clock),
        consents=ConsentService(storage=storage, clock=clock, timing=timing, built_in=BUILT_IN),
        linking=LinkingService(
            storage=storage, clock=clock, timing=timing, verifiers=verifiers, consent_version=VERSION
        ),
        auditing=AuditService(storage=storage, clock=clock),
        privacy=PrivacyService(storage=storage, clock=clock, timing=timing),
        delegation=DelegationService(
            storage=storage, clock=clock, school=school, verifiers=verifiers, bot_username=bot_username
        ),
        delegation_changes=DelegationChanges(storage=storage, clock=clock, timing=timing),
        acknowledgement=AcknowledgementService(storage=storage, clock=clock),
        absence_answers=AbsenceAnswers(storage=storage, clock=clock, timing=timing),
        talk=TalkService(storage=storage, clock=clock, school=school, timing=timing),
        mailboxes=MailboxesService(storage=storage, clock=clock, timing=timing),
        reading=ReadingService(storage=storage, clock=clock, school=school),
        child_views=ChildViewsService(storage=storage, clock=clock),
        teaching=TeachingService(storage=storage, clock=clock, school=school),
        groups=GroupsService(storage=storage, clock=clock, timing=timing),
        custody=CustodyService(storage=storage, clock=clock, timing=timing),
        roster_files=build_roster_files(storage, clock, timing),
        handing_out=HandingOutService(
            storage=storage, clock=clock, verifiers=verifiers, bot_username=bot_username
        ),
        errands=Errands(),
        applying=ApplyingService(
            storage=storage, clock=clock, school=school, timing=timing, consent_version=VERSION
        ),
        asking=AskingService(storage=storage, clock=clock, school=school, timing=timing, granting=granting),
        desk=DeskService(storage=storage, clock=clock),
        approving=ApprovingService(
            storage=storage, clock=clock, timing=timing, granting=granting, consent_version=VERSION
        ),
        deciding=DecidingService(storage=storage, clock=clock, school=school, timing=timing),
        recovery=RecoveryService(storage=storage, clock=clock, timing=timing, granting=granting),
    )
