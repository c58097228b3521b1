"""Rights that guardians pass on to persons they trust."""

from diary.services.delegation.changing import DelegationChanges
from diary.services.delegation.expiry import DelegationExpiry
from diary.services.delegation.service import DelegationService

__all__ = ["DelegationChanges", "DelegationExpiry", "DelegationService"]
