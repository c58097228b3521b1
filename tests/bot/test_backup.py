import sqlite3
import stat
from pathlib import Path

import pytest

from bot.commands.backup import backup, copy_sqlite
from bot.errors import CommandError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "diary.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
        connection.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(1000)])
    connection.close()
    return path


def test_a_copy_is_whole_and_private_while_someone_writes(source: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(source)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO t VALUES (-1)")

    copy_sqlite(source, tmp_path / "copy.db")
    writer.rollback()
    writer.close()

    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT count(*) FROM t").fetchone() == (1000,)
    copy.close()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_an_existing_file_is_not_overwritten(source: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")

    with pytest.raises(CommandError, match="not overwritten"):
        copy_sqlite(source, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "mine"


def test_nothing_to_copy_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no database"):
        copy_sqlite(tmp_path / "none.db", tmp_path / "copy.db")


def test_a_place_that_cannot_be_written_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        copy_sqlite(source, tmp_path / "no-such-folder" / "copy.db")


@pytest.mark.parametrize("dest", ["backups", "made/on/the/way"])
def test_a_name_without_an_ending_is_a_private_folder_of_copies(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dest: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{source}")
    monkeypatch.setenv("BOT_TOKEN", "1:a-token-of-the-tests")

    backup(tmp_path / dest)

    (copy,) = (tmp_path / dest).iterdir()
    assert copy.name.startswith("diary-")
    assert stat.S_IMODE((tmp_path / dest).stat().st_mode) == 0o700
