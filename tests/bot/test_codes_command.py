"""`python -m bot codes`: for whom, only once, and where the letters go."""

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import app
from tests.intake.files.building import xlsx

ROWS = [
    ("ФИО", "Класс", "Дата рождения", "Личное дело"),
    ("Иванов Пётр", "7Б", "01.05.2013", "s1"),
    ("Иванова Маша", "7Б", "02.06.2013", "s2"),
    ("Сидоров Олег", "7А", "03.07.2013", "s3"),
]
STAFF = [("ФИО", "Должность", "Табельный номер"), ("Орлов Иван Петрович", "учитель", "t1")]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the school in it."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "школа.xlsx").write_bytes(xlsx({"Дети": ROWS, "Учителя": STAFF}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{folder / 'diary.db'}")
        result = CliRunner().invoke(app, ["import", str(folder / "школа.xlsx"), "--yes"])
        assert result.exit_code == 0, result.output
    return folder / "diary.db"


@pytest.fixture(autouse=True)
def environment(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "diary.db"
    copy.write_bytes(school.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{copy}")
    monkeypatch.setenv("BOT_TOKEN", "")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["codes", *arguments])


def test_a_class_gets_a_code_for_each_child_and_the_second_time_none() -> None:
    first, second = run("issue", "--class", "7 б"), run("issue", "--class", "7Б")

    lines = [line.split("\t") for line in first.stdout.splitlines()]
    assert [(line[0], line[1]) for line in lines] == [("7Б", "Иванов Пётр"), ("7Б", "Иванова Маша")]
    assert all(len(line[3]) == len("ABCD-EFGH-JKMN") for line in lines)
    assert second.exit_code == 1
    assert "Никому не нужно: 2" in second.stderr


def test_labels_make_a_code_for_each_guardian() -> None:
    result = run("issue", "--all", "--label", "мама", "--label", "папа")

    assert len(result.stdout.splitlines()) == 6


def test_a_label_given_twice_makes_one_code_and_one_that_is_none_is_refused() -> None:
    given_twice = run("issue", "--class", "7А", "--label", "мама", "--label", " мама ")
    assert len(given_twice.stdout.splitlines()) == 1
    assert "open" in run("list", "--class", "7А").stdout

    for label in ("  ", "м" * 65, "https://example.org"):
        refused = run("issue", "--class", "7А", "--label", label)
        assert refused.exit_code == 1
        assert "Метка" in refused.stderr


def test_replacing_says_how_many_die_and_asks() -> None:
    run("issue", "--all")

    asked = run("issue", "--class", "7Б", "--replace")
    assert asked.exit_code == 1
    assert "Перестанут работать уже выданные коды: 2." in asked.stderr
    assert run("list").stdout.count("open") == 3

    assert run("issue", "--class", "7Б", "--replace", "--yes").exit_code == 0
    listed = run("list").stdout
    assert (listed.count("open"), listed.count("revoked")) == (3, 2)


def test_one_child_is_given_a_code_though_another_has_one_for_somebody_else() -> None:
    assert len(run("issue", "--student", "s1", "--label", "мама").stdout.splitlines()) == 1
    assert run("issue", "--student", "s1", "--label", "папа").exit_code == 0
    assert run("issue", "--student", "s1", "--label", "папа").exit_code == 1
    assert run("issue", "--student", "s1", "--role", "student").exit_code == 0


@pytest.mark.parametrize("who", ["s1", "Иванов Пётр", "петр иванов"])
def test_a_child_is_meant_by_id_or_name(who: str) -> None:
    assert run("issue", "--student", who).exit_code == 0
    assert "Иванов Пётр" in run("list").stdout


def test_letters_are_printed_into_a_file_of_the_operators_own(tmp_path: Path) -> None:
    path = tmp_path / "letters.pdf"

    result = run("print", "--all", "-o", str(path))

    assert "Писем: 3" in result.stdout
    assert path.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = run("print", "--all", "--replace", "--yes", "-o", str(path))
    assert again.exit_code == 1
    assert "не перезаписывается" in again.stderr
    assert run("list").stdout.count("revoked") == 0


def test_a_print_that_comes_to_nothing_leaves_no_file(tmp_path: Path) -> None:
    run("issue", "--all")

    assert run("print", "--all", "-o", str(tmp_path / "letters.pdf")).exit_code == 1
    assert not (tmp_path / "letters.pdf").exists()


def test_staff_get_codes_by_id_or_all_at_once() -> None:
    assert run("issue", "--staff", "t1").exit_code == 0
    assert run("issue", "--staff", "all").exit_code == 1
    assert run("issue", "--staff", "all", "--replace", "--yes").exit_code == 0
    assert "нет такого сотрудника" in run("issue", "--staff", "t1", "--role", "office").stderr


def test_the_list_can_be_of_one_class_and_codes_are_revoked_by_number() -> None:
    run("issue", "--all")

    (line,) = run("list", "--class", "7А").stdout.splitlines()
    assert run("revoke", line.split()[0]).exit_code == 0
    assert "revoked" in run("list", "--class", "7А").stdout


def test_an_empty_school_is_told_to_bring_its_lists_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")

    assert "Сначала списки школы" in run("issue", "--class", "7Б").stderr
    assert "Кодов ещё не выдавали" in run("list").stderr


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite+aiosqlite:////dev/null/diary.db", "postgresql://nowhere/x"]
)
def test_a_database_that_cannot_be_had_is_a_plain_word(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    result = run("list")

    assert result.exit_code == 1
    assert result.stderr.startswith("База данных недоступна")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Укажите одно"),
        (["--all", "--class", "7Б"], "Укажите одно"),
        (["--class", "9Я"], "Классы: 7А, 7Б"),
        (["--student", "s9"], "нет такого ребёнка"),
        (["--all", "--role", "teacher"], "teacher и office — с --staff"),
        (["--all", "--role", "trusted"], "/trusted"),
        (["--all", "--role", "king"], "Роли king нет"),
    ],
)
def test_what_was_meant_is_asked_for_in_plain_words(arguments: list[str], said: str) -> None:
    result = run("issue", *arguments)

    assert result.exit_code == 1
    assert said in result.stderr
