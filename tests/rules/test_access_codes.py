import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.rules.access_codes import is_token, read_code, spells_code, write_code, write_verifier


@given(st.integers(0, 2**20 - 1), st.integers(0, 2**40 - 1))
def test_every_code_is_read_as_it_was_written(selector: int, verifier: int) -> None:
    code = read_code(write_code(selector, verifier))

    assert code is not None
    assert (code.selector, code.verifier) == (selector, write_verifier(verifier))


@pytest.mark.parametrize(
    "typed",
    [
        "7K0M-1QRS-01ZX",
        "7k0m-1qrs-01zx",
        "7K0M1QRS01ZX",
        " 7K0M 1QRS 01ZX ",
        "7K0M – 1QRS – 01ZX",
        "7KOM-IQRS-OLZX",
        "7kom-lqrs-oizx",
        "7К0М-1QRS-01ZХ",
    ],
    ids=["printed", "small", "bare", "spaced", "long dashes", "O I L", "o l i", "Cyrillic letters"],
)
def test_a_code_is_read_forgivingly(typed: str) -> None:
    assert read_code(typed) == read_code("7K0M-1QRS-01ZX") is not None


@pytest.mark.parametrize("typed", ["", "7K0M-1QRS", "7K0M-1QRS-01ZX-9", "7K0M-1QRU-01ZX", "Здравствуйте!"])
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    assert read_code(typed) is None


def test_words_that_happen_to_fit_are_not_meant_as_a_code() -> None:
    assert read_code("мама, ТАТА") is None
    assert read_code("МАМА ВСЕМ ХВАТ") is not None
    assert not spells_code("МАМА ВСЕМ ХВАТ")
    assert spells_code("7k0m 1qrs 01zx")


def test_a_code_shows_its_secret_half_to_no_log() -> None:
    assert "1QRS" not in repr(read_code("7K0M-1QRS-01ZX"))


def test_a_deep_links_token_is_no_typed_code() -> None:
    assert is_token("AbCdEfGhIjKlMnOpQrStUv")
    assert not is_token("7K0M-1QRS-01ZX")
