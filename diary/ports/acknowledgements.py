"""Who signed what."""

from typing import Protocol


class Acknowledgements(Protocol):
    pass
