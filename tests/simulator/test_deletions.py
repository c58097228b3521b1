from typing import Any

import pytest

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BotApi

TWO_DAYS = 48 * 3600


async def test_a_bot_deletes_its_own_and_the_persons_message(api: BotApi, client: SimulatorClient) -> None:
    mine = await api.ok("sendMessage", chat_id=ANNA, text="a")

    for message_id in (mine["message_id"], 1):
        assert await api.ok("deleteMessage", chat_id=ANNA, message_id=message_id)

    assert [m["sim"]["deleted"] for m in await client.messages(api.id, ANNA)] == [True, True]
    assert await api.refused("deleteMessage", chat_id=ANNA, message_id=1) == (
        "Bad Request: message to delete not found"
    )
    assert await api.refused("editMessageText", chat_id=ANNA, message_id=mine["message_id"], text="b") == (
        "Bad Request: message to edit not found"
    )


async def test_several_are_deleted_and_missing_ones_skipped(api: BotApi, client: SimulatorClient) -> None:
    mine = await api.ok("sendMessage", chat_id=ANNA, text="a")

    assert await api.ok("deleteMessages", chat_id=ANNA, message_ids=[1, mine["message_id"], 999])
    assert all(m["sim"]["deleted"] for m in await client.messages(api.id, ANNA))


@pytest.mark.parametrize(
    ("method", "field", "value"), [("deleteMessage", "message_id", 1), ("deleteMessages", "message_ids", [1])]
)
async def test_after_two_days_nothing_is_deleted(
    own: tuple[BotApi, SimulatorClient], method: str, field: str, value: Any
) -> None:
    api, client = own
    await client.advance(TWO_DAYS)

    assert await api.refused(method, chat_id=ANNA, **{field: value}) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_in_a_group_a_member_bot_deletes_only_its_own(api: BotApi, client: SimulatorClient) -> None:
    group = await client.make_group(api.id, "7Б", [ANNA], by=ANNA)
    theirs = await client.send(api.id, group["id"], "/start", sender=ANNA)
    mine = await api.ok("sendMessage", chat_id=group["id"], text="a")

    assert await api.ok("deleteMessage", chat_id=group["id"], message_id=mine["message_id"])
    assert await api.refused("deleteMessage", chat_id=group["id"], message_id=theirs["message_id"]) == (
        "Bad Request: message can't be deleted"
    )
