"""What people are called: our words in the reader's language, other words as they were written."""

import pytest

from views.naming import called
from views.texts import load_texts


@pytest.mark.parametrize(
    ("label", "locale", "said"),
    [
        ("мама", "en", "mother"),
        ("Папа", "en", "father"),
        ("mother", "ru", "мама"),
        ("законный представитель", "en", "official representative"),
        ("tutor", "ru", "репетитор"),
        ("nanny", "ru", "няня"),
        ("Мама", "ru", "Мама"),
        ("бабушка Вера", "en", "бабушка Вера"),
        ("", "en", ""),
    ],
)
def test_chosen_labels_are_translated_and_written_ones_are_not(label: str, locale: str, said: str) -> None:
    assert called(label, load_texts(locale)) == said
