"""`python -m bot import`: the same preview as in chat, at a terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import app
from tests.intake.files.building import xlsx
from tests.support.product import ROOT

HEADINGS = ("ФИО", "Класс", "Дата рождения")
ROWS = [HEADINGS, ("Иванов Пётр", "7Б", "01.05.2013"), ("Иванова Маша", "7Б", "02.06.2013")]


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'diary.db'}")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    path = tmp_path / "школа.xlsx"
    path.write_bytes(xlsx({"Дети": ROWS}))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


def test_a_dry_run_shows_and_changes_nothing(school: Path) -> None:
    for _ in range(2):
        result = run(school, "--dry-run")

        assert result.exit_code == 0
        assert "В файле: 2 ребёнка: 7Б (2)\nНовых детей: 2" in result.stdout
        assert "Готово" not in result.stdout


def test_yes_takes_it_over_and_the_same_again_changes_nothing(school: Path) -> None:
    first, second = run(school, "--yes"), run(school)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Готово: список школы записан.\nДети: новых 2" in first.stdout
    assert "Записывать нечего" in second.stdout


def test_without_a_terminal_nothing_is_taken_over_unasked(school: Path) -> None:
    result = run(school)

    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert "Новых детей: 2" in run(school, "--dry-run").stdout


@pytest.mark.parametrize(("answer", "code", "said"), [("y\n", 0, "Готово"), ("n\n", 1, "Ничего не изменено")])
def test_at_a_terminal_it_asks(school: Path, answer: str, code: int, said: str) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())

    done = subprocess.run(
        [sys.executable, "-m", "bot", "import", str(school)],
        stdin=theirs,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    os.close(ours)
    os.close(theirs)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_doubtful_rows_are_named_and_taken_only_when_told_to(tmp_path: Path) -> None:
    path = tmp_path / "список.xlsx"
    path.write_bytes(xlsx({"Дети": [*ROWS, ("Сидоров Олег", "7Б", "вчера")]}))

    careful = run(path, "--yes", "--details")
    assert "Строки под вопросом не берутся (1)" in careful.stdout
    assert "Дети: новых 2" in careful.stdout
    assert "Дети: новых 1" in run(path, "--yes", "--doubtful").stdout


def test_who_is_missing_stays_unless_they_are_few_or_the_operator_says_so(
    school: Path, tmp_path: Path
) -> None:
    run(school, "--yes")
    other = tmp_path / "другой.xlsx"
    other.write_bytes(xlsx({"Дети": [HEADINGS, ("Сидоров Олег", "7Б", "03.07.2013")]}))

    assert "Кого нет в файле, остаются (2)" in run(other, "--dry-run").stdout
    assert "выбыло 2" in run(other, "--yes", "--missing-left").stdout


def test_a_file_that_is_refused_ends_with_1_and_says_how_to_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.4")

    for wrong, said in ((path, "Сохраните список как XLSX"), (tmp_path / "нет.xlsx", "не читается")):
        result = run(wrong)
        assert result.exit_code == 1
        assert said in result.stderr


def test_it_speaks_english_too(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    assert "Found: 2 children" in run(school, "--dry-run").stdout
