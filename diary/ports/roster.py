"""The roster the school's journal describes."""

from typing import Protocol


class Rosters(Protocol):
    pass
