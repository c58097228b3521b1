"""Who may push: bearers of a key."""

from collections.abc import Awaitable, Callable

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from intake.http.errors import UnauthorizedError
from intake.http.ports import Keys

bearer = HTTPBearer(auto_error=False, description="a key: `python -m bot keys issue NAME`, or API_KEY")


def key_required(keys: Keys) -> Callable[..., Awaitable[None]]:
    """Return the check that stands before every push; it reads nothing of the body."""

    async def check(given: HTTPAuthorizationCredentials | None = Depends(bearer)) -> None:
        if given is None or await keys.verify(given.credentials) is None:
            raise UnauthorizedError

    return check
