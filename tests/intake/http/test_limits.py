import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import Request
from starlette.types import Message

from intake.http.bodies import LARGEST_PUSH, MEBIBYTE, read_json
from intake.http.errors import MalformedError, TooLargeError, TooSlowError
from tests.support.sample import Sample

EMPTY = b'{"source": "journal", "entries": []}'


async def test_a_body_at_the_limit_is_read(journal: httpx.AsyncClient, sample: Sample) -> None:
    answer = await journal.post("/v1/entries", content=EMPTY.ljust(LARGEST_PUSH))

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/v1/entries", "/v1/codes"])
async def test_a_larger_body_is_refused(journal: httpx.AsyncClient, sample: Sample, path: str) -> None:
    answer = await journal.post(path, content=EMPTY.ljust(LARGEST_PUSH + 1))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


async def test_a_larger_body_without_a_length_is_refused(journal: httpx.AsyncClient, sample: Sample) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * MEBIBYTE

    answer = await journal.put("/v1/roster", content=chunks())

    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"source": NaN}', b'"\\ud800"', b"[" * 5000])
async def test_what_is_no_json_is_malformed(journal: httpx.AsyncClient, sample: Sample, body: bytes) -> None:
    answer = await journal.post("/v1/entries", content=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "malformed")


async def test_the_fifth_push_at_once_is_asked_to_come_again(
    journal: httpx.AsyncClient, sample: Sample
) -> None:
    started, finish = asyncio.Semaphore(0), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield EMPTY
        started.release()
        await finish.wait()

    pushes = [asyncio.create_task(journal.post("/v1/entries", content=slowly())) for _ in range(4)]
    for _ in pushes:
        await started.acquire()
    assert "diary_pushes_in_flight 4.0" in (await journal.get("/metrics")).text
    refused = await journal.post("/v1/entries", content=EMPTY)
    finish.set()
    answers = await asyncio.gather(*pushes)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert {answer.status_code for answer in answers} == {200}
    assert (await journal.post("/v1/entries", content=EMPTY)).status_code == 200


def request_of(*messages: Message) -> Request:
    waiting = list(messages)

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    return Request({"type": "http", "headers": []}, receive)


async def test_a_body_that_does_not_arrive_is_given_up() -> None:
    with pytest.raises(TooSlowError):
        await read_json(request_of(), seconds=0.01)


async def test_a_body_that_ends_early_is_malformed() -> None:
    with pytest.raises(MalformedError):
        await read_json(request_of({"type": "http.disconnect"}))


async def test_an_endless_body_is_not_read_to_its_end() -> None:
    megabyte = {"type": "http.request", "body": b" " * MEBIBYTE, "more_body": True}

    with pytest.raises(TooLargeError):
        await read_json(request_of(*[megabyte] * 65))
