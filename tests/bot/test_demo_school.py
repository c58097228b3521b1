from datetime import datetime

import pytest

from bot.demo.roster import bells


@pytest.mark.parametrize(
    ("now", "first", "second", "last"),
    [
        ("09:25", "08:30", "09:25", "13:15"),
        ("11:10", "08:30", "09:25", "13:15"),
        ("11:15", "10:20", "11:15", "15:05"),
        ("18:07", "17:10", "18:05", "21:55"),
        ("07:00", "06:05", "07:00", "10:50"),
        ("00:10", "00:00", "00:55", "04:45"),
        ("23:40", "19:10", "20:05", "23:55"),
    ],
)
def test_whenever_one_looks_a_lesson_is_near(now: str, first: str, second: str, last: str) -> None:
    day = bells(datetime.fromisoformat(f"2026-11-25T{now}:00"))

    assert [one["slot"] for one in day] == [1, 2, 3, 4, 5]
    assert (day[0]["start"], day[1]["start"], day[-1]["end"]) == (first, second, last)
