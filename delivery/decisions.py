"""What a failed call means for what it was to send."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from diary.models.ids import ChatId

UNKNOWN_LIMIT = 3
"""So many answers lost, and nobody knows how often the parent has it already: it is given up."""

UNREACHABLE_PAUSE = 2.0
LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class RetryIn:
    """Try again; it has certainly not arrived, unless `unknown`, which counts as an attempt.

    `whole_bot`: nothing else of this bot would pass either.
    """

    seconds: float
    unknown: bool = False
    whole_bot: bool = False


class Why(Enum):
    REFUSED = auto()
    """Telegram will never take it."""
    UNKNOWN = auto()
    """Its fate stayed unknown too often."""
    UNREACHABLE = auto()
    """The chat has blocked the bot or is gone: nothing else will pass there either."""
    NOT_MODIFIED = auto()
    """An edit that changes nothing: it is as it should be."""
    UNEDITABLE = auto()


@dataclass(frozen=True, slots=True)
class GiveUp:
    why: Why


@dataclass(frozen=True, slots=True)
class Plain:
    """Once more, without markup."""


@dataclass(frozen=True, slots=True)
class Move:
    """Once more, to the chat that this one has become."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True)
class Halt:
    """The bot's token is refused: nothing is to blame that waits to be sent."""


Decision: TypeAlias = RetryIn | GiveUp | Plain | Move | Halt

# Telegram answers 400 with these words, undocumented but long stable
_GONE = (
    "chat not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
)
_MARKUP = ("can't parse", "entit", "button", "keyboard", "reply markup")
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def decide(error: BaseException, attempts: int) -> Decision:
    """Decide on a failed send. `attempts` counts the earlier ones whose outcome stayed unknown."""
    decision = _certain(error)
    if decision is not None:
        return decision
    if attempts + 1 >= UNKNOWN_LIMIT:
        return GiveUp(Why.UNKNOWN)
    return RetryIn(backoff(attempts), unknown=True)


def decide_edit(error: BaseException, attempts: int) -> Decision:
    """Decide on a failed edit, which may be repeated without harm."""
    if isinstance(error, TelegramBadRequest):
        said = error.message.lower()
        if "message is not modified" in said:
            return GiveUp(Why.NOT_MODIFIED)
        if any(words in said for words in _UNEDITABLE):
            return GiveUp(Why.UNEDITABLE)
    decision = decide(error, attempts)
    if decision == GiveUp(Why.UNKNOWN):
        return RetryIn(LONGEST_WAIT)
    if isinstance(decision, RetryIn):
        return RetryIn(decision.seconds, whole_bot=decision.whole_bot)
    return decision


def _certain(error: BaseException) -> Decision | None:
    """Decide where it has certainly not arrived; None where it may have."""
    decision: Decision | None = None
    match error:
        case TelegramRetryAfter():
            decision = RetryIn(float(error.retry_after), whole_bot=True)
        case TelegramMigrateToChat():
            decision = Move(ChatId(error.migrate_to_chat_id))
        case TelegramUnauthorizedError() | TelegramNotFound():
            decision = Halt()
        case TelegramForbiddenError():
            decision = GiveUp(Why.UNREACHABLE)
        case TelegramBadRequest():
            decision = _refused(error.message.lower())
        case TelegramEntityTooLarge():  # a subclass of the network error, so it stands before it
            decision = GiveUp(Why.REFUSED)
        case TelegramConflictError():
            decision = RetryIn(UNREACHABLE_PAUSE, whole_bot=True)
        case TelegramNetworkError() if _never_left(error):
            decision = RetryIn(UNREACHABLE_PAUSE, whole_bot=True)
    return decision


def backoff(attempts: int) -> float:
    return min(LONGEST_WAIT, 2.0**attempts)


def _refused(said: str) -> Decision:
    if any(words in said for words in _GONE):
        return GiveUp(Why.UNREACHABLE)
    return Plain() if any(words in said for words in _MARKUP) else GiveUp(Why.REFUSED)


def _never_left(error: TelegramNetworkError) -> bool:
    """Whether no connection was made, so that nothing can have arrived."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
