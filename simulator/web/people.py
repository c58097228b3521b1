"""`/sim` calls by which people act."""

from typing import Any

from fastapi import APIRouter

from simulator.phones import membership, tapping, writing
from simulator.phones.membership import described
from simulator.phones.places import chat_of
from simulator.state.world import World
from simulator.web.models import ByBody, EditBody, GroupBody, PressBody, SendBody

Json = dict[str, Any]


def build_router(world: World) -> APIRouter:
    router = APIRouter(prefix="/sim/bots/{bot}")

    @router.post("/chats/{chat}/send")
    async def send(bot: int, chat: int, body: SendBody) -> Json:
        messages = writing.send(world, bot, chat, body.sender, body.draft())
        world.commit()
        return {"messages": messages}

    @router.post("/chats/{chat}/edit")
    async def edit(bot: int, chat: int, body: EditBody) -> Json:
        message = writing.edit(world, bot, chat, body.sender, body.message_id, body.text)
        world.commit()
        return message

    @router.post("/chats/{chat}/press")
    async def press(bot: int, chat: int, body: PressBody) -> Json:
        callback = tapping.press(
            world, bot, chat, body.sender, body.message_id, body.data, forged=body.forged
        )
        world.commit()
        return {"callback_query_id": callback}

    @router.post("/chats/{chat}/read")
    async def read(bot: int, chat: int) -> Json:
        owner, place = chat_of(world, bot, chat)
        place.unread = 0
        world.save_chat(owner, place)
        world.commit()
        return described(world, owner, place)

    @router.post("/chats/{chat}/block")
    async def block(bot: int, chat: int) -> Json:
        answer = membership.set_blocked(world, bot, chat, blocked=True)
        world.commit()
        return answer

    @router.post("/chats/{chat}/unblock")
    async def unblock(bot: int, chat: int) -> Json:
        answer = membership.set_blocked(world, bot, chat, blocked=False)
        world.commit()
        return answer

    _add_groups(router, world)
    return router


def _add_groups(router: APIRouter, world: World) -> None:
    @router.post("/groups")
    async def make_group(bot: int, body: GroupBody) -> Json:
        answer = membership.make_group(world, bot, body.title, body.members, body.by)
        world.commit()
        return answer

    @router.post("/groups/{chat}/migrate")
    async def migrate(bot: int, chat: int, body: ByBody) -> Json:
        new_id = membership.migrate(world, bot, chat, body.by)
        world.commit()
        return {"new_chat_id": new_id}

    @router.post("/groups/{chat}/add")
    async def add(bot: int, chat: int, body: ByBody) -> Json:
        answer = membership.add(world, bot, chat, body.by)
        world.commit()
        return answer

    @router.post("/groups/{chat}/kick")
    async def kick(bot: int, chat: int, body: ByBody) -> Json:
        answer = membership.kick(world, bot, chat, body.by)
        world.commit()
        return answer
