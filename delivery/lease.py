"""One process owns a bot: it alone polls, sends and schedules for it."""

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from diary.clock import Clock
from diary.models.dispatch import Lease
from diary.models.ids import BotId
from diary.ports import Storage

log = structlog.get_logger(__name__)

TERM = timedelta(seconds=10)
RENEWAL = 2.0
"""Seconds between renewals, and between tries to become the owner."""


_OURS: set[str] = set()


def new_owner() -> str:
    """Name this process: on its host it can be looked up, and no other run is called the same."""
    owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    _OURS.add(owner)
    return owner


def is_dead(owner: str) -> bool:
    """Whether a process of this host has certainly ended. Of another host nothing is certain."""
    host, _, number = owner.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not number.isdigit():
        return False
    pid = int(number)
    if pid == os.getpid():
        return owner not in _OURS  # an earlier process had our number, as in a restarted container
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@dataclass(kw_only=True)
class Ownership:
    """Gets the lease of a bot and keeps it."""

    storage: Storage
    clock: Clock
    bot_id: BotId
    owner: str = field(default_factory=new_owner)
    monotonic: Callable[[], float] = time.monotonic
    _lease: Lease | None = None
    _until: float = 0.0
    _held: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lease(self) -> Lease | None:
        return self._lease

    def lasts(self, seconds: float) -> bool:
        """Whether the bot is ours for at least so long."""
        return self._lease is not None and self._until - self.monotonic() >= seconds

    async def wait_until_held(self) -> None:
        await self._held.wait()

    async def take(self) -> bool:
        """Try once to become the owner; a dead one on this host is replaced at once."""
        async with self.storage.write() as uow:
            known = await uow.leases.owner(self.bot_id)
            dead = known if known is not None and is_dead(known) else None
            asked = self.monotonic()
            lease = await uow.leases.take(self.bot_id, self.owner, dead=dead, now=self.clock.now(), term=TERM)
            await uow.commit()
        if lease is not None:
            self._hold(lease, asked)
        return lease is not None

    async def keep(self) -> None:
        """Renew until someone else owns the bot."""
        while (lease := self._lease) is not None:
            await asyncio.sleep(RENEWAL)
            try:
                await self.renew(lease)
            except Exception:
                log.exception("the lease could not be renewed")

    async def renew(self, lease: Lease) -> None:
        async with self.storage.write() as uow:
            asked = self.monotonic()
            kept = await uow.leases.renew(lease, now=self.clock.now(), term=TERM)
            await uow.commit()
        if kept:
            self._until = asked + TERM.total_seconds()
        else:
            log.warning("another process owns the bot now")
            self.lose()

    def lose(self) -> None:
        self._lease = None
        self._held.clear()

    async def release(self) -> None:
        """Let the next owner in at once."""
        lease, self._lease = self._lease, None
        self._held.clear()
        if lease is not None:
            with suppress(Exception):  # it runs out by itself
                async with self.storage.write() as uow:
                    await uow.leases.release(lease, now=self.clock.now())
                    await uow.commit()

    def _hold(self, lease: Lease, asked: float) -> None:
        self._lease = lease
        self._until = asked + TERM.total_seconds()
        self._held.set()
