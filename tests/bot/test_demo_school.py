from datetime import datetime, time

import pytest

from bot.demo.roster import bells, lesson_at


@pytest.mark.parametrize(
    ("now", "first", "last", "slot"),
    [
        ("08:00", "08:30", "13:15", 1),
        ("11:15", "08:30", "13:15", 3),
        ("14:10", "08:30", "13:15", 5),
        ("18:07", "17:10", "21:55", 2),
        ("07:00", "06:05", "10:50", 2),
        ("00:10", "00:00", "04:45", 1),
        ("23:40", "19:10", "23:55", 5),
    ],
)
def test_whenever_one_looks_a_lesson_is_near(now: str, first: str, last: str, slot: int) -> None:
    day = bells(datetime.fromisoformat(f"2026-11-25T{now}:00"))

    assert [one["slot"] for one in day] == [1, 2, 3, 4, 5]
    assert (day[0]["start"], day[-1]["end"]) == (first, last)
    assert lesson_at(time.fromisoformat(now), day) == slot
