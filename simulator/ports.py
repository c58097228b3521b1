"""What the simulator's page may show beside phones, given by whoever runs it: the demo, or nobody."""

from typing import Any, Literal, Protocol

ProcessState = Literal["running", "stopped", "starting"]


class Journal(Protocol):
    """The product's push API, to which the page's journal panel speaks."""

    async def forward(self, method: str, path: str, body: bytes, content_type: str) -> tuple[int, bytes, str]:
        """Pass a request on with the journal's key; `path` has no leading slash and keeps its query.

        Returns status, body and content type.
        """
        ...

    async def choices(self) -> dict[str, Any]:
        """Students, subjects, staff, classes and recent entries that the panel offers."""
        ...


class BotProcess(Protocol):
    """The bot's process, where the page may kill and start it."""

    @property
    def state(self) -> ProcessState: ...

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        ...

    async def start(self) -> None: ...
