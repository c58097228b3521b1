"""Files that people and bots have sent, and the file_id's they are known by."""

import hashlib
import secrets
from typing import Any, Protocol

from simulator.state.accounts import StoredFile
from simulator.state.stores import Store

Json = dict[str, Any]

# Telegram keeps a photo in several sizes; these are the longer sides of its types s, m, x and y.
_SIDES = (90, 320, 800, 1280)
_KEPT_SIZES = 3
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}


class Saves(Protocol):
    def __call__(self, table: str, key: str, value: Any) -> None: ...


class Files:
    """All sizes of a photo are the same bytes; a file_id works for the bot that got it only."""

    def __init__(self, store: Store, save: Saves) -> None:
        self._store = store
        self._save = save
        self._known: dict[str, StoredFile] = {}
        self._sizes: dict[str, list[StoredFile]] = {}
        self._count = 0

    def restore(self, record: Json) -> None:
        self._remember(StoredFile(**record))
        self._count += 1

    def _remember(self, file: StoredFile) -> None:
        self._known[file.id] = file
        self._sizes.setdefault(f"{file.bot}/{file.path}", []).append(file)

    def by_id(self, bot: int, file_id: str) -> StoredFile | None:
        file = self._known.get(file_id)
        return file if file and file.bot == bot else None

    def by_path(self, bot: int, path: str) -> StoredFile | None:
        found = self._sizes.get(f"{bot}/{path}")
        return found[-1] if found else None

    def sizes_of(self, photo: StoredFile) -> list[StoredFile]:
        """All sizes of the photo, the smallest first."""
        return self._sizes[f"{photo.bot}/{photo.path}"]

    def content(self, file: StoredFile) -> bytes:
        return self._store.read_file(f"{file.bot}/{file.path}")

    def add_document(self, bot: int, content: bytes, name: str, mime: str) -> StoredFile:
        return self._add(bot, "document", content, name, mime, (0, 0))

    def add_photo(self, bot: int, content: bytes, size: tuple[int, int]) -> list[StoredFile]:
        """One record a size, the smallest first."""
        longer = max(size)
        sides = [side for side in _SIDES if side < longer] + [min(longer, _SIDES[-1])]
        mime = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        path = ""
        sizes = []
        for side in sides[-_KEPT_SIZES:]:
            scaled = (max(1, size[0] * side // longer), max(1, size[1] * side // longer))
            file = self._add(bot, "photo", content, "", mime, scaled, path)
            path = file.path
            sizes.append(file)
        return sizes

    def _add(
        self, bot: int, kind: str, content: bytes, name: str, mime: str, size: tuple[int, int], path: str = ""
    ) -> StoredFile:
        self._count += 1
        if not path:
            extension = name.rpartition(".")[2] if "." in name else _EXTENSIONS.get(mime, "bin")
            path = f"{kind}s/file_{self._count}.{extension}"
            self._store.save_file(f"{bot}/{path}", content)
        prefix = "AgACAgIAAxk" if kind == "photo" else "BQACAgIAAxk"
        digest = hashlib.blake2s(content + repr(size).encode(), digest_size=11).hexdigest()
        file = StoredFile(
            id=f"{prefix}{secrets.token_urlsafe(40)}",
            unique_id=f"AQAD{digest}",
            bot=bot,
            kind=kind,
            path=path,
            name=name,
            mime=mime,
            size=len(content),
            width=size[0],
            height=size[1],
        )
        self._remember(file)
        self._save("file", file.id, file)
        return file


def photo_sizes(sizes: list[StoredFile]) -> list[Json]:
    return [
        {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "width": file.width,
            "height": file.height,
            "file_size": file.size,
        }
        for file in sizes
    ]


def document_object(file: StoredFile) -> Json:
    return {
        "file_name": file.name,
        "mime_type": file.mime,
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
