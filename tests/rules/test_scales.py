from decimal import Decimal

import pytest

from diary.rules.scales import SCALES, numeric


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        ("5", "5", "5"),
        (" 4 ", "5", "4"),
        ("4-", "5", "4"),
        ("3=", "5", "3"),
        ("5+", "5", "5"),
        ("4,5", "5", "4.5"),
        ("4.5", "6", "4.5"),
        ("11", "12", "11"),
        ("0", "20", "0"),
        ("87", "100", "87"),
        ("87,5", "100", "87.5"),
        ("240", "points", "240"),
        ("A", "letters", "4"),
        ("A+", "letters", "4"),
        ("b-", "letters", "2.7"),
        ("F-", "letters", "0"),
    ],
)
def test_what_counts_towards_an_average(value: str, scale: str, expected: str) -> None:
    assert numeric(value, scale) == Decimal(expected)


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        ("Н/А", "5"),
        ("н", "5"),
        ("6", "5"),
        ("0", "5"),
        ("", "5"),
        ("4/5", "5"),
        ("101", "100"),
        ("8/10", "points"),
        ("E", "letters"),
        ("5", "letters"),
        ("зачёт", "pass_fail"),
        ("5", "pass_fail"),
        ("5", "unheard of"),
    ],
)
def test_what_is_shown_but_counts_nowhere(value: str, scale: str) -> None:
    assert numeric(value, scale) is None


def test_every_scale_says_which_end_is_best() -> None:
    assert all(scale.highest_is_best for scale in SCALES.values())
