"""Who must be known to do something."""

from diary.errors import NotEntitledError
from diary.models.people import Account


def known(account: Account | None) -> Account:
    """Raise NotEntitledError for a stranger."""
    if account is None:
        raise NotEntitledError
    return account
