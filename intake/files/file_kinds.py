"""What a file is by its bytes, and whether it may be opened at all; nothing is unpacked for that."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from diary.models.roster_refusals import Refusal, RosterFileError
from intake.files import limits

ZIP_START = b"PK\x03\x04"
OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
OTHER_STARTS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"PK",
)
MARKUP_STARTS = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_MANIFEST = 1 << 20


class FileKind(StrEnum):
    SPREADSHEET = "spreadsheet"
    TEXT = "text"


EXTENSIONS = {
    ".xlsx": FileKind.SPREADSHEET,
    ".xlsm": FileKind.SPREADSHEET,
    ".xls": FileKind.SPREADSHEET,
    ".ods": FileKind.SPREADSHEET,
    ".csv": FileKind.TEXT,
    ".tsv": FileKind.TEXT,
    ".txt": FileKind.TEXT,
}


def recognise(name: str, data: bytes) -> FileKind:
    """Return how to read the file; raise RosterFileError if it is not to be read."""
    extension = PurePath(name).suffix.lower()
    if len(data) > limits.MAX_BYTES:
        raise RosterFileError(Refusal.TOO_LARGE, limit=limits.MAX_BYTES, size=len(data))
    if not data.strip():
        raise RosterFileError(Refusal.EMPTY)
    kind = _kind_by_content(data, extension)
    if extension and extension not in EXTENSIONS:
        raise RosterFileError(Refusal.UNSUPPORTED, extension=extension)
    if extension and EXTENSIONS[extension] is not kind:
        raise RosterFileError(Refusal.WRONG_EXTENSION, extension=extension)
    return kind


def _kind_by_content(data: bytes, extension: str) -> FileKind:
    if data.startswith(ZIP_START):
        _check_archive(data, extension)
        return FileKind.SPREADSHEET
    if data.startswith(OLE_START):
        _check_ole(data, extension)
        return FileKind.SPREADSHEET
    if data.startswith(OTHER_STARTS):
        raise RosterFileError(Refusal.UNSUPPORTED, extension=extension)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower().startswith(MARKUP_STARTS):
        raise RosterFileError(Refusal.WEB_PAGE)
    return FileKind.TEXT


def _check_ole(data: bytes, extension: str) -> None:
    """Look for the names in the little file system that the old format is."""
    if _ole_name("EncryptedPackage") in data:
        raise RosterFileError(Refusal.ENCRYPTED)
    if _ole_name("Workbook") not in data and _ole_name("Book") not in data:
        raise RosterFileError(Refusal.UNSUPPORTED, extension=extension)


def _ole_name(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")


def _check_archive(data: bytes, extension: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, len(data))
            _check_contents(archive, extension)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise RosterFileError(Refusal.DAMAGED) from None


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse bombs. One that lies about its sizes gets past here, and no further than its reader's limit."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > limits.MAX_ARCHIVE_ENTRIES
        or unpacked > limits.MAX_UNPACKED_BYTES
        or unpacked > packed * limits.MAX_UNPACKING_RATIO
    ):
        raise RosterFileError(Refusal.TOO_DEMANDING)
    if any(entry.flag_bits & 1 for entry in entries):
        raise RosterFileError(Refusal.ENCRYPTED)


def _check_contents(archive: zipfile.ZipFile, extension: str) -> None:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return
    if "mimetype" not in names or _beginning(archive, "mimetype").strip() != ODS_MIMETYPE:
        raise RosterFileError(Refusal.UNSUPPORTED, extension=extension)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _beginning(
        archive, "META-INF/manifest.xml"
    ):
        raise RosterFileError(Refusal.ENCRYPTED)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(MAX_MANIFEST)
