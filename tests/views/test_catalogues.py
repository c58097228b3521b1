"""Every sentence of the product exists in every language, with the same places for values."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ROOMS = ("handlers", "views", "intake")
KEYWORDS = {"texts": None, "plural": (1, 2)}
PLACE = re.compile(r"\{[^}]*\}")


def spoken() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for room in ROOMS:
        for _, _, message, _, _ in extract_from_dir(
            ROOT / room, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


def translated(language: str) -> dict[str | tuple[str, ...], Message]:
    known: dict[str | tuple[str, ...], Message] = {}
    for path in sorted((ROOT / "views/locales" / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    known[message.id if isinstance(message.id, str) else tuple(message.id)] = message
    return known


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def places(text: str) -> set[str]:
    return set(PLACE.findall(text))


@pytest.mark.parametrize("language", ["ru"])
def test_nothing_is_left_untranslated(language: str) -> None:
    known = translated(language)

    assert sorted(map(str, spoken() - known.keys())) == []
    assert [key for key, message in known.items() if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("language", ["ru"])
def test_translations_have_the_same_places_for_values(language: str) -> None:
    for key, message in translated(language).items():
        originals = [key] if isinstance(key, str) else list(key)
        wanted = set().union(*map(places, originals))
        for form in forms(message):
            assert places(form) <= wanted, key
        assert set().union(*map(places, forms(message))) == wanted, key


def test_russian_plurals_have_three_forms() -> None:
    plurals = [m for m in translated("ru").values() if not isinstance(m.id, str)]

    assert plurals
    assert all(len(forms(message)) == 3 and all(forms(message)) for message in plurals)
