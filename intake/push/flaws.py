"""What is wrong with a pushed item, in words that name the field and how to mend it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

MEMBER = re.compile(r"<[\w.]+: ('\w+')>")


class ItemFlawedError(Exception):
    """One item cannot be taken; never says the value itself."""

    def __init__(self, field: str, error: str) -> None:
        super().__init__(error)
        self.field, self.error = field, error


def first_flaw(error: ValidationError, *, known: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return the first wrong field's path and how to mend it. `known` are the fields there are."""
    flaw = error.errors(include_url=False, include_input=False)[0]
    path = ".".join(str(part) for part in flaw["loc"])
    return path, WORDS.get(flaw["type"], _said)(flaw, known)


def _said(flaw: Mapping[str, Any], _known: tuple[str, ...]) -> str:
    message: str = flaw["msg"]
    return message.removeprefix("Input ").removeprefix("String ").removeprefix("List ")


def _one_of(flaw: Mapping[str, Any], _known: tuple[str, ...]) -> str:
    said: str = flaw["ctx"]["expected"]
    return "should be " + MEMBER.sub(r"\1", said)


def _no_object(_flaw: Mapping[str, Any], _known: tuple[str, ...]) -> str:
    return "should be an object"


def _missing(_flaw: Mapping[str, Any], _known: tuple[str, ...]) -> str:
    return "is required"


def _unknown(_flaw: Mapping[str, Any], known: tuple[str, ...]) -> str:
    return f"is not known here; there are: {', '.join(known)}" if known else "is not known here"


WORDS: Mapping[str, Callable[[Mapping[str, Any], tuple[str, ...]], str]] = {
    "missing": _missing,
    "literal_error": _one_of,
    "model_type": _no_object,
    "dict_type": _no_object,
    "extra_forbidden": _unknown,
}
