"""How often codes may be tried, and what too many failures lead to."""

from datetime import datetime, timedelta

from diary.errors import TooManyTriesError
from diary.models.ids import BotId, CodeId, TelegramUserId
from diary.ports import UnitOfWork
from diary.ports.audit import AuditRecord
from diary.rules.timing import Timing
from diary.services.telling import Notice, tell

TRIES = 5
WITHIN = timedelta(hours=1)
BURN_AT = 10
"""Wrong verifiers at one selector that make its code worthless."""

ALARM = "code_alarm"
"""To the office: `tries` failed within the hour."""

ALARM_AT = 30
"""Failed tries of all accounts within the hour that the office hears of."""


async def begin_try(uow: UnitOfWork, bot_id: BotId, user: TelegramUserId, now: datetime) -> int:
    """Count a try until it is forgiven; raises TooManyTriesError."""
    await uow.code_tries.lock(user)
    failed = await uow.code_tries.since(bot_id, user, now - WITHIN)
    if len(failed) >= TRIES:
        raise TooManyTriesError(failed[-TRIES] + WITHIN)
    return await uow.code_tries.begin(bot_id, user, now=now)


async def note_failure(
    uow: UnitOfWork, timing: Timing, bot_id: BotId, mistaken: CodeId, now: datetime
) -> None:
    """Count it against the code that was aimed at (NO_CODE: none), and raise the alarm when they pile up.

    Whatever was wrong, the same is asked of the database: time tells nothing.
    """
    if await uow.codes.count_failure(mistaken, burn_at=BURN_AT, now=now):
        await uow.audit.add(AuditRecord(action="code_burned", subject_id=mistaken), now=now)
    failed = await uow.code_tries.of_all_since(bot_id, now - WITHIN)
    if failed >= ALARM_AT:
        await _raise_alarm(uow, timing, failed, now)


async def _raise_alarm(uow: UnitOfWork, timing: Timing, failed: int, now: datetime) -> None:
    """Tell the office, once an hour for as long as it lasts."""
    last = await uow.job_runs.last(ALARM)
    if last is not None and now - last < WITHIN:
        return
    if await uow.job_runs.begin(ALARM, f"{now:%Y-%m-%dT%H:%M}", now=now):
        await uow.audit.add(AuditRecord(action=ALARM, detail={"tries": failed}), now=now)
        notice = Notice(what=ALARM, data={"tries": failed})
        await tell(uow, timing, notice, await uow.people.office(), now=now)
