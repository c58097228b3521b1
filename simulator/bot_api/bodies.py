"""Reads what a bot sends: query strings, forms, multipart and JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from simulator.bot_api.errors import BadRequestError

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_NAME = re.compile(rb'\bname="([^"]*)"')
_FILENAME = re.compile(rb'\bfilename="([^"]*)"')
_TYPE = re.compile(rb"content-type:\s*([^\r\n]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


Params = dict[str, Any]


def read_params(query: bytes, content_type: str, body: bytes) -> tuple[Params, dict[str, Upload]]:
    """Parameters of a call and the files that came with it, whatever the encoding."""
    params: Params = {}
    uploads: dict[str, Upload] = {}
    try:
        _read_all(query, content_type, body, params, uploads)
    except UnicodeDecodeError:
        raise BadRequestError("strings must be encoded in UTF-8") from None
    return params, uploads


def _read_all(
    query: bytes, content_type: str, body: bytes, params: Params, uploads: dict[str, Upload]
) -> None:
    if query:
        params.update(_read_form(query))
    if not body:
        return
    if content_type.startswith("application/x-www-form-urlencoded"):
        params.update(_read_form(body))
    elif content_type.startswith("multipart/form-data"):
        match = _BOUNDARY.search(content_type)
        if match is None:
            raise BadRequestError("boundary of the multipart form is missing")
        _read_multipart(match[1].encode(), body, params, uploads)
    elif content_type.startswith("application/json"):
        params.update(_read_json(body))


def _read_form(form: bytes) -> Iterator[tuple[str, str]]:
    for pair in form.split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            yield unquoted(name), unquoted(value)


def unquoted(value: bytes) -> str:
    """Undo percent-encoding through a codec written in C: Cyrillic texts are nothing but percent signs."""
    value = value.replace(b"+", b" ")
    if b"%" not in value:
        return value.decode()
    try:
        escaped = value.replace(b"\\", b"\\\\").replace(b"%", b"\\x")
        return escaped.decode("unicode_escape").encode("latin-1").decode()
    except UnicodeError:
        return unquote_to_bytes(value).decode("utf-8", "replace")


def _read_json(body: bytes) -> Params:
    try:
        value = json.loads(body)
    except ValueError:
        raise BadRequestError("can't parse JSON") from None
    if not isinstance(value, dict):
        raise BadRequestError("can't parse JSON: expected an Object")
    return value


def _read_multipart(boundary: bytes, body: bytes, params: Params, uploads: dict[str, Upload]) -> None:
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name is None:
            continue
        key = _field(name[1])
        filename = _FILENAME.search(head)
        if filename is None:
            params[key] = content.decode()
            continue
        mime = _TYPE.search(head)
        uploads[key] = Upload(_field(filename[1]), mime[1].decode().strip() if mime else "", content)


def _field(value: bytes) -> str:
    return value.replace(b"%22", b'"').decode()
