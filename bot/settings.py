"""What an operator may set, in the environment or in `.env`; `.env.example` lists the same."""

import os
import re
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

TELEGRAM = "https://api.telegram.org"


class Settings(BaseSettings):
    """The environment wins over `.env`. Defaults of the one school; a chat's own settings win over them."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///data/diary.db"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    api_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    school_name: str = "Школа"
    timezone: str = "Europe/Moscow"
    default_locale: Literal["ru", "en"] = "ru"
    grade_scale: Literal["5", "6", "12", "20", "100", "letters", "pass_fail", "points"] = "5"
    messages_per_second: float = Field(default=30, gt=0)
    coalesce_seconds: float = Field(default=20, ge=0)
    hold_minutes: float = Field(default=30, ge=0)
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            msg = "not a time zone of the IANA list, such as Europe/Moscow"
            raise ValueError(msg) from error
        return value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            msg = "must begin with https:// (or http:// for a server on this machine)"
            raise ValueError(msg)
        return value.rstrip("/")

    @field_validator("webhook_secret")
    @classmethod
    def _taken_by_telegram(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            msg = "only A-Z a-z 0-9 _ - and at most 256 of them"
            raise ValueError(msg)
        return value

    @property
    def token(self) -> str:
        """Return the bot's token; raise SettingsError where it is missing or no token at all."""
        token = self.bot_token.get_secret_value().strip()
        number, _, secret = token.partition(":")
        if not number.isdigit() or not secret:
            raise SettingsError(
                "BOT_TOKEN is missing or malformed: ask @BotFather for one and put BOT_TOKEN=… into .env",
                "BOT_TOKEN не задан или испорчен: получите его у @BotFather и впишите BOT_TOKEN=… в .env",
            )
        return token


def load_settings() -> Settings:
    """Read the settings; raise SettingsError that names each wrong one and never its value."""
    from pydantic import ValidationError  # noqa: PLC0415 - beside its only use

    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError(
            "These settings are wrong:\n  " + "\n  ".join(wrong),
            "Эти настройки неверны:\n  " + "\n  ".join(wrong),
        ) from None


def load_secret_key(settings: Settings, folder: Path) -> bytes:
    """Return SECRET_KEY, or the one kept in `folder` (made with mode 0600 where there is none)."""
    given = settings.secret_key.get_secret_value()
    if given:
        return given.encode()
    path = folder / "secret_key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(32).hex().encode())
    return path.read_bytes()
