"""What a text of the consent must be, and how long an answer to a changed one is waited for."""

import re
from collections.abc import Mapping
from datetime import timedelta

from diary.errors import ConsentTextError

GRACE = timedelta(days=14)
"""From the moment someone is told of a change; after it their news waits until they answer."""

VERSION = re.compile(r"[A-Za-z0-9._-]{1,32}")
LONGEST, SHORTEST = 16_000, 200
"""Characters of a language: what is shorter is no document, what is longer nobody reads in a chat."""


def check_consent(version: str, texts: Mapping[str, str]) -> None:
    """Raise ConsentTextError, which names what is wrong: never for what the text says."""
    if not VERSION.fullmatch(version):
        raise ConsentTextError("version", "a version is 1 to 32 of the characters A-Z a-z 0-9 . _ -")
    for locale, text in texts.items():
        if not SHORTEST <= len(text) <= LONGEST:
            raise ConsentTextError(locale, f"a text has {SHORTEST} to {LONGEST} characters, this {len(text)}")
        if any(not (char.isprintable() or char in "\n\t\u00ad") for char in text):
            raise ConsentTextError(locale, "this is no plain text: it has characters that cannot be shown")
