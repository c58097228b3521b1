import json
import logging

import pytest
import structlog

from bot.logging import configure_logging


def test_a_token_in_a_message_or_traceback_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    token = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
    before = logging.getLogger().handlers
    try:
        configure_logging("INFO", "json")
        try:
            int(f"cannot reach https://telegram/bot{token}/getMe")
        except ValueError:
            structlog.get_logger("x").exception("failed", url=f"bot{token}")
        logging.getLogger("library").error("bot%s is wrong", token)
    finally:
        logging.getLogger().handlers = before
        structlog.reset_defaults()

    shown = capsys.readouterr().err
    assert token not in shown
    assert "cannot reach" in shown
    assert [json.loads(line)["level"] for line in shown.splitlines()] == ["error", "error"]
