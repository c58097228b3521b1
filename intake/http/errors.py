"""Refusals of the push API: always the same JSON, never a stack trace or a child's data."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from diary.errors import CodeOwnerError, EntryUnknownError, KindAmbiguousError


class ApiError(Exception):
    """A request is refused; `field` names what is wrong in it."""

    status = 422
    code = "malformed"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.field = message, field
        self.headers: Mapping[str, str] = {}


class MalformedError(ApiError):
    """The body or a parameter is not what is described."""


class UnauthorizedError(ApiError):
    """The key is missing or wrong."""

    status, code = 401, "unauthorized"

    def __init__(self) -> None:
        super().__init__("a valid key is needed: Authorization: Bearer <key>")
        self.headers = {"WWW-Authenticate": "Bearer"}


class TooLargeError(ApiError):
    """The body is larger than is taken at once."""

    status, code = 413, "too_large"


class TooSlowError(ApiError):
    """The body did not arrive in time."""

    status, code = 408, "too_slow"


class BusyError(ApiError):
    """More pushes are in flight than are worked on at once."""

    status, code = 429, "busy"

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many pushes are in flight: wait for one to be answered")
        self.headers = {"Retry-After": str(retry_after)}


def refusal(
    status: int,
    code: str,
    message: str,
    *,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    error = {"code": code, "message": message} | ({"field": field} if field else {})
    return JSONResponse({"error": error}, status_code=status, headers=dict(headers or {}))


async def _api_error(_request: Request, error: ApiError) -> Response:
    return refusal(error.status, error.code, error.message, field=error.field, headers=error.headers)


async def _http_error(_request: Request, error: HTTPException) -> Response:
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
    return refusal(error.status_code, code, str(error.detail), headers=error.headers)


async def _parameter_error(_request: Request, error: RequestValidationError) -> Response:
    flaw = error.errors()[0]
    return refusal(422, "malformed", str(flaw["msg"]), field=str(flaw["loc"][-1]))


async def _owner_error(_request: Request, error: CodeOwnerError) -> Response:
    return refusal(422, "unknown_owner", str(error), field=error.field)


async def _unknown_entry(_request: Request, _error: EntryUnknownError) -> Response:
    return refusal(404, "not_found", "no entry of this source and id was ever pushed")


async def _ambiguous_kind(_request: Request, error: KindAmbiguousError) -> Response:
    message = f"entries of several kinds share this id: add ?kind= with one of {', '.join(error.kinds)}"
    return refusal(409, "ambiguous", message, field="kind")


async def _internal(_request: Request, _error: Exception) -> Response:
    return refusal(500, "internal", "something went wrong here; the same push may be sent again")


HANDLERS: Mapping[type[Exception], object] = {
    ApiError: _api_error,
    HTTPException: _http_error,
    RequestValidationError: _parameter_error,
    CodeOwnerError: _owner_error,
    EntryUnknownError: _unknown_entry,
    KindAmbiguousError: _ambiguous_kind,
    Exception: _internal,
}


def handle_errors(app: FastAPI) -> None:
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)  # type: ignore[arg-type]  # each takes its own kind alone
