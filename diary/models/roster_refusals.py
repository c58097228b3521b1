"""Why a file is not read at all."""

from collections.abc import Mapping
from enum import StrEnum

from diary.errors import DiaryError


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """More than {limit} bytes."""

    TOO_DEMANDING = "too_demanding"
    """Unpacks to far more than a school's list needs: a bomb, or a sheet filled to its last corner."""

    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    """Neither a spreadsheet nor text, e.g. a document or picture; {extension}."""

    WEB_PAGE = "web_page"
    """A portal's "Excel" export that is HTML or XML in truth: to be opened and saved as XLSX."""

    WRONG_EXTENSION = "wrong_extension"
    """The content is not what the name's {extension} says."""

    UNKNOWN_ENCODING = "unknown_encoding"
    NO_TABLE = "no_table"
    """No sheet has a table of names."""


class RosterFileError(DiaryError):
    """The file cannot be taken as a roster; nothing of it was read."""

    def __init__(self, code: Refusal, **values: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.values: Mapping[str, str] = {key: str(value) for key, value in values.items()}

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: an exception is made again from its message alone otherwise."""
        return _again, (self.code, dict(self.values))


def _again(code: Refusal, values: dict[str, str]) -> RosterFileError:
    return RosterFileError(code, **values)
