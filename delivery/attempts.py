"""One job handed over, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from delivery.channel import Channel
from delivery.decisions import Decision, GiveUp, Halt, Move, Plain, RetryIn, Why, decide, decide_edit
from delivery.jobs import Action, Job
from diary.models.deliveries import DeliveryState, Topic
from diary.models.ids import ChatId, TelegramMessageId
from views.rendered import Rendered

log = structlog.get_logger(__name__)

HALT_PAUSE = 60.0
"""Seconds until a bot whose token was refused is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`pause` stops the whole bot; `why` is set where it was given up."""

    job: Job
    rendered: Sequence[Rendered]
    state: DeliveryState
    attempts: int
    telegram_ids: tuple[TelegramMessageId, ...] = ()
    retry_in: float | None = None
    pause: float = 0.0
    halted: bool = False
    why: Why | None = None
    moved_to: ChatId | None = None


async def attempt(channel: Channel, job: Job, rendered: Sequence[Rendered]) -> Outcome:
    """Try; once more where markup was refused or the chat has moved."""
    chat_id, pages, moved_to = job.mailbox.chat_id, rendered, None
    for _ in range(3):
        try:
            ids = await channel.hand_over(job, pages, chat_id)
        except Exception as error:  # noqa: BLE001 - whatever it was, its deliveries need an outcome
            decision = _decide(job, error)
            _report(job, decision, error)
            if isinstance(decision, Plain) and pages is rendered:
                pages = [replace(page, marks=(), rows=(), parting=False) for page in rendered]
            elif isinstance(decision, Move) and moved_to is None:
                chat_id = moved_to = decision.chat_id
            else:
                return replace(_failed(job, rendered, decision), moved_to=moved_to)
        else:
            return _sent(job, rendered, ids, moved_to)
    return replace(_failed(job, rendered, GiveUp(Why.REFUSED)), moved_to=moved_to)


def undrawable(job: Job) -> Outcome:
    """Give up what cannot even be drawn, so that it does not hold up the chat."""
    return replace(_failed(job, (), GiveUp(Why.REFUSED)), rendered=())


def held_back(job: Job, rendered: Sequence[Rendered]) -> Outcome:
    """Return what was claimed to the queue untouched: nothing may be sent now."""
    return _failed(job, rendered, RetryIn(0.0))


def earlier_attempts(job: Job) -> int:
    return max((one.attempts for one in job.fresh), default=0)


def _decide(job: Job, error: Exception) -> Decision:
    if job.action is not Action.SEND:
        return decide_edit(error, earlier_attempts(job))
    decision = decide(error, earlier_attempts(job))
    repeated = isinstance(decision, RetryIn) and decision.unknown
    if repeated and any(one.topic is Topic.DIGEST for one in job.fresh):
        return GiveUp(Why.UNKNOWN)
    return decision


def _sent(
    job: Job, rendered: Sequence[Rendered], ids: tuple[TelegramMessageId, ...], moved_to: ChatId | None
) -> Outcome:
    return Outcome(
        job=job,
        rendered=rendered,
        state=DeliveryState.SENT,
        attempts=earlier_attempts(job),
        telegram_ids=ids,
        moved_to=moved_to,
    )


def _failed(job: Job, rendered: Sequence[Rendered], decision: Decision) -> Outcome:
    attempts = earlier_attempts(job)
    kept = Outcome(job=job, rendered=rendered, state=_as_before(job), attempts=attempts, retry_in=0.0)
    match decision:
        case RetryIn(seconds, unknown, whole_bot):
            state = DeliveryState.UNKNOWN if unknown else kept.state
            pause = seconds if whole_bot else 0.0
            return replace(kept, state=state, attempts=attempts + unknown, retry_in=seconds, pause=pause)
        case Halt():
            return replace(kept, pause=HALT_PAUSE, halted=True)
        case GiveUp(why):
            return _given_up(kept, why)
    return _given_up(kept, Why.REFUSED)


def _given_up(kept: Outcome, why: Why) -> Outcome:
    match why:
        case Why.NOT_MODIFIED:
            return _sent(kept.job, kept.rendered, _standing_ids(kept.job), None)
        case Why.UNEDITABLE:
            return replace(kept, why=why)
        case Why.UNREACHABLE:
            return replace(kept, why=why, state=DeliveryState.MISSED, retry_in=None)
    attempts = kept.attempts + (why is Why.UNKNOWN)
    return replace(kept, why=why, state=DeliveryState.DEAD, attempts=attempts, retry_in=None)


def _as_before(job: Job) -> DeliveryState:
    return job.fresh[0].state if job.fresh else DeliveryState.QUEUED


def _standing_ids(job: Job) -> tuple[TelegramMessageId, ...]:
    known = job.standing.message.telegram_message_id if job.standing else None
    return () if known is None else (known,)


def _report(job: Job, decision: Decision, error: Exception) -> None:
    """Say what happened without a word of what was to be said: errors quote texts and tokens."""
    if isinstance(decision, Halt):
        return  # said once for the bot
    if isinstance(decision, GiveUp) and decision.why is Why.NOT_MODIFIED:
        return  # it says already what it should
    log.warning(
        "handing over failed",
        action=job.action.name.lower(),
        mailbox=job.mailbox.id,
        error=type(error).__name__,
        decision=repr(decision),
    )
