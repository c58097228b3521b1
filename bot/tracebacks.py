"""Tracebacks that say where something went wrong, and nothing of what was being stored."""

import traceback
from collections.abc import Iterator

QUOTING = ("asyncpg", "sqlalchemy", "sqlite3", "aiosqlite", "pydantic", "pydantic_core")
"""Packages whose exceptions quote values: PostgreSQL shows the whole row, a validator what it was given."""

QUOTING_TYPES = frozenset({"aiogram.exceptions.ClientDecodeError"})
"""Single ones that do: this one holds all that Telegram has answered."""

FACTS = ("sqlstate", "table_name", "column_name", "constraint_name", "sqlite_errorname")
"""What databases say of an error beside its text; none of it is data."""


def describe(error: BaseException) -> str:
    """Return the exception with what led to it, the cause first, as Python does."""
    return "\n".join(_lines(error, seen=set()))


def _lines(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before, seen)
        yield "\nThe direct cause of:\n" if error.__cause__ else "\nWhile this was handled:\n"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield _said(error)
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from ("    " + line for part in _lines(inner, seen) for line in part.split("\n"))


def _said(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if kind not in QUOTING_TYPES and not kind.startswith(tuple(f"{name}." for name in QUOTING)):
        return "".join(traceback.format_exception_only(error)).rstrip("\n")
    known = {name: getattr(error, name, None) for name in FACTS}
    facts = ", ".join(f"{name} {value}" for name, value in known.items() if value)
    return f"{kind}: (its text may quote data and is left out{': ' if facts else ''}{facts})"
