import json
from typing import Any

import aiohttp
import pytest

from simulator.client import SimulatorClient, SimulatorRefusedError, SimulatorTimeoutError
from simulator.ports import ProcessState
from simulator.testing import BOT_ID, running_simulator
from tests.simulator.asking import ANNA, BORIS, BotApi, Json


class PaperJournal:
    """Repeats what it was asked."""

    async def forward(self, method: str, path: str, body: bytes, content_type: str) -> tuple[int, bytes, str]:
        return 201, json.dumps([method, path, body.decode(), content_type]).encode(), "application/json"

    async def choices(self) -> dict[str, Any]:
        return {"students": [{"id": "s1"}]}


class Lamp:
    """A process that is on or off."""

    def __init__(self) -> None:
        self.state: ProcessState = "running"

    async def kill(self) -> None:
        self.state = "stopped"

    async def start(self) -> None:
        self.state = "running"


async def test_the_state_lists_bots_people_and_chats(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.add_user(5, "Вера", note="бабушка", start="abc-1")
    await api.ok("sendMessage", chat_id=ANNA, text="a")
    state = await client.state()

    assert state["bots"] == [{"id": api.id, "first_name": "Diary", "username": "diary_bot"}]
    assert state["users"][-1] == {
        "id": 5,
        "is_bot": False,
        "first_name": "Вера",
        "note": "бабушка",
        "start": "abc-1",
    }
    anna = state["chats"][0]
    assert (anna["id"], anna["type"], anna["title"], anna["unread"]) == (ANNA, "private", "Анна", 1)
    assert (state["journal"], state["process"]) == (False, None)


async def test_messages_are_unread_until_read_or_answered(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own

    async def unread() -> int:
        return int((await client.state())["chats"][0]["unread"])

    for _ in "ab":
        await api.ok("sendMessage", chat_id=ANNA, text="a")
    assert await unread() == 2
    await client.call("POST", f"bots/{api.id}/chats/{ANNA}/read", {})
    assert await unread() == 0
    await api.ok("sendMessage", chat_id=ANNA, text="a")
    await client.send(api.id, ANNA, "ответ")
    assert await unread() == 0


async def test_a_deep_link_is_offered_until_it_is_used(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await client.add_user(5, "Вера", start="abc")
    await client.send(api.id, 5, "/start")
    assert (await client.state())["users"][-1]["start"] == "abc"

    await client.send(api.id, 5, "/start abc")

    assert (await client.state())["users"][-1]["start"] is None


async def test_messages_are_paged_backwards(api: BotApi, client: SimulatorClient) -> None:
    for text in "abcd":
        await client.send(api.id, ANNA, text)
    path = f"bots/{api.id}/chats/{ANNA}/messages"

    last = await client.call("GET", path, limit=2)
    first = await client.call("GET", path, limit=3, before=last["messages"][0]["message_id"])

    assert [m["text"] for m in last["messages"]] == ["c", "d"]
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["/start", "a", "b"], False)
    assert last["has_more"]
    assert await client.messages(api.id, BORIS) == []


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", "bots", {"token": "nonsense", "first_name": "a", "username": "b"}, 422),
        ("POST", "bots", {"token": "123456:OTHER", "first_name": "a", "username": "b"}, 409),
        ("POST", "users", {"id": 0, "first_name": "a"}, 422),
        ("POST", "users", {"id": 1, "first_name": "a", "surname": "b"}, 422),
        ("GET", "bots/1/chats/1/messages", None, 404),
        ("GET", "bots/123456/files/none", None, 404),
        ("GET", "callbacks/none", None, 404),
        ("POST", "bots/123456/chats/77/send", {"from": 404, "text": "a"}, 404),
        ("POST", "bots/123456/chats/404/send", {"from": 77, "text": "a"}, 404),
        ("POST", "bots/123456/chats/78/send", {"from": 77, "text": "a"}, 403),
        ("POST", "bots/123456/chats/77/send", {"from": 77, "text": "a", "reply_to_message_id": 9}, 404),
        ("POST", "bots/123456/chats/77/edit", {"from": 77, "message_id": 9, "text": "a"}, 404),
        ("POST", "bots/123456/chats/404/block", {}, 404),
        ("POST", "bots/123456/groups", {"title": "a", "members": [404], "by": 77}, 404),
        ("POST", "bots/123456/groups/77/kick", {}, 400),
        ("PUT", "faults", [{"kind": "earthquake"}], 422),
        ("PUT", "rates", {"per_second": 0}, 422),
        ("POST", "clock", {"advance": -1}, 422),
        ("POST", "journal/v1/entries", {}, 404),
        ("GET", "journal-choices", None, 404),
        ("POST", "process/kill", {}, 404),
        ("GET", "nothing", None, 404),
    ],
)
async def test_refusals_have_a_status_and_words(
    session: aiohttp.ClientSession, one_server: str, verb: str, path: str, body: object, status: int
) -> None:
    async with session.request(verb, f"{one_server}/sim/{path}", json=body) as response:
        assert response.status == status
        assert (await response.json())["error"]


