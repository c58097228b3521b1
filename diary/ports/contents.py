"""What messages are drawn from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from diary.models.deliveries import Delivery
from diary.models.dispatch import Loaded
from diary.models.ids import DeliveryId


class Contents(Protocol):
    async def load(self, deliveries: Sequence[Delivery], *, now: datetime) -> Mapping[DeliveryId, Loaded]:
        """Return what they are about as their chats may see it now; a subject that is gone is left out."""
        ...
