"""Where the state is written: nowhere, or an append-only log that survives kill -9 at any moment."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

Record = tuple[str, str, Any]


class Store(Protocol):
    """Records are (table, key, value); the last value of a key wins, and None removes it."""

    durable: bool

    def load(self) -> Iterable[Record]: ...

    def append(self, records: Iterable[Record]) -> None: ...

    def save_file(self, path: str, content: bytes) -> None: ...

    def read_file(self, path: str) -> bytes: ...

    def close(self) -> None: ...


class MemoryStore:
    """Everything ends with the process."""

    durable = False

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def load(self) -> Iterable[Record]:
        return ()

    def append(self, records: Iterable[Record]) -> None:
        """Nothing is written."""

    def save_file(self, path: str, content: bytes) -> None:
        self._files[path] = content

    def read_file(self, path: str) -> bytes:
        return self._files[path]

    def close(self) -> None:
        """Nothing is open."""


class FileStore:
    """A log of JSON lines, one write(2) a request: what was written outlives the process, not the machine.

    The log is rewritten with the living records only at every start.
    """

    durable = True

    def __init__(self, folder: Path) -> None:
        self._files = folder / "files"
        self._files.mkdir(parents=True, exist_ok=True)
        self._path = folder / "log.jsonl"
        self._records = self._read()
        self._compact()
        self._descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND)

    def _read(self) -> dict[tuple[str, str], Any]:
        records: dict[tuple[str, str], Any] = {}
        for table, key, value in self._lines():
            if value is None:
                records.pop((table, key), None)
            else:
                records[table, key] = value
        return records

    def _lines(self) -> Iterator[Record]:
        if not self._path.exists():
            return
        with self._path.open("rb") as log:
            for line in log:
                if line.endswith(b"\n"):  # the last line may be torn by a kill in the middle of its write
                    yield from json.loads(line)

    def _compact(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as log:
            log.writelines(_line([(*key, value)]) for key, value in self._records.items())
        fresh.replace(self._path)

    def load(self) -> Iterable[Record]:
        records, self._records = self._records, {}
        return ((table, key, value) for (table, key), value in records.items())

    def append(self, records: Iterable[Record]) -> None:
        line = _line(records)
        while line:
            line = line[os.write(self._descriptor, line) :]

    def save_file(self, path: str, content: bytes) -> None:
        target = self._files / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def read_file(self, path: str) -> bytes:
        return (self._files / path).read_bytes()

    def close(self) -> None:
        os.close(self._descriptor)


def _line(records: Iterable[Record]) -> bytes:
    return json.dumps(list(records), separators=(",", ":")).encode() + b"\n"
