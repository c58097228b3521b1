"""Every text that people read is translated, once, and says the same."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from views.texts import LOCALES, SOURCE_LOCALE, SUPPORTED_LOCALES, catalogue_paths, read_catalogue

ROOT = LOCALES.parent.parent
ROOMS = ("bot", "delivery", "handlers", "intake", "views")
TRANSLATED = [locale for locale in SUPPORTED_LOCALES if locale != SOURCE_LOCALE]
PLACEHOLDER = re.compile(r"{(\w*)}")
MessageId = str | tuple[str, ...]


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Find every `texts(…)` and `texts.plural(…)`; inside of Texts they are called on itself."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"texts", "plural"} or (name == "self" and path.name == "texts.py"):
            yield name, node


def message_id(name: str, call: ast.Call, path: Path) -> MessageId:
    wanted = call.args[: 2 if name == "plural" else 1]
    said = [part.value for part in wanted if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    assert len(said) == len(wanted) > 0, f"a text must stand in the code as it is: {path.name}:{call.lineno}"
    return tuple(said) if name == "plural" else said[0]


@pytest.fixture(scope="module")
def used() -> set[MessageId]:
    return {
        message_id(name, call, path)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for name, call in calls(path)
    }


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def messages(locale: str) -> list[Message]:
    return [message for message in read_catalogue(locale) if message.id]


def key(message: Message) -> MessageId:
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_text_is_translated_and_no_translation_is_left_over(locale: str, used: set[MessageId]) -> None:
    translated = {key(message) for message in messages(locale)}

    assert used - translated == set()
    assert translated - used == set()


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_translation_is_finished_and_keeps_its_placeholders(locale: str) -> None:
    forms_wanted = read_catalogue(locale).num_plurals
    for message in messages(locale):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in forms), message.id
        assert len(forms) == (1 if len(sources) == 1 else forms_wanted), message.id
        wanted = placeholders(sources[-1])
        assert all(placeholders(form) == wanted for form in forms), message.id


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_is_translated_in_one_catalogue_only(locale: str) -> None:
    found: Counter[MessageId] = Counter()
    for path in catalogue_paths(locale):
        with path.open("rb") as file:
            found.update(key(message) for message in read_po(file, locale=locale) if message.id)

    assert [text for text, times in found.items() if times > 1] == []
