from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.rules.averages import GradeState, average

FIVE, FOUR, TWO = Decimal(5), Decimal(4), Decimal(2)


def test_the_average_is_that_of_the_moment() -> None:
    states = [GradeState(1, 10, FOUR), GradeState(2, 11, FIVE), GradeState(5, 12, TWO)]

    assert average(states, up_to=0) is None
    assert average(states, up_to=1) == FOUR
    assert average(states, up_to=4) == Decimal("4.5")
    assert average(states, up_to=5) == pytest.approx(Decimal(11) / 3)


def test_a_correction_counts_the_old_value_before_and_the_new_one_after() -> None:
    states = [GradeState(1, 10, TWO), GradeState(2, 11, FOUR), GradeState(3, 10, FIVE)]

    assert average(states, up_to=2) == 3
    assert average(states, up_to=3) == Decimal("4.5")


def test_a_withdrawn_grade_counts_no_more() -> None:
    states = [GradeState(1, 10, TWO), GradeState(2, 11, FOUR), GradeState(3, 10, None)]
    assert average(states, up_to=3) == FOUR


def test_weights_weigh() -> None:
    states = [GradeState(1, 10, FIVE, Decimal(2)), GradeState(2, 11, TWO), GradeState(3, 12, TWO, Decimal(0))]
    assert average(states, up_to=3) == FOUR


def test_weightless_grades_have_no_average() -> None:
    assert average([GradeState(1, 10, FIVE, Decimal(0))], up_to=1) is None


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5)), max_size=20))
def test_what_comes_later_changes_nothing(grades: list[tuple[int, int]]) -> None:
    states = [GradeState(moment, entry, Decimal(value)) for moment, (entry, value) in enumerate(grades)]
    for up_to in range(len(states)):
        assert average(states, up_to=up_to) == average(states[: up_to + 1], up_to=up_to)