async def test_people_edit_only_what_they_wrote(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    mine = await api.ok("sendMessage", chat_id=ANNA, text="a")

    with pytest.raises(SimulatorRefusedError) as refusal:
        await client.edit(api.id, ANNA, mine["message_id"], "b")

    assert refusal.value.status == 403


async def test_a_blocked_bot_is_not_written_to_and_groups_are_not_blocked(
    own: tuple[BotApi, SimulatorClient],
) -> None:
    api, client = own
    await client.block(api.id, ANNA)
    with pytest.raises(SimulatorRefusedError, match="unblock"):
        await client.send(api.id, ANNA, "a")

    group = (await client.make_group(api.id, "7Б", [ANNA], by=ANNA))["id"]
    with pytest.raises(SimulatorRefusedError, match="private"):
        await client.block(api.id, group)


async def test_events_are_told_as_they_happen(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    seq = (await client.state())["seq"]
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a")
    await api.ok("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="b")
    await api.ok("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    await api.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    await client.block(api.id, ANNA)
    await client.add_user(5, "Вера")

    after, events = await client.poll(seq)

    kinds = ["message", "edited", "deleted", "commands", "member", "user"]
    assert [event["kind"] for event in events] == kinds
    assert [event["seq"] for event in events] == list(range(seq + 1, after + 1))
    assert events[2]["message_id"] == sent["message_id"]
    assert await client.poll(after, 0.01) == (after, [])


async def test_events_are_streamed_and_resumed(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    seq = (await client.state())["seq"]
    await api.ok("sendMessage", chat_id=ANNA, text="раз")
    url = f"{api.address}/sim/events?requests=1"
    async with api.session.get(url, headers={"Last-Event-ID": str(seq)}) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert await response.content.readuntil(b"\n\n") == b": connected\n\n"
        first = (await response.content.readuntil(b"\n\n")).decode().splitlines()
        await api.ok("getMe")
        second = (await response.content.readuntil(b"\n\n")).decode().splitlines()

    assert first[:2] == [f"id: {seq + 1}", "event: message"]
    assert json.loads(first[2].removeprefix("data: "))["message"]["text"] == "раз"
    assert second[1] == "event: request"


async def test_requests_are_logged_in_order(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    sent = await api.ok("sendMessage", chat_id=ANNA, text="a")
    await api.refused("sendMessage", chat_id=404, text="b")
    await api.refused("flyAway")

    logged = await client.requests()

    assert [(r["n"], r["method"], r["status"]) for r in logged] == [
        (1, "sendMessage", 200),
        (2, "sendMessage", 400),
        (3, "flyAway", 404),
    ]
    assert (logged[0]["message_id"], logged[0]["params"]["text"]) == (sent["message_id"], "a")
    assert [r["n"] for r in await client.requests(after=1, method="sendMessage")] == [2]


async def test_waiting_says_what_was_there_instead(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    sent = await api.ok("sendMessage", chat_id=ANNA, text="не то")

    with pytest.raises(SimulatorTimeoutError, match="не то"):
        await client.wait_for_message(api.id, ANNA, lambda m: m["text"] == "то", timeout=0.01)
    with pytest.raises(SimulatorTimeoutError, match="sendPhoto"):
        await client.wait_for_request("sendPhoto", timeout=0.01)
    with pytest.raises(SimulatorTimeoutError, match="Подписать"):
        await client.tap(api.id, sent, "Подписать")


async def test_the_client_must_be_opened() -> None:
    with pytest.raises(RuntimeError):
        await SimulatorClient("http://127.0.0.1:9").state()


async def test_the_journal_and_the_process_are_passed_on_to(session: aiohttp.ClientSession) -> None:
    async with running_simulator(journal=PaperJournal(), process=Lamp()) as (address, client):
        url = f"{address}/sim/journal/v1/entries/a%2Fb?kind=grade"
        async with session.post(url, json={"a": 1}) as response:
            assert response.status == 201
            said = await response.json()
        assert said == ["POST", "v1/entries/a%2Fb?kind=grade", '{"a": 1}', "application/json"]
        assert await client.call("GET", "journal-choices") == {"students": [{"id": "s1"}]}
        assert (await client.state())["process"] == {"state": "running"}
        assert await client.call("POST", "process/kill", {}) == {"state": "stopped"}
        assert await client.call("POST", "process/start", {}) == {"state": "running"}
        assert (await client.state())["bots"][0]["id"] == BOT_ID


async def test_the_page_is_served_with_its_files(session: aiohttp.ClientSession, one_server: str) -> None:
    async with session.get(one_server) as response:
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    async with session.get(f"{one_server}/page/index.html") as response:
        assert response.status == 200
    for outside in ("/page/none.js", "/page/%2e%2e/app.py"):
        async with session.get(one_server + outside) as response:
            assert response.status == 404


@pytest.mark.parametrize("again", [{"first_name": "Новый", "username": "new_bot"}])
async def test_a_bot_may_be_renamed(own: tuple[BotApi, SimulatorClient], again: Json) -> None:
    api, client = own
    await client.add_bot(token=api.token, **again)

    assert (await api.ok("getMe"))["username"] == "new_bot"


async def test_a_message_is_received_once_the_bot_has_confirmed_it(
    own: tuple[BotApi, SimulatorClient],
) -> None:
    api, client = own
    seq = (await client.state())["seq"]

    async def received() -> list[bool]:
        return [message["sim"]["received"] for message in await client.messages(api.id, ANNA)]

    (first, *_) = await api.ok("getUpdates")
    assert await received() == [False]

    await api.ok("getUpdates", offset=first["update_id"] + 1, timeout=0)
    _, events = await client.poll(seq)
    assert await received() == [True]
    assert [(one["chat"], one["message_id"]) for one in events if one["kind"] == "received"] == [
        (ANNA, first["message"]["message_id"])
    ]


async def test_what_the_bot_says_is_received_by_nobody(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    await api.ok("sendMessage", chat_id=ANNA, text="a")

    assert "received" not in (await client.messages(api.id, ANNA))[-1]["sim"]


async def test_the_state_tells_faults_and_rates_so_that_they_can_be_put_again(
    own: tuple[BotApi, SimulatorClient],
) -> None:
    _, client = own
    assert [(await client.state())[key] for key in ("faults", "rates")] == [[], {}]

    await client.set_faults(
        {"kind": "5xx", "times": 0}, {"kind": "slow", "method": "sendMessage", "seconds": 3}
    )
    await client.set_rates(per_second=30)
    state = await client.state()
    await client.set_faults(*state["faults"])
    await client.set_rates(**state["rates"])

    assert [(one["kind"], one["method"], one["seconds"]) for one in state["faults"]] == [
        ("slow", "sendMessage", 3.0)
    ]
    assert state["rates"] == {"per_second": 30.0, "burst": 3}
    assert {key: (await client.state())[key] for key in ("faults", "rates")} == {
        "faults": state["faults"],
        "rates": state["rates"],
    }
