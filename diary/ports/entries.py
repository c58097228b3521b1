"""Entries and their revisions."""

from typing import Protocol


class Entries(Protocol):
    pass
