from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.models.deliveries import GradesWhen, Lane, Mailbox, MailboxState, QuietHours
from diary.models.entries import Kind
from diary.models.ids import BotId, ChatId, MailboxId, SchoolId
from diary.models.school import School
from diary.rules.timing import Timing

SCHOOL = School(
    id=SchoolId(1), name="7", timezone=ZoneInfo("Europe/Moscow"), default_locale="ru", grade_scale="5"
)
TIMING = Timing(school=SCHOOL, coalesce=timedelta(seconds=20), hold=timedelta(minutes=30))
NIGHT = QuietHours(start=time(21), end=time(7))


def chat(quiet: QuietHours | None = None, grades_when: GradesWhen = GradesWhen.AT_ONCE) -> Mailbox:
    return Mailbox(
        id=MailboxId(1),
        bot_id=BotId(1),
        chat_id=ChatId(1),
        state=MailboxState.OPEN,
        locale="ru",
        quiet_hours=quiet,
        grades_when=grades_when,
    )


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (moscow(14, 20, 59), moscow(14, 20, 59)),
        (moscow(14, 21), moscow(15, 7)),
        (moscow(14, 23, 30), moscow(15, 7)),
        (moscow(15, 6, 59), moscow(15, 7)),
        (moscow(15, 7), moscow(15, 7)),
    ],
)
def test_quiet_hours_that_pass_midnight_delay_until_their_end(now: datetime, expected: datetime) -> None:
    assert TIMING.not_before(chat(NIGHT), now=now, lane=Lane.GRADES) == expected


def test_quiet_hours_within_a_day_delay_until_their_end() -> None:
    hours = QuietHours(start=time(13), end=time(15))

    assert TIMING.not_before(chat(hours), now=moscow(14, 13, 30), lane=Lane.TALK) == moscow(14, 15)


def test_an_absence_of_now_breaks_quiet_hours() -> None:
    night = moscow(14, 23)

    assert TIMING.not_before(chat(NIGHT), now=night, lane=Lane.URGENT) == night


def test_a_hold_that_ends_in_quiet_hours_waits_for_the_morning() -> None:
    held_until = moscow(14, 21, 15)

    assert TIMING.not_before(
        chat(NIGHT), now=moscow(14, 20, 45), lane=Lane.GRADES, held_until=held_until
    ) == moscow(15, 7)


def test_grades_come_in_the_evening_to_who_asked_for_it() -> None:
    evening = chat(grades_when=GradesWhen.EVENING)

    assert TIMING.not_before(evening, now=moscow(14, 10), lane=Lane.GRADES, kind=Kind.GRADE) == moscow(14, 19)
    assert TIMING.not_before(evening, now=moscow(14, 10), lane=Lane.GRADES, kind=Kind.REMARK) == moscow(
        14, 10
    )


def test_talk_is_due_at_once_and_grades_are_coalesced() -> None:
    now = moscow(14, 10)

    assert TIMING.due_at(now, Lane.TALK) == now
    assert TIMING.due_at(now, Lane.GRADES) == now + timedelta(seconds=20)
