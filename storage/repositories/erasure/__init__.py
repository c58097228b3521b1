"""What an erasure does to every column (plan), and does it (wiping)."""

from storage.repositories.erasure.plan import PLAN, How
from storage.repositories.erasure.wiping import wipe

__all__ = ["PLAN", "How", "wipe"]
