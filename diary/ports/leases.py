"""Which process owns a bot."""

from typing import Protocol


class Leases(Protocol):
    pass
