from collections.abc import AsyncIterator

import pytest

from diary.models.school import School
from storage.unit_of_work import SqlStorage
from tests.support.clock import FrozenClock
from tests.support.conversing import Conversing, conversing
from tests.support.sample import Sample
from views.notifications.relay import LONGEST_TEXT


@pytest.fixture
async def talk(
    storage: SqlStorage, school: School, clock: FrozenClock, sample: Sample
) -> AsyncIterator[Conversing]:
    async with conversing(storage, school, clock, sample) as opened:
        yield opened


async def test_what_would_not_fit_with_its_heading_is_refused_and_not_cut(
    talk: Conversing, sample: Sample
) -> None:
    refused = await talk.say(sample.mother, "я" * (LONGEST_TEXT + 1))
    offered = await talk.say(sample.mother, "я" * LONGEST_TEXT)

    assert (
        refused["text"]
        == "Это слишком длинно, чтобы передать целиком. Отправьте, пожалуйста, двумя сообщениями."
    )
    assert offered["text"] == "Пока не отправлено. Кому передать?"
