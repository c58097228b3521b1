"""`/sim` calls that show what is there."""

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from simulator.bot_api.commands import visible_commands
from simulator.phones.errors import RefusedError
from simulator.phones.membership import described
from simulator.phones.places import bot_of, person_of
from simulator.ports import BotProcess, Journal
from simulator.state.accounts import Bot
from simulator.state.world import World

Json = dict[str, Any]

Limit = Annotated[int, Query(ge=1, le=1000)]


def shown_bot(bot: Bot) -> Json:
    return {"id": bot.id, "first_name": bot.user["first_name"], "username": bot.user["username"]}


def build_router(world: World, title: str, journal: Journal | None, process: BotProcess | None) -> APIRouter:
    router = APIRouter(prefix="/sim")

    @router.get("/state")
    async def state() -> Json:
        return {
            "title": title,
            "now": world.clock.now(),
            "bots": [shown_bot(bot) for bot in world.bots.values()],
            "users": [person.shown() for person in world.people.values()],
            "chats": [
                described(world, bot, chat) for bot in world.bots.values() for chat in bot.chats.values()
            ],
            "journal": journal is not None,
            "process": {"state": process.state} if process else None,
            "faults": [fault.shown() for fault in world.faults.rules if fault.times != 0],
            "rates": world.rates.shown(),
            "seq": world.events.seq,
        }

    @router.get("/bots/{bot}/chats/{chat}/messages")
    async def messages(bot: int, chat: int, limit: Limit = 50, before: int | None = None) -> Json:
        place = bot_of(world, bot).chats.get(chat)
        posts = list(place.posts.values()) if place else []
        older = (p for p in reversed(posts) if before is None or p.message["message_id"] < before)
        page = list(islice(older, limit + 1))
        return {"messages": [world.shown(p) for p in page[:limit]][::-1], "has_more": len(page) > limit}

    @router.get("/bots/{bot}/chats/{chat}/commands")
    async def commands(bot: int, chat: int, user: int) -> Json:
        owner = bot_of(world, bot)
        language = person_of(world, user).user.get("language_code", "")
        return {"commands": visible_commands(owner, owner.chats.get(chat), user, language)}

    @router.get("/bots/{bot}/files/{file_id}")
    async def file(bot: int, file_id: str) -> Response:
        found = world.files.by_id(bot, file_id)
        if found is None:
            raise RefusedError("no such file", 404)
        return Response(world.files.content(found), media_type=found.mime)

    return router
