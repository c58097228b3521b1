"""Refusals with Telegram's codes and wording."""

from typing import Any


class ApiError(Exception):
    """A call refused: `error_code`, `description` and perhaps `parameters` of the answer."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


class BadRequestError(ApiError):
    """400: the request itself is wrong."""

    def __init__(self, what: str, **parameters: Any) -> None:
        super().__init__(400, f"Bad Request: {what}", **parameters)


class ForbiddenError(ApiError):
    """403: the bot may not write there."""

    def __init__(self, what: str) -> None:
        super().__init__(403, f"Forbidden: {what}")


class ConflictError(ApiError):
    """409: two ways of getting updates at once."""

    def __init__(self, what: str) -> None:
        super().__init__(409, f"Conflict: {what}")


class UnauthorizedError(ApiError):
    """401: no bot has this token."""

    def __init__(self) -> None:
        super().__init__(401, "Unauthorized")


class NotFoundError(ApiError):
    """404: no such method or file."""

    def __init__(self, what: str = "") -> None:
        super().__init__(404, f"Not Found: {what}" if what else "Not Found")


class TooManyRequestsError(ApiError):
    """429: wait for retry_after seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
