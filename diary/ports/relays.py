"""What people write to each other."""

from typing import Protocol


class Relays(Protocol):
    pass
