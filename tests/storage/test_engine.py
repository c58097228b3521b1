"""The database's files belong to its owner alone."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.engine import build_engine, writer_of


async def write_into(path: Path) -> dict[str, int]:
    """Write, and return the modes of the files while they are all there."""
    engine = build_engine(f"sqlite+aiosqlite:///{path}")
    async with writer_of(engine).begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS t (n INTEGER)"))
    found = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.glob("diary.db*")}
    await engine.dispose()
    return found


def prepare(folder: Path, *, left_open: bool) -> None:
    folder.chmod(0o755)
    for end in ("", "-wal", "-shm") if left_open else ():
        (folder / f"diary.db{end}").touch(mode=0o644)


@pytest.mark.parametrize("left_open", [False, True])
async def test_the_files_are_private_in_a_folder_that_others_may_enter(
    tmp_path: Path, *, left_open: bool
) -> None:
    prepare(tmp_path, left_open=left_open)

    found = await write_into(tmp_path / "diary.db")

    assert found == {"diary.db": 0o600, "diary.db-wal": 0o600, "diary.db-shm": 0o600}


def test_a_folder_in_the_files_place_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "diary.db").mkdir(mode=0o755)

    build_engine(f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}")

    assert stat.S_IMODE((tmp_path / "diary.db").stat().st_mode) == 0o755
