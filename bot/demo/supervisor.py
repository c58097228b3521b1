"""Runs the demo: the page of phones here, the bot beside it, the sample school pushed once."""

import asyncio
import secrets
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tzlocal import get_localzone_name

from bot.commands.outcome import say
from bot.demo.child import Child
from bot.demo.journal import PushApi
from bot.demo.phones import PHONES
from bot.demo.roster import bells, roster
from bot.demo.seeding import Seeding
from bot.errors import CommandError
from bot.stopping import stop_requested
from simulator.app import Simulator, build_app
from simulator.client import SimulatorClient
from simulator.server import SimulatorServer
from simulator.state.stores import FileStore

TOKEN = "700700:DEMO-token-of-no-value-outside-this-page"  # noqa: S105 - it opens nothing
TITLE = "Школа № 7"
BOT_NAME = "Дневник школы № 7"
USERNAME = "school7_diary_bot"
COALESCE_SECONDS = 2
HOLD_MINUTES = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Everything it knows lives in `folder`: a second start goes on where the first one ended."""

    folder: Path
    host: str
    port: int

    async def run(self) -> None:
        """Serve until SIGINT or SIGTERM; raise CommandError where it cannot start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stopping = await stop_requested()
        api_port, api_key = free_port(), secrets.token_urlsafe(24)
        base = f"http://127.0.0.1:{api_port}"
        now = datetime.now()  # noqa: DTZ005 - the visitor's own
        journal = PushApi(base, api_key, roster(now.date()), bells(now))
        published: list[Simulator] = []

        def changed() -> None:
            for app in published:
                app.world.events.publish("process", state=child.state)

        port = self.port if port_is_free(self.host, self.port) else free_port()
        address = f"http://127.0.0.1:{port}"
        child = Child(self._environment(address, api_port, api_key), f"{base}/readyz", changed)
        app = build_app(title=TITLE, store=FileStore(self.folder / "phones"), journal=journal, process=child)
        published.append(app)
        # the bot's last calls are answered while it ends: this server goes after it
        server = SimulatorServer(app, host=self.host, port=port, takes_signals=False)
        serving = asyncio.create_task(server.serve_until_stopped())
        try:
            await self._prepare(address, child, journal, stopping)
            if not stopping.is_set():
                _welcome(address)
                await stopping.wait()
        finally:
            await child.stop()
            server.stop()
            await serving

    async def _prepare(self, address: str, child: Child, journal: PushApi, stopping: asyncio.Event) -> None:
        async with SimulatorClient(address) as simulator:
            await simulator.add_bot(token=TOKEN, first_name=BOT_NAME, username=USERNAME)
            starting = asyncio.create_task(child.start())
            interrupted = asyncio.create_task(stopping.wait())
            await asyncio.wait({starting, interrupted}, return_when=asyncio.FIRST_COMPLETED)
            interrupted.cancel()
            if stopping.is_set():
                starting.cancel()
                with suppress(asyncio.CancelledError, RuntimeError):
                    await starting
                return
            await _started(starting)
            await Seeding(folder=self.folder, push=journal, simulator=simulator, phones=PHONES).run()

    def _environment(self, telegram: str, api_port: int, api_key: str) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram,
            "DATABASE_URL": f"sqlite+aiosqlite:///{(self.folder / 'diary.db').absolute()}",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_PORT": str(api_port),
            "API_KEY": api_key,
            "SCHOOL_NAME": TITLE,
            **_own_timezone(),
            "COALESCE_SECONDS": str(COALESCE_SECONDS),
            "HOLD_MINUTES": str(HOLD_MINUTES),
            "WEBHOOK_URL": "",
            "LOG_LEVEL": "WARNING",
        }


def _own_timezone() -> dict[str, str]:
    """Return the visitor's, so that the chats' times are those of the page; nothing where it has no name."""
    try:
        name = get_localzone_name()
        ZoneInfo(name)
    except (LookupError, TypeError, ValueError, OSError):
        return {}
    return {"TIMEZONE": name}


async def _started(starting: "asyncio.Task[None]") -> None:
    try:
        await starting
    except (RuntimeError, TimeoutError) as error:
        raise CommandError(
            "The bot did not start; what it said stands above.",
            "Бот не запустился; его сообщения стоят выше.",
        ) from error


def reset(folder: Path) -> None:
    """Forget everything the demo kept."""
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def port_is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True


def _welcome(address: str) -> None:
    say(f"\n  Open {address}\n\n  Ctrl-C ends it.\n", f"\n  Откройте {address}\n\n  Ctrl-C завершает.\n")
