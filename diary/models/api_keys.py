"""Keys of the push API."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A live key; of the key itself only its digest is known."""

    name: str
    digest: bytes
    created_at: datetime
