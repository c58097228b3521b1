"""Puts the product together and runs it until it is asked to stop."""

import asyncio
import socket
from dataclasses import dataclass

import structlog
import uvicorn
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import memory
from bot.commands.database import open_engine
from bot.errors import CommandError, SettingsError
from bot.first_office import greet_office
from bot.polling import Updates
from bot.reception import Reception
from bot.schedules import build_jobs
from bot.scheduling import Schedule
from bot.school import settle_school
from bot.services import build_services, build_timing
from bot.settings import Settings
from bot.web import add_webhook
from delivery.metrics import PrometheusMetrics
from delivery.service import DeliveryService
from delivery.session import DeliverySession
from diary.clock import SystemClock
from diary.models.school import School
from diary.services.api_keys import ApiKeysService
from diary.services.codes import CodesService
from diary.services.entry_status import EntryStatusService
from diary.services.first_office import FirstOfficeService
from diary.services.journal import JournalService
from diary.services.roster import RosterService
from diary.services.verifiers import Verifiers
from handlers.dispatcher import build_dispatcher
from handlers.errands import Errands
from intake.http.api import build_api
from storage.migrate import upgrade
from storage.unit_of_work import SqlStorage

log = structlog.get_logger(__name__)

CONNECTIONS = 100
ERRAND_SECONDS = 20
"""How long a file or letters under way may take to finish when the process is to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One bot of one school in one process."""

    bot: Bot
    updates: Updates
    reception: Reception
    delivery: DeliveryService
    schedule: Schedule
    api: FastAPI
    settings: Settings
    first_office: FirstOfficeService
    errands: Errands

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve until `stopping`; what was taken in is finished, and what was handed over is noted.

        Raises SettingsError where Telegram does not know the token.
        """
        listener = _listen(self.settings.http_host, self.settings.http_port)
        server = uvicorn.Server(
            uvicorn.Config(self.api, log_config=None, access_log=False, lifespan="off", ws="none")
        )
        delivering = asyncio.create_task(self.delivery.run())
        scheduling = asyncio.create_task(self.schedule.run())
        serving = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - serve() takes the signals
        receiving = asyncio.create_task(self._receive(stopping))
        asked = asyncio.create_task(stopping.wait())
        working = {delivering, scheduling, serving, receiving}
        await asyncio.wait({asked, *working}, return_when=asyncio.FIRST_COMPLETED)
        self.updates.stop()
        self.schedule.stop()
        asked.cancel()
        server.should_exit = True
        outcomes: list[object] = [
            *await asyncio.gather(receiving, serving, scheduling, return_exceptions=True)
        ]
        await self.errands.finish(ERRAND_SECONDS)
        self.delivery.stop()
        outcomes += await asyncio.gather(delivering, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _receive(self, stopping: asyncio.Event) -> None:
        introduced = await self.reception.introduce()
        await greet_office(self.first_office, username(self.bot))
        await self.reception.receive(stopping, introduced=introduced)


def build_application(settings: Settings, token: str, engine: AsyncEngine, school: School) -> Application:
    clock, verifiers, registry = SystemClock(), Verifiers(), CollectorRegistry()
    session = DeliverySession(api=TelegramAPIServer.from_base(settings.telegram_api_url), limit=CONNECTIONS)
    bot = Bot(token, session=session)
    timing = build_timing(school, settings)
    storage = SqlStorage(engine, school.id, on_deliveries=lambda: delivery.wake())  # noqa: PLW0108 - made below
    delivery = DeliveryService.build(
        storage=storage,
        bot=bot,
        school=school,
        clock=clock,
        timing=timing,
        messages_per_second=settings.messages_per_second,
        metrics=PrometheusMetrics(registry),
    )
    services = build_services(storage, clock, school, timing, verifiers, bot_username=lambda: username(bot))
    schedule = Schedule(
        jobs=build_jobs(storage, school, timing, services),
        clock=clock,
        school=school,
        ownership=delivery.ownership,
    )
    updates = Updates(bot, build_dispatcher(storage=storage, services=services))
    probes = Probes(engine=engine, bot=bot)
    journal = JournalService(storage=storage, clock=clock, school=school, timing=timing)
    api = build_api(
        journal=journal,
        rosters=RosterService(storage=storage, clock=clock, timing=timing),
        statuses=EntryStatusService(storage=storage, clock=clock, school=school, memory=journal.memory),
        codes=CodesService(
            storage=storage, clock=clock, verifiers=verifiers, bot_username=lambda: username(bot)
        ),
        keys=ApiKeysService(
            storage=storage, clock=clock, environment_key=settings.api_key.get_secret_value()
        ),
        probes={"database": probes.database, "telegram": probes.telegram},
        registry=registry,
    )
    if settings.webhook_url:
        secret = settings.webhook_secret.get_secret_value()
        if not secret:
            raise SettingsError(
                "WEBHOOK_URL needs WEBHOOK_SECRET: without it anybody could pretend to be Telegram.",
                "К WEBHOOK_URL нужен WEBHOOK_SECRET: без него любой выдаст себя за Telegram.",
            )
        add_webhook(api, bot, updates, secret)
    return Application(
        bot=bot,
        updates=updates,
        reception=Reception(bot=bot, updates=updates, settings=settings),
        delivery=delivery,
        schedule=schedule,
        api=api,
        settings=settings,
        first_office=FirstOfficeService(storage=storage, clock=clock, verifiers=verifiers),
        errands=services.errands,
    )


def username(bot: Bot) -> str:
    """Return the bot's name as Telegram told it, empty while it is not known."""
    return (bot._me.username or "") if bot._me else ""  # noqa: SLF001 - aiogram keeps it there


@dataclass(frozen=True, slots=True, kw_only=True)
class Probes:
    """What must be reachable for the bot to be of use."""

    engine: AsyncEngine
    bot: Bot

    async def database(self) -> bool:
        async with self.engine.connect() as connection:
            return await connection.scalar(select(1)) == 1

    async def telegram(self) -> bool:
        await self.bot.get_me(request_timeout=5)
        return bool(await self.bot.me())


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio turns Nagle's algorithm off only for sockets that say they are TCP
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}:{port} ({error.strerror}): set another HTTP_PORT.",
            f"Не удаётся слушать {host}:{port} ({error.strerror}): задайте другой HTTP_PORT.",
        ) from error
    listener.setblocking(False)
    return listener


async def serve(settings: Settings, token: str, stopping: asyncio.Event) -> None:
    """Migrate, wire and run until `stopping`."""
    async with open_engine(settings.database_url) as engine:
        await upgrade(engine)
        school = await settle_school(engine, settings)
        application = build_application(settings, token, engine, school)
        memory.settle()
        try:
            await application.run(stopping)
        finally:
            await application.bot.session.close()
