import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
import typer
from aiogram.exceptions import ClientDecodeError
from pydantic import TypeAdapter
from sqlalchemy import Executable, Integer, String, bindparam, cast, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.commands.outcome import finish
from bot.logging import configure_logging
from diary.models.school import School
from storage import schema

CHILD = "Иванов-Петроградский"


FORMS = pytest.mark.parametrize("form", ["text", "json"])


@contextmanager
def logs(form: str) -> Iterator[None]:
    before = logging.getLogger().handlers
    configure_logging("INFO", form)
    try:
        yield
    finally:
        logging.getLogger().handlers = before
        structlog.reset_defaults()


@FORMS
def test_a_token_in_a_message_or_traceback_is_hidden(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    token = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"
    with logs(form):
        try:
            int(f"cannot reach https://telegram/bot{token}/getMe")
        except ValueError:
            structlog.get_logger("x").exception("failed", url=f"bot{token}")
        logging.getLogger("library").error("bot%s is wrong", token)

    shown = capsys.readouterr().err
    assert token not in shown
    assert "cannot reach" in shown
    if form == "json":
        assert [json.loads(line)["level"] for line in shown.splitlines()] == ["error", "error"]


@pytest.mark.parametrize("engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
@FORMS
async def test_what_a_database_says_of_a_row_is_not_in_the_logs(
    engine: AsyncEngine, school: School, engine_name: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pupil = {"school_id": school.id, "external_id": "s1", "family_name": CHILD, "given_name": CHILD}
    async with engine.begin() as connection:
        await connection.execute(insert(schema.student).values(**pupil))
    refused: list[Executable] = [
        insert(schema.student).values(**pupil),
        insert(schema.student).values(**pupil | {"external_id": None}),
    ]
    if engine_name == "postgresql":
        refused.append(select(cast(bindparam("name", CHILD, String), Integer)))

    told: list[str] = []
    for query in refused:
        with pytest.raises(DBAPIError) as broken:
            async with engine.begin() as connection:
                await connection.execute(query)
        told.append(str(broken.value))
        error = RuntimeError("the push could not be stored")
        error.__cause__ = broken.value
        with logs(form):
            structlog.get_logger("ours").error("failed", exc_info=error)
            logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)

    shown = capsys.readouterr().err
    assert CHILD not in shown
    assert json.dumps(CHILD) not in shown
    assert shown.count("the push could not be stored") == 2 * len(refused)
    assert any(CHILD in one for one in told) is (engine_name == "postgresql")
    assert shown.count("left out") >= 2 * len(refused)
    names = ["23505", "23502"] if engine_name == "postgresql" else ["CONSTRAINT_UNIQUE", "CONSTRAINT_NOTNULL"]
    assert all(name in shown for name in names)


def test_a_command_that_fails_shows_where_and_not_with_what(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        try:
            TypeAdapter(int).validate_python(CHILD)
        except ValueError as error:
            raise RuntimeError("the file could not be taken in") from error

    with pytest.raises(typer.Exit) as ended:
        finish(work())

    shown = capsys.readouterr().err
    assert ended.value.exit_code == 1
    assert CHILD not in shown
    assert "the file could not be taken in" in shown
    assert "in work" in shown


@FORMS
def test_what_validators_and_telegrams_answers_quote_is_not_in_the_logs(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def validate() -> None:
        TypeAdapter(int).validate_python(CHILD)

    def decode() -> None:
        raise ClientDecodeError("no json", ValueError(), CHILD)

    def both() -> None:
        try:
            validate()
        except ValueError as error:
            raise ExceptionGroup("several", [error, ClientDecodeError("no json", error, CHILD)]) from None

    for fail in (validate, decode, both):
        try:
            fail()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged
            with logs(form):
                structlog.get_logger("ours").exception("failed")

    shown = capsys.readouterr().err
    assert CHILD not in shown
    assert shown.count("ClientDecodeError") >= 2
    assert "several" in shown
