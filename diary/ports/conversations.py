"""Where a dialogue with a person stands."""

from typing import Protocol


class Conversations(Protocol):
    pass
