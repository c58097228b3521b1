"""What the documentation says is there."""

import re
from pathlib import Path

import simulator.bot_api
from simulator.bot_api.registry import HANDLERS

TESTS = Path(__file__).parent


def test_the_docstring_lists_every_method() -> None:
    listed = set(re.findall(r"\b[a-z]+[A-Z]\w+\b|\bclose\b", simulator.bot_api.__doc__ or ""))

    assert listed == {name for name, _ in HANDLERS.values()}


def test_every_method_is_called_by_some_test() -> None:
    written = "".join(path.read_text() for path in TESTS.glob("test_*.py"))
    made = {
        f"{verb}My{what}" for verb in ("get", "set") for what in ("Name", "Description", "ShortDescription")
    }

    assert {name for name, _ in HANDLERS.values() if f'"{name}"' not in written} <= made
