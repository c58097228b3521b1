import pytest

from diary.errors import ShortNameRefusedError
from diary.rules.short_names import read_short_name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Петя", "Петя"),
        ("  Петя   младший ", "Петя младший"),
        ("Мари-Анн", "Мари-Анн"),
        ("O'Neil 2", "O'Neil 2"),
        ("Лисёнок 🦊", "Лисёнок 🦊"),
        ("Ж" * 32, "Ж" * 32),
        ("Петя\nМаша", "Петя Маша"),
    ],
)
def test_names_are_read_with_their_spaces_in_order(written: str, read: str) -> None:
    assert read_short_name(written) == read


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "   ",
        "123",
        "🦊",
        "/today",
        "@petya",
        "https://example.org",
        "<b>Петя</b>",
        "Ж" * 33,
        "Пе\u202eтя",
    ],
)
def test_what_is_no_name_is_refused(nonsense: str) -> None:
    with pytest.raises(ShortNameRefusedError):
        read_short_name(nonsense)
