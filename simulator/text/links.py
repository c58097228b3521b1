"""Which link targets Telegram accepts, and how it writes them."""

import re
from typing import Any
from urllib.parse import urlsplit

_SCHEMES = ("http", "https", "tg", "ton", "tonsite")
_HOST = re.compile(r"^(?:[\w-]+\.)+\w{2,}$|^\d{1,3}(?:\.\d{1,3}){3}$", re.UNICODE)
_USER = re.compile(r"^tg://user/?\?id=(\d+)$")


def linked_user(url: str) -> int | None:
    """Find the user meant by `tg://user?id=…`, the link that becomes a text_mention."""
    match = _USER.match(url)
    return int(match[1]) if match else None


def checked_link(url: str) -> str | None:
    """Write the link as Telegram stores it, or None where it silently drops the entity."""
    url = url.strip()
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or any(character.isspace() for character in url):
        return None
    if parts.scheme in {"http", "https"}:
        if not _HOST.match(host) and host != "localhost":
            return None
        if not parts.path and not parts.query and not parts.fragment:
            return f"{url}/"
    return url


def link(url: str) -> dict[str, Any]:
    """Say how an entity links: by address, to a person, or not at all."""
    if (user := linked_user(url)) is not None:
        return {"type": "text_mention", "user": {"id": user}}
    checked = checked_link(url)
    return {"type": "text_link", "url": checked} if checked else {"type": "nothing"}
