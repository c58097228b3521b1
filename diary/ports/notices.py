"""What the bot tells of its own."""

from typing import Protocol


class Notices(Protocol):
    pass
