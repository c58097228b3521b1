"""Whom an order keeps from a child gets no code of the other guardian either."""

import pytest

from diary.errors import AccessCodeRejectedError
from diary.models.delegation import Preset
from diary.models.ids import LinkId, TelegramUserId
from diary.rules.timing import Timing
from diary.services.custody import CustodyService
from storage import schema
from tests.services.delegation.conftest import Trust
from tests.support.journal import rows
from tests.support.shown import account_of

BASIS = "Решение суда № 2-1234"


async def test_a_delegated_code_does_not_bring_back_whom_an_order_keeps_out(
    trust: Trust, timing: Timing
) -> None:
    sample, storage = trust.sample, trust.storage
    custody = CustodyService(storage=storage, clock=trust.clock, timing=timing)
    father = TelegramUserId(sample.father.user)
    links = [one for one in await rows(storage, schema.link) if one.person_id == sample.father.person]
    before = await trust.code(by=sample.father.person, label="бабушка")

    await custody.keep_out(await account_of(storage, sample.office), LinkId(links[0].id), BASIS)

    for preset in Preset:
        code = await trust.code(preset, label=preset.value)
        with pytest.raises(AccessCodeRejectedError):
            await trust.redeem(code.code, father)
        await trust.redeem(code.code)
    # what the person had handed out is worthless with their own right
    with pytest.raises(AccessCodeRejectedError):
        await trust.redeem(before.code, TelegramUserId(9002))
