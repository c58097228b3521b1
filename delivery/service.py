"""The delivery engine of one bot, put together."""

import asyncio
from dataclasses import dataclass
from typing import Self

import structlog
from aiogram import Bot

from delivery.channel import Channel
from delivery.lease import RENEWAL, Ownership
from delivery.metrics import Metrics, NoMetrics
from delivery.middleware import PaceMiddleware
from delivery.outcomes import Ledger
from delivery.pacing import Pacer
from delivery.planning import Planner, Renderer
from delivery.sender import TROUBLE_PAUSE, Sender
from diary.clock import Clock
from diary.models.ids import BotId
from diary.models.notifications import Draft
from diary.models.school import School
from diary.ports import Storage
from diary.rules.timing import Timing
from views.notifications.render import render
from views.rendered import Rendered
from views.texts import load_texts

log = structlog.get_logger(__name__)


def renderer(school: School) -> Renderer:
    def draw(draft: Draft, *, locale: str) -> Rendered:
        return render(draft, texts=load_texts(locale), school=school)

    return draw


@dataclass(kw_only=True)
class DeliveryService:
    """`run` owns the bot and sends until `stop`; `wake` says that something was queued."""

    ownership: Ownership
    sender: Sender
    _stopped: bool = False

    @classmethod
    def build(
        cls,
        *,
        storage: Storage,
        bot: Bot,
        school: School,
        clock: Clock,
        timing: Timing,
        messages_per_second: float,
        metrics: Metrics | None = None,
        render: Renderer | None = None,
        ownership: Ownership | None = None,
        pacer: Pacer | None = None,
    ) -> Self:
        """Wire it, and have the bot's session charge whatever else it sends to the same pace."""
        bot_id = BotId(bot.id)
        pacer = pacer or Pacer(per_second=messages_per_second)
        bot.session.middleware(PaceMiddleware(pacer))
        owned = ownership or Ownership(storage=storage, clock=clock, bot_id=bot_id)
        planner = Planner(
            storage=storage, clock=clock, pacer=pacer, bot_id=bot_id, render=render or renderer(school)
        )
        sender = Sender(
            storage=storage,
            clock=clock,
            channel=Channel(bot=bot),
            pacer=pacer,
            planner=planner,
            ledger=Ledger(pacer=pacer, timing=timing),
            ownership=owned,
            metrics=metrics or NoMetrics(),
            bot_id=bot_id,
        )
        return cls(ownership=owned, sender=sender)

    @property
    def halted(self) -> bool:
        """Whether Telegram refuses the bot's token."""
        return self.sender.flight.halted

    def wake(self) -> None:
        self.sender.wake()

    def stop(self) -> None:
        self._stopped = True
        self.sender.stop()

    async def run(self) -> None:
        """Own the bot and send; wait where another process owns it. Ends after `stop`, all answers stored."""
        try:
            while not self._stopped:
                if await self._take():
                    await self._send()
                else:
                    await self.sender.wait_for_stop(RENEWAL)
        finally:
            await self.ownership.release()

    async def _take(self) -> bool:
        try:
            return await self.ownership.take()
        except Exception:
            log.exception("the lease could not be taken")
            return False

    async def _send(self) -> None:
        keeping = asyncio.create_task(self.ownership.keep())
        try:
            await self.sender.run()
        except Exception:
            log.exception("deliveries were interrupted")
            await self.sender.wait_for_stop(TROUBLE_PAUSE)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
