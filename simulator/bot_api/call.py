"""One call of a method, and its parameters as Telegram reads them."""

import json
from typing import Any

from simulator.bot_api.bodies import Params, Upload
from simulator.bot_api.errors import BadRequestError
from simulator.state.accounts import Bot
from simulator.state.world import World

_TRUE = frozenset({"true", "1", "yes", "y", "t"})


class Call:
    """Parameters come as strings from forms and as values from JSON; both are read alike."""

    __slots__ = ("bot", "params", "sent", "uploads", "world")

    def __init__(self, world: World, bot: Bot, params: Params, uploads: dict[str, Upload]) -> None:
        self.world = world
        self.bot = bot
        self.params = params
        self.uploads = uploads
        self.sent: int | None = None  # the id of the message that this call has made, for the request log

    def has(self, name: str) -> bool:
        return name in self.params

    def text(self, name: str) -> str:
        value = self.params.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.params.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise BadRequestError(f'field "{name}" must be of type Number') from None

    def flag(self, name: str) -> bool:
        value = self.params.get(name)
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def decoded(self, name: str, problem: str) -> Any:
        """Read a JSON parameter, None when absent; `problem` tells what is wrong with bad JSON."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise BadRequestError(problem) from None
