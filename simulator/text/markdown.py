"""The MarkdownV2 parse mode (core.telegram.org/bots/api#markdownv2-style)."""

from dataclasses import dataclass, field
from typing import Any

from simulator.text.errors import MarkupError
from simulator.text.links import link
from simulator.text.utf16 import utf16_length

Entity = dict[str, Any]

_RESERVED = "_*[]()~`>#+-=|{}.!\n"
_LAST_ESCAPABLE = "~"
_MARKS = {
    "bold": "*",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
_NAMES = {
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
    "pre": "Pre",
}


@dataclass(slots=True)
class _Open:
    type: str
    offset: int
    position: int
    piece: int
    language: str = ""


@dataclass(slots=True)
class _Parser:
    source: str
    pieces: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    length: int = 0
    position: int = 0
    line_starts: bool = True

    def parse(self) -> tuple[str, list[Entity]]:
        end = len(self.source) - 1
        while self.position < end:
            self._step()
        self._end_quote(at_end=True)
        if self.open:
            raise self._unclosed()
        return "".join(self.pieces), self.entities

    def _step(self) -> None:
        source, position = self.source, self.position
        character = source[position]
        if character == "\\" and "\0" < source[position + 1] <= _LAST_ESCAPABLE:
            self._add(source[position + 1], 2)
        elif character not in self._reserved():
            self._add(character, 1)
        elif character == "\n":
            if self._in_quote() and source[position + 1] != ">":
                self._end_quote(at_end=False)
            self._add("\n", 1)
        elif self._closes(position):
            self._close()
        else:
            self._begin(character)

    def _reserved(self) -> str:
        return "`" if self.open and self.open[-1].type in {"code", "pre"} else _RESERVED

    def _add(self, text: str, width: int) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)
        self.position += width
        self.line_starts = text == "\n"

    def _in_quote(self) -> bool:
        return bool(self.open) and self.open[0].type == "blockquote"

    def _closes(self, position: int) -> bool:
        if not self.open or self.open[-1].type == "blockquote":
            return False
        kind = self.open[-1].type
        if kind == "italic" and self.source.startswith("__", position):
            return False
        return self.source.startswith(_MARKS[kind], position)

    def _begin(self, character: str) -> None:
        source, position = self.source, self.position
        kind, width = "", 1
        for mark, name in (("__", "underline"), ("||", "spoiler"), ("```", "pre"), ("![", "custom_emoji")):
            if source.startswith(mark, position):
                kind, width = name, len(mark)
        singles = {"_": "italic", "*": "bold", "~": "strikethrough", "[": "text_link", "`": "code"}
        kind = kind or singles.get(character, "")
        if character == ">" and self.line_starts:
            self.position += 1
            if not self._in_quote():
                self.open.insert(0, _Open("blockquote", self.length, position, len(self.pieces)))
            return
        if not kind:
            raise MarkupError(
                f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
            )
        self.open.append(_Open(kind, self.length, position, len(self.pieces)))
        self.position += width
        if kind == "pre":
            self._language()

    def _language(self) -> None:
        end = self.position
        while self.source[end] not in " \t\r\n\v\0`":
            end += 1
        if end != self.position and self.source[end] not in "`\0":
            self.open[-1].language = self.source[self.position : end]
            self.position = end
        if self.source[self.position] == "\n":
            self.position += 1

    def _close(self) -> None:
        opened = self.open.pop()
        self.position += len(_MARKS[opened.type])
        entity: Entity = {
            "type": opened.type,
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.type == "text_link":
            entity |= link(self._target("a URL") or "".join(self.pieces[opened.piece :]))
        elif opened.type == "custom_emoji":
            if self.source[self.position] != "(":
                raise MarkupError("Custom emoji entity must contain a tg://emoji URL")
            entity["custom_emoji_id"] = self._target("a custom emoji URL").rpartition("id=")[2]
        elif opened.language:
            entity["language"] = opened.language
        if entity["length"] and entity["type"] != "nothing":
            self.entities.append(entity)

    def _target(self, what: str) -> str:
        if self.source[self.position] != "(":
            return ""
        begin = end = self.position + 1
        url = ""
        while self.source[end] not in ")\0":
            end += self.source[end] == "\\"
            url += self.source[end]
            end += 1
        if self.source[end] != ")":
            raise MarkupError(f"Can't find end of {what} {self._at(begin)}")
        self.position = end + 1
        return url

    def _end_quote(self, *, at_end: bool) -> None:
        if not self._in_quote():
            return
        kind, last = "blockquote", self.open[-1]
        if last.type == "spoiler" and last.position == self.position - 2:
            kind = "expandable_blockquote"
            self.open.pop()
        if self.open[-1].type != "blockquote":
            raise self._unclosed()
        opened = self.open.pop()
        length = self.length - opened.offset
        if length or not at_end:
            self.entities.append({"type": kind, "offset": opened.offset, "length": length})

    def _unclosed(self) -> MarkupError:
        last = self.open[-1]
        name = _NAMES.get(last.type, last.type.capitalize())
        return MarkupError(f"Can't find end of {name} entity {self._at(last.position)}")

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """Split markup from text. Raises MarkupError with Telegram's words and byte offsets."""
    return _Parser(f"{source}\0").parse()
