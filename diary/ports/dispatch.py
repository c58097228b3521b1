"""What the delivery engine takes, sends and settles."""

from typing import Protocol


class Dispatch(Protocol):
    pass
