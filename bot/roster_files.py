"""The service of roster files, for chats and for the command line."""

from diary.clock import Clock
from diary.ports import Storage
from diary.rules.timing import Timing
from diary.services.roster import RosterService
from diary.services.roster_files import RosterFilesService
from intake.files.desk import RosterFileDesk


def build_roster_files(storage: Storage, clock: Clock, timing: Timing) -> RosterFilesService:
    return RosterFilesService(
        storage=storage,
        clock=clock,
        school=timing.school,
        files=RosterFileDesk(),
        rosters=RosterService(storage=storage, clock=clock, timing=timing),
    )
