from collections.abc import Callable

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    SocketTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey

from delivery.decisions import (
    Decision,
    GiveUp,
    Halt,
    Move,
    Plain,
    RetryIn,
    Why,
    backoff,
    decide,
    decide_edit,
)
from diary.models.ids import ChatId

METHOD = SendMessage(chat_id=1, text="x")
NOWHERE = ConnectionKey("nowhere", 443, True, True, None, None, None)


def network(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(METHOD, "failed")
    error.__cause__ = cause
    return error


def bad(said: str) -> TelegramBadRequest:
    return TelegramBadRequest(METHOD, f"Bad Request: {said}")


PAUSE = RetryIn(2.0, whole_bot=True)
UNSURE = RetryIn(1.0, unknown=True)
GONE = GiveUp(Why.UNREACHABLE)
REFUSED = GiveUp(Why.REFUSED)
TABLE: list[tuple[Exception, Decision]] = [
    (TelegramRetryAfter(METHOD, "Too Many Requests", 7), RetryIn(7.0, whole_bot=True)),
    (TelegramUnauthorizedError(METHOD, "Unauthorized"), Halt()),
    (TelegramNotFound(METHOD, "Not Found"), Halt()),
    (TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"), GONE),
    (TelegramMigrateToChat(METHOD, "upgraded", -1007), Move(ChatId(-1007))),
    (TelegramEntityTooLarge(METHOD, "Request Entity Too Large"), REFUSED),
    (TelegramConflictError(METHOD, "Conflict"), PAUSE),
    (bad("chat not found"), GONE),
    (bad("not enough rights to send text messages to the chat"), GONE),
    (bad("can't parse entities: unexpected end"), Plain()),
    (bad("BUTTON_DATA_INVALID"), Plain()),
    (bad("wrong file identifier/HTTP URL specified"), REFUSED),
    (network(ClientConnectorError(NOWHERE, OSError("refused"))), PAUSE),
    (network(ClientConnectorDNSError(NOWHERE, OSError("unknown host"))), PAUSE),
    (network(ConnectionTimeoutError("connect")), PAUSE),
    (network(SocketTimeoutError("read")), UNSURE),
    (network(TimeoutError()), UNSURE),
    (network(ServerDisconnectedError()), UNSURE),
    (TelegramServerError(METHOD, "Bad Gateway"), UNSURE),
    (RestartingTelegram(METHOD, "restart"), UNSURE),
    (ClientDecodeError("no JSON", ValueError("<html>"), "<html>"), UNSURE),
    (TelegramAPIError(METHOD, "unheard of"), UNSURE),
]


@pytest.mark.parametrize(("error", "decision"), TABLE, ids=lambda value: repr(value)[:60])
def test_each_failure_has_its_meaning(error: Exception, decision: Decision) -> None:
    assert decide(error, 0) == decision


@pytest.mark.parametrize(
    ("attempts", "decision"), [(1, RetryIn(2.0, unknown=True)), (2, GiveUp(Why.UNKNOWN))]
)
def test_the_third_lost_answer_is_the_last(attempts: int, decision: Decision) -> None:
    assert decide(TelegramServerError(METHOD, "Bad Gateway"), attempts) == decision


@pytest.mark.parametrize("attempts", [0, 1, 2, 50])
def test_limits_and_lost_connections_bury_nothing(attempts: int) -> None:
    assert decide(TelegramRetryAfter(METHOD, "slow down", 3), attempts) == RetryIn(3.0, whole_bot=True)
    assert decide(network(ClientConnectorError(NOWHERE, OSError("refused"))), attempts) == PAUSE


EDITS: list[tuple[Exception, Decision]] = [
    (bad("message is not modified: specified new message content"), GiveUp(Why.NOT_MODIFIED)),
    (bad("message to edit not found"), GiveUp(Why.UNEDITABLE)),
    (bad("message can't be edited"), GiveUp(Why.UNEDITABLE)),
    (bad("MESSAGE_ID_INVALID"), GiveUp(Why.UNEDITABLE)),
    (bad("can't parse entities"), Plain()),
    (TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"), GONE),
    (TelegramServerError(METHOD, "Bad Gateway"), RetryIn(1.0)),
    (TelegramRetryAfter(METHOD, "slow down", 3), RetryIn(3.0, whole_bot=True)),
]


@pytest.mark.parametrize(("error", "decision"), EDITS, ids=lambda value: repr(value)[:60])
def test_an_edit_may_be_repeated_without_harm(error: Exception, decision: Decision) -> None:
    assert decide_edit(error, 0) == decision


@pytest.mark.parametrize("decider", [decide_edit])
def test_an_edit_is_never_given_up_for_a_lost_answer(
    decider: Callable[[BaseException, int], Decision],
) -> None:
    assert decider(TelegramServerError(METHOD, "Bad Gateway"), 9) == RetryIn(60.0)


def test_waits_grow_to_a_minute() -> None:
    assert [backoff(attempts) for attempts in (0, 1, 2, 10)] == [1.0, 2.0, 4.0, 60.0]
