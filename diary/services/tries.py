"""How often codes may be tried, and what too many failures lead to."""

from datetime import datetime, timedelta

from diary.errors import TooManyTriesError
from diary.models.codes import KeptCode
from diary.models.ids import BotId, TelegramUserId
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.telling import Notice, tell

TRIES = 5
WITHIN = timedelta(hours=1)
BURN_AT = 10
"""Wrong verifiers at one selector that make its code worthless."""

ALARM_AT = 30
"""Failed tries of all accounts within the hour that the office hears of."""


async def begin_try(uow: UnitOfWork, bot_id: BotId, user: TelegramUserId, now: datetime) -> int:
    """Count a try until it is forgiven; raises TooManyTriesError."""
    failed = await uow.code_tries.since(bot_id, user, now - WITHIN)
    if len(failed) >= TRIES:
        raise TooManyTriesError(failed[-TRIES] + WITHIN)
    return await uow.code_tries.begin(bot_id, user, now=now)


async def note_failure(
    uow: UnitOfWork, timing: Timing, bot_id: BotId, mistaken: KeptCode | None, now: datetime
) -> None:
    """Count it against the code that was aimed at, and raise the alarm when failures pile up."""
    if mistaken and await uow.codes.count_failure(mistaken.id, burn_at=BURN_AT, now=now):
        await uow.audit.add(AuditRecord(action="code_burned", subject_id=mistaken.id), now=now)
    if await uow.code_tries.of_all_since(bot_id, now - WITHIN) == ALARM_AT:
        notice = Notice(what="code_alarm", data={"tries": ALARM_AT})
        await tell(uow, timing, notice, await uow.people.office(), now=now)
