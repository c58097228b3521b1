"""`/sim` calls that arrange the world: accounts, faults, rates, the clock."""

from typing import Any

from fastapi import APIRouter

from simulator.phones.errors import RefusedError
from simulator.state.accounts import Person
from simulator.state.world import World
from simulator.web.models import BotBody, ClockBody, FaultBody, RatesBody, UserBody
from simulator.web.views import shown_bot

Json = dict[str, Any]

_OWN = {"note", "start"}


def build_router(world: World) -> APIRouter:
    router = APIRouter(prefix="/sim")

    @router.post("/bots")
    async def add_bot(body: BotBody) -> Json:
        bot_id = int(body.token.partition(":")[0])
        known = world.bots.get(bot_id)
        if known is not None and known.token != body.token:
            raise RefusedError("this bot has another token", 409)
        user = {"id": bot_id, "is_bot": True, "first_name": body.first_name, "username": body.username}
        bot = known or world.add_bot(body.token, user)
        bot.user = user
        world.save_bot(bot)
        world.commit()
        return shown_bot(bot)

    @router.post("/users")
    async def add_user(body: UserBody) -> Json:
        given = body.model_dump(exclude_none=True, exclude=_OWN)
        person = Person({"is_bot": False, **given}, body.note, body.start)
        world.save_person(person)
        world.commit()
        return person.shown()

    @router.put("/faults")
    async def set_faults(body: list[FaultBody]) -> list[Json]:
        world.faults.replace([item.fault() for item in body])
        return [item.model_dump() for item in body]

    @router.put("/rates")
    async def set_rates(body: RatesBody) -> Json:
        world.rates = body.rates()
        return body.model_dump()

    @router.post("/clock")
    async def advance(body: ClockBody) -> Json:
        world.clock.offset += body.advance
        world.save("clock", "", {"offset": world.clock.offset})
        for bot in world.bots.values():
            bot.updates.expire(world.clock.now())
        world.commit()
        return {"now": world.clock.now()}

    return router
