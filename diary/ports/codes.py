"""Codes that give rights, and tries at them."""

from typing import Protocol


class AccessCodes(Protocol):
    pass
