"""What handlers work with: each names what it needs."""

from dataclasses import dataclass, fields

from diary.clock import Clock
from diary.models.school import School
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
from diary.services.roster_files import RosterFilesService
from diary.services.talk import TalkService
from diary.services.teaching import TeachingService
from handlers.errands import Errands


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Handed to handlers under these names."""

    school: School
    clock: Clock
    people: PeopleService
    consents: ConsentService
    linking: LinkingService
    privacy: PrivacyService
    auditing: AuditService
    acknowledgement: AcknowledgementService
    absence_answers: AbsenceAnswers
    delegation: DelegationService
    delegation_changes: DelegationChanges
    talk: TalkService
    mailboxes: MailboxesService
    reading: ReadingService
    child_views: ChildViewsService
    teaching: TeachingService
    roster_files: RosterFilesService
    handing_out: HandingOutService
    errands: Errands
    applying: ApplyingService
    asking: AskingService
    desk: DeskService
    approving: ApprovingService
    deciding: DecidingService
    recovery: RecoveryService
    groups: GroupsService
    custody: CustodyService

    def by_name(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}
