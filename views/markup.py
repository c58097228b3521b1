"""Text with entities, in UTF-16 units as Telegram measures; what people wrote is never parsed as markup."""

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from diary.models.notifications import Span
from views.rendered import Mark

ELLIPSIS = "…"
WORD_SEARCHED_IN = 24
"""How far back from a cut the end of a word is looked for."""

REFUSED = re.compile("[\x00-\x08\x0b-\x1f\u030a\u0333\u033f\u2028-\u202e\ud800-\udfff]")
"""Telegram drops these, which would shift every entity that follows."""

JOINERS = "\u200d\ufe0f\u0301 \n\t,;:·"


class Run(NamedTuple):
    """A piece of a line in one style (a type of message entity; empty for none)."""

    text: str
    style: str = ""
    url: str | None = None


Line: TypeAlias = list[Run]


def plain(text: str) -> Line:
    return [Run(text)]


def bold(text: str) -> Run:
    return Run(text, "bold")


def struck(text: str) -> Run:
    return Run(text, "strikethrough")


def strike_out(line: Line) -> Line:
    """Strike a whole line; its own styles give way."""
    return [struck("".join(run.text for run in line))]


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def tidy(text: str) -> str:
    """Return what Telegram would keep of a text."""
    return REFUSED.sub("", text.strip()) if REFUSED.search(text) else text.strip()


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, room: int) -> str:
    """Return at most `room` UTF-16 units, preferably whole words, never half a character."""
    if utf16_length(text) <= room:
        return text
    if room < 1:
        return ""
    kept = text.encode("utf-16-le", "surrogatepass")[: (room - 1) * 2].decode("utf-16-le", "ignore")
    word_end = max(kept.rfind(" "), kept.rfind("\n"))
    if word_end > 0 and len(kept) - word_end <= WORD_SEARCHED_IN:
        kept = kept[:word_end]
    return kept.rstrip(JOINERS) + ELLIPSIS


class Page:
    """Lines put one under another; offsets are kept in UTF-16 units. `first` begins the first line."""

    def __init__(self, first: Line | None = None) -> None:
        self._parts: list[str] = []
        self._entities: list[Mark] = []
        self.length = 0
        self.spans: dict[int, Span] = {}
        for run in first or []:
            self._put(run)
        self._begun = False

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def entities(self) -> list[Mark]:
        return list(self._entities)

    def add(self, lines: Iterable[Line]) -> Span:
        """Put lines below what is there, and return where they stand."""
        start = self.length + 1 if self._begun else 0
        for line in lines:
            if self._begun:
                self._put(Run("\n"))
            self._begun = True
            for run in line:
                self._put(run)
        return Span(start=min(start, self.length), end=self.length)

    def add_entity(self, style: str, offset: int, length: int, url: str | None = None) -> None:
        self._entities.append(Mark(style, offset, length, url))

    def truncate(self, limit: int) -> None:
        """Cut the end off where the page is longer, with the entities and spans that stood there."""
        if self.length <= limit:
            return
        self._parts = [cut(self.text, limit)]
        self.length = end = utf16_length(self._parts[0])
        self._entities = [
            Mark(style, offset, min(length, end - offset), url)
            for style, offset, length, url in self._entities
            if offset < end
        ]
        self.spans = {
            position: Span(start=min(span.start, end), end=min(span.end, end))
            for position, span in self.spans.items()
        }

    def _put(self, run: Run) -> None:
        if not run.text:
            return
        length = utf16_length(run.text)
        if run.style:
            self._entities.append(Mark(run.style, self.length, length, run.url))
        self._parts.append(run.text)
        self.length += length
