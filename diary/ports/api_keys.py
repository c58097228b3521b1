"""Keys of the push API, stored hashed."""

from typing import Protocol


class ApiKeys(Protocol):
    pass
