"""Consents to the processing of personal data."""

from typing import Protocol


class Consents(Protocol):
    pass
