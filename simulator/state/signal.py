import asyncio


class Signal:
    """Wakes everyone who waits; costs nothing when nobody does."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        if not self._waiters:
            return
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()

    def waiter(self) -> asyncio.Future[None]:
        """Make a future done at the next fire; give it back with `forget`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(future)
        return future

    def forget(self, waiter: asyncio.Future[None]) -> None:
        self._waiters.discard(waiter)

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109  (a long poll's timeout is its meaning)
        waiter = self.waiter()
        try:
            done, _ = await asyncio.wait([waiter], timeout=max(timeout, 0))
        finally:
            self.forget(waiter)
        return bool(done)
