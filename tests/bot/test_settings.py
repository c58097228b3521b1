import re
import stat
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_secret_key, load_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def examples() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    matches = [match for line in lines if (match := re.match(r"([A-Z_]+)=(.*)$", line))]
    return {match[1]: match[2] for match in matches}


def test_the_example_lists_every_setting_with_its_default() -> None:
    defaults = load_settings()

    assert list(examples()) == [name.upper() for name in Settings.model_fields]
    for name, shown in examples().items():
        value = getattr(defaults, name.lower())
        plain = value.get_secret_value() if hasattr(value, "get_secret_value") else value
        assert type(plain)(shown) == plain, name


def test_a_wrong_setting_is_named_and_its_value_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("HTTP_PORT", "many-secrets")

    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert "TIMEZONE" in refused.value.text("en")
    assert "HTTP_PORT" in refused.value.text("ru")
    assert "many-secrets" not in refused.value.text("en")


@pytest.mark.parametrize("token", ["", "nonsense", "123", "abc:def", "123:"])
def test_what_is_no_token_is_told_with_where_to_get_one(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)

    with pytest.raises(SettingsError, match="@BotFather"):
        _ = load_settings().token


@pytest.mark.parametrize("secret", ["не латиницей", "with space", "x" * 257, "line\n"])
def test_a_webhook_secret_that_telegram_would_refuse_is_told_and_not_shown(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", secret)

    with pytest.raises(SettingsError, match="WEBHOOK_SECRET") as refused:
        load_settings()

    assert secret not in refused.value.text("en")


def test_a_token_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:very-secret")

    settings = load_settings()

    assert "very-secret" not in repr(settings)
    assert settings.token == "123:very-secret"


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    first = load_secret_key(load_settings(), folder)

    assert load_secret_key(load_settings(), folder) == first
    assert len(first) == 64
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_a_given_secret_key_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")

    assert load_secret_key(load_settings(), tmp_path) == b"given"
    assert not (tmp_path / "secret_key").exists()


def test_addresses_must_be_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "localhost:8081")

    with pytest.raises(SettingsError, match="TELEGRAM_API_URL"):
        load_settings()
