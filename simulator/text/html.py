"""The HTML parse mode, refusing what Telegram refuses (core.telegram.org/bots/api#html-style)."""

import re
from dataclasses import dataclass, field
from typing import Any

from simulator.text.errors import MarkupError
from simulator.text.links import link
from simulator.text.references import reference, unescaped
from simulator.text.utf16 import utf16_length

Entity = dict[str, Any]

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SPECIAL = re.compile("[<&]")
_NAME = re.compile(r"[^\s\0>]*")
_ATTRIBUTE = re.compile(r"""[^\s\0=>/"']*""")
_SPACE = re.compile(r"[ \t\r\n\v]*")
_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    piece: int


@dataclass(slots=True)
class _Parser:
    source: str
    pieces: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    length: int = 0

    def parse(self) -> tuple[str, list[Entity]]:
        source, position = self.source, 0
        while match := _SPECIAL.search(source, position):
            self._add(source[position : match.start()])
            position = match.start()
            if source[position] == "&":
                text, position = reference(source, position)
                self._add(text)
            elif source[position + 1] == "/":
                position = self._close(position)
            else:
                position = self._open(position)
        self._add(source[position:-1])
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), self.entities

    def _add(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += utf16_length(text)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _skip(self, pattern: re.Pattern[str], position: int) -> int:
        match = pattern.match(self.source, position)
        return match.end() if match else position

    def _open(self, begin: int) -> int:
        end = self._skip(_NAME, begin + 1)
        if self.source[end] == "\0":
            raise MarkupError(f"Unclosed start tag {self._at(begin)}")
        tag = self.source[begin + 1 : end].lower()
        if tag not in _TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}" {self._at(begin)}')
        argument = ""
        while True:
            end = self._skip(_SPACE, end)
            if self.source[end] == ">":
                break
            name, value, end = self._attribute(tag, begin, end)
            argument = meant(tag, name, value) or argument
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append(_Open(tag, argument, self.length, len(self.pieces)))
        return end + 1

    def _attribute(self, tag: str, begin: int, position: int) -> tuple[str, str, int]:
        unclosed = f'Unclosed start tag "{tag}" {self._at(begin)}'
        end = self._skip(_ATTRIBUTE, position)
        name = self.source[position:end]
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
        end = self._skip(_SPACE, end)
        if self.source[end] == "\0":
            raise MarkupError(unclosed)
        if self.source[end] != "=":
            return name, "", end
        end = self._skip(_SPACE, end + 1)
        value, end = self._value(end)
        if self.source[end] == "\0":
            raise MarkupError(unclosed)
        return name, value, end

    def _value(self, position: int) -> tuple[str, int]:
        quote = self.source[position]
        if quote not in "\"'":
            end = self._skip(_TOKEN, position)
            if self.source[end] not in " \t\r\n\v\0>":
                raise MarkupError(f"Unexpected end of name token {self._at(position)}")
            return self.source[position:end].lower(), end
        end = self.source.find(quote, position + 1)
        if end < 0:
            return "", len(self.source) - 1
        return unescaped(self.source[position + 1 : end]), end + 1

    def _close(self, begin: int) -> int:
        if not self.open:
            raise MarkupError(f"Unexpected end tag {self._at(begin)}")
        end = self._skip(_NAME, begin + 2)
        name = self.source[begin + 2 : end].lower()
        end = self._skip(_SPACE, end)
        if self.source[end] != ">":
            raise MarkupError(f"Unclosed end tag {self._at(begin)}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise MarkupError(
                f'Unmatched end tag {self._at(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.length > opened.offset:
            self._keep(opened)
        return end + 1

    def _keep(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        match opened.tag:
            case "a":
                entity |= link(opened.argument or "".join(self.pieces[opened.piece :]))
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case "pre" | "code":
                entity = self._merged_code(entity, opened.argument)
        if entity["type"] != "nothing":
            self.entities.append(entity)

    def _merged_code(self, entity: Entity, language: str) -> Entity:
        """`<pre><code class="language-…">` is one entity."""
        last = self.entities[-1] if self.entities else None
        if last and (last["offset"], last["length"]) == (entity["offset"], entity["length"]):
            language = language or last.get("_language", "")
            if {last["type"], entity["type"]} == {"pre", "code"} and language:
                self.entities.pop()
                return {**entity, "type": "pre", "language": language}
        return {**entity, "_language": language} if language else entity


def meant(tag: str, name: str, value: str) -> str:
    """Tell what an attribute says of its tag; attributes that Telegram does not know say nothing."""
    match tag, name:
        case "a", "href":
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "tg-emoji", "emoji-id":
            return value
        case "blockquote", "expandable":
            return "expandable"
    return ""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Split markup from text. Raises MarkupError with Telegram's words and byte offsets."""
    if "<" not in source and "&" not in source:
        return source, []
    text, entities = _Parser(f"{source}\0").parse()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities
