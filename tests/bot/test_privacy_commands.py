import sqlite3
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import app

RU, EN = "Согласие школы {school}. " * 20, "The school's consent. " * 20


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/diary.db")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    (tmp_path / "ru.txt").write_text(RU, "utf-8-sig")
    (tmp_path / "en.txt").write_text(EN)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def put(version: str = "2", ru: str = "ru.txt", en: str = "en.txt") -> Result:
    return run("consent", "set", "--version", version, "--ru", ru, "--en", en)


def test_the_schools_own_consent_is_set_and_shown() -> None:
    assert "Редакция 2026-1" in run("consent", "show").output

    assert put().exit_code == 0

    shown = run("consent", "show")
    assert "Редакция 2" in shown.output
    assert RU.strip() in shown.output
    assert EN.strip() in run("consent", "show", "--language", "en").output


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"version": "вторая"}, "version"),
        ({"ru": "нет.txt"}, "не читается"),
        ({"en": "binary.txt"}, "не текст в UTF-8"),
        ({"en": "short.txt"}, "en: "),
        ({"en": "long.txt"}, "слишком большой"),
        ({"version": "2026-1"}, "уже есть"),
    ],
)
def test_what_is_wrong_is_said_plainly_and_nothing_changes(
    folder: Path, broken: dict[str, str], said: str
) -> None:
    (folder / "binary.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "short.txt").write_text("Yes.")
    (folder / "long.txt").write_text("а" * 150_000)

    result = put(**broken)

    assert (result.exit_code, said in result.output) == (1, True)
    assert "Редакция 2026-1" in run("consent", "show").output


def add_person(folder: Path) -> None:
    """Make the database, and somebody in it who is number 1."""
    run("consent", "show")
    connection = sqlite3.connect(folder / "diary.db")
    connection.execute("INSERT INTO person (id, school_id, created_at) VALUES (1, 1, 0)")
    connection.commit()
    connection.close()


def test_a_log_is_saved_for_its_owner_alone(folder: Path) -> None:
    add_person(folder)

    result = run("audit", "--person", "1", "-o", "log.csv")

    assert result.exit_code == 0
    assert (folder / "log.csv").read_bytes().startswith("\ufeffвремя;кто;".encode())
    assert stat.S_IMODE((folder / "log.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "log.csv"), "--student или --person"),
        (("--student", "s1", "--person", "1", "-o", "log.csv"), "--student или --person"),
        (("--student", "s1", "-o", "log.csv"), "Ученика s1 в списках школы нет"),
        (("--person", "1", "-o", "ru.txt"), "не перезаписывается"),
        (("--person", "99999", "-o", "log.csv"), "Человека № 99999 нет"),
    ],
)
def test_a_log_that_cannot_be_saved_says_why_and_leaves_no_file(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("audit", *arguments)

    assert (result.exit_code, said in result.output) == (1, True)
    assert not (folder / "log.csv").exists()
