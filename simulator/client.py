"""An async client of `/sim`, for tests, benchmarks and the demo."""

import asyncio
import base64
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
Predicate = Callable[[Json], bool]

DEFAULT_SECONDS = 10.0


class SimulatorRefusedError(Exception):
    """`/sim` has refused; `status` and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason


class SimulatorTimeoutError(TimeoutError):
    """What was waited for has not happened; the words say what was there instead."""


def file(name: str, content: bytes, mime: str | None = None) -> Json:
    """Make a File of `/sim`."""
    body: Json = {"name": name, "base64": base64.b64encode(content).decode()}
    return {**body, "mime": mime} if mime else body


def buttons(message: Json) -> list[Json]:
    """All inline buttons of a message, row after row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


class SimulatorClient:
    """`bot` is always the bot's numeric id, `chat` the chat's; in private chats that is the user's id."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, verb: str, path: str, body: object = None, **query: Any) -> Any:
        """Any call of `/sim`, decoded. Raises SimulatorRefusedError."""
        if self._session is None:
            raise RuntimeError("use SimulatorClient as an async context manager")
        params = {key: str(value) for key, value in query.items() if value is not None}
        async with self._session.request(
            verb, f"{self.address}/sim/{path}", json=body, params=params
        ) as response:
            answer = await response.json(content_type=None)
            if not response.ok:
                raise SimulatorRefusedError(response.status, str(answer.get("error", answer)))
            return answer

    # accounts

    async def state(self) -> Json:
        answer: Json = await self.call("GET", "state")
        return answer

    async def add_bot(self, *, token: str, first_name: str = "Diary", username: str = "diary_bot") -> Json:
        body = {"token": token, "first_name": first_name, "username": username}
        answer: Json = await self.call("POST", "bots", body)
        return answer

    async def add_user(self, user_id: int, first_name: str, **fields: str | None) -> Json:
        """Fields: last_name, username, language_code, note, start."""
        answer: Json = await self.call("POST", "users", {"id": user_id, "first_name": first_name, **fields})
        return answer

    async def make_group(self, bot: int, title: str, members: Sequence[int], *, by: int) -> Json:
        body = {"title": title, "members": list(members), "by": by}
        answer: Json = await self.call("POST", f"bots/{bot}/groups", body)
        return answer

    async def migrate(self, bot: int, chat: int, *, by: int | None = None) -> int:
        answer = await self.call("POST", f"bots/{bot}/groups/{chat}/migrate", {"by": by})
        return int(answer["new_chat_id"])

    async def kick(self, bot: int, chat: int, *, by: int | None = None) -> None:
        await self.call("POST", f"bots/{bot}/groups/{chat}/kick", {"by": by})

    async def add_again(self, bot: int, chat: int, *, by: int | None = None) -> None:
        await self.call("POST", f"bots/{bot}/groups/{chat}/add", {"by": by})

    async def block(self, bot: int, chat: int) -> None:
        await self.call("POST", f"bots/{bot}/chats/{chat}/block", {})

    async def unblock(self, bot: int, chat: int) -> None:
        await self.call("POST", f"bots/{bot}/chats/{chat}/unblock", {})

    # what people do

    async def send(
        self, bot: int, chat: int, text: str | None = None, *, sender: int | None = None, **fields: Any
    ) -> Json:
        """Send and return the message (the first one of an album); fields as in docs/simulator.md."""
        body = {"from": sender or chat, **({"text": text} if text is not None else {}), **fields}
        answer = await self.call("POST", f"bots/{bot}/chats/{chat}/send", body)
        message: Json = answer["messages"][0]
        return message

    async def edit(
        self, bot: int, chat: int, message_id: int, text: str, *, sender: int | None = None
    ) -> Json:
        body = {"from": sender or chat, "message_id": message_id, "text": text}
        answer: Json = await self.call("POST", f"bots/{bot}/chats/{chat}/edit", body)
        return answer

    async def press(
        self,
        bot: int,
        chat: int,
        message_id: int,
        data: str,
        *,
        sender: int | None = None,
        forged: bool = False,
    ) -> str:
        """Tap the button that carries `data`; the answer to it comes from `callback`."""
        body = {"from": sender or chat, "message_id": message_id, "data": data, "forged": forged}
        answer = await self.call("POST", f"bots/{bot}/chats/{chat}/press", body)
        return str(answer["callback_query_id"])

    async def tap(
        self, bot: int, message: Json, label: str, *, sender: int | None = None, wait: float = DEFAULT_SECONDS
    ) -> Json:
        """Tap the button whose text contains `label` and wait for the bot's answer to the tap."""
        chat = int(message["chat"]["id"])
        found = [b for b in buttons(message) if label in b["text"] and "callback_data" in b]
        if not found:
            raise SimulatorTimeoutError(f"no button {label!r} among {[b['text'] for b in buttons(message)]}")
        query = await self.press(bot, chat, message["message_id"], found[0]["callback_data"], sender=sender)
        return await self.callback(query, wait=wait)

    async def callback(self, callback_query_id: str, *, wait: float = DEFAULT_SECONDS) -> Json:
        """Wait for what the bot answers: answered, text, show_alert, url, answers (how many there were)."""
        answer: Json = await self.call("GET", f"callbacks/{callback_query_id}", wait=wait)
        return answer

    # what is there

    async def messages(
        self, bot: int, chat: int, *, limit: int | None = None, before: int | None = None
    ) -> list[Json]:
        """Oldest first, deleted ones included (see their sim.deleted)."""
        answer = await self.call("GET", f"bots/{bot}/chats/{chat}/messages", limit=limit, before=before)
        return list(answer["messages"])

    async def commands(self, bot: int, chat: int, user: int) -> list[Json]:
        answer = await self.call("GET", f"bots/{bot}/chats/{chat}/commands", user=user)
        return list(answer["commands"])

    async def requests(self, *, after: int = 0, method: str | None = None, wait: float = 0) -> list[Json]:
        """List what the bot has called after the call `after`, waiting for a first one if there is none."""
        answer = await self.call("GET", "requests", after=after, method=method, wait=wait)
        return list(answer["requests"])

    async def poll(self, after: int, timeout: float = 0) -> tuple[int, list[Json]]:  # noqa: ASYNC109
        """Give the seq to go on from and the events after `after`, long-polled."""
        answer = await self.call("GET", "poll", after=after, timeout=timeout)
        return int(answer["seq"]), list(answer["events"])

    # trouble

    async def set_faults(self, *faults: Json) -> None:
        """Replace all faults; none clears them. Answers that a slow one holds back go then."""
        await self.call("PUT", "faults", list(faults))

    async def set_rates(self, **rates: float) -> None:
        """per_second, per_chat, per_group_minute, burst; none of them: no limits."""
        await self.call("PUT", "rates", rates)

    async def advance(self, seconds: float) -> None:
        await self.call("POST", "clock", {"advance": seconds})

    # waiting

    async def wait_for_message(
        self,
        bot: int,
        chat: int,
        predicate: Predicate = lambda _: True,
        timeout: float = DEFAULT_SECONDS,  # noqa: ASYNC109  (the contract's name)
        *,
        after: int = 0,
    ) -> Json:
        """Give the newest living message of the bot that matches, or the first to come or be edited so.

        Only messages with an id above `after` count. Raises SimulatorTimeoutError with what was there.
        """

        def wanted(message: Json) -> bool:
            return (
                message["message_id"] > after
                and message["from"]["id"] == bot
                and not message["sim"]["deleted"]
                and predicate(message)
            )

        seq = (await self.state())["seq"]
        there = await self.messages(bot, chat)
        for message in reversed(there):
            if wanted(message):
                return message
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while (remaining := deadline - loop.time()) > 0:
            seq, events = await self.poll(seq, remaining)
            for event in events:
                if event["kind"] in {"message", "edited"} and (event["bot"], event["chat"]) == (bot, chat):
                    there.append(event["message"])
                    if wanted(event["message"]):
                        return there[-1]
        said = [m.get("text") or m.get("caption") for m in there[-5:]]
        raise SimulatorTimeoutError(f"no such message in chat {chat}; the last ones: {said}")

    async def wait_for_request(
        self,
        method: str,
        predicate: Predicate = lambda _: True,
        timeout: float = DEFAULT_SECONDS,  # noqa: ASYNC109
        *,
        after: int = 0,
    ) -> Json:
        """Give the first call of the method that matches, refused ones included."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while (remaining := deadline - loop.time()) > 0:
            for request in await self.requests(after=after, method=method, wait=remaining):
                after = request["n"]
                if predicate(request):
                    return request
        raise SimulatorTimeoutError(f"no such call of {method}")
