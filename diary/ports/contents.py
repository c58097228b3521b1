"""What messages are drawn from."""

from typing import Protocol


class Contents(Protocol):
    pass
