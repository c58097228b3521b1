"""Codes whose letters a killed process has swallowed: who asked for them hears, and makes them again."""

from sqlalchemy import update

from diary.rules.handing_out import for_pupils, plan
from diary.services.handing_out import HandingOutService
from diary.services.unsent import Letters
from storage import schema
from tests.handlers.conftest import House
from tests.support.journal import rows
from tests.support.sample import Sample

LOST = """\
❗ 7Б: письма могли не прийти: бот был остановлен.
Если файла в этом чате нет, 2 кода никому не достались: сделайте письма заново."""


async def make_and_die(house: House, sample: Sample) -> None:
    """Store codes for the class, and never come to printing them."""
    storage = house.engine.storage
    async with storage.write() as uow:
        await uow._connection.execute(update(schema.link).values(revoked_at=house.engine.clock.now()))
        await uow.commit()
    codes = house.codes
    handing_out = HandingOutService(
        storage=storage, clock=codes.clock, verifiers=codes.verifiers, bot_username=codes.bot_username
    )
    office = sample.office.person
    wanted = plan(for_pupils((await handing_out.register(office)).pupils)).wanted
    await handing_out.hand_out(wanted, person_id=office, letters=Letters(whose=sample.klass, name="7Б"))


async def test_lost_letters_are_told_of_in_a_while_and_made_again(house: House, sample: Sample) -> None:
    await make_and_die(house, sample)
    await house.deliver()
    assert not await house.chat(sample.office)

    await house.engine.later(minutes=10)
    await house.engine.settled()
    told = await house.newest(sample.office)
    assert told["text"] == LOST
    await house.tap(sample.office, told, "Сделать заново")
    asked = await house.again(sample.office, told)
    assert asked["text"].startswith("7Б · 2 выданных кода перестанут работать")
    await house.tap(sample.office, asked, "Да")

    assert [one for one in await house.chat(sample.office) if "document" in one]
    codes = await rows(house.engine.storage, schema.access_code)
    assert [one.revoked_at is None for one in codes] == [False, False, True, True]
    await house.engine.later(minutes=10)
    await house.engine.settled()
    assert not [one for one in await house.chat(sample.office) if one.get("text") == LOST]
