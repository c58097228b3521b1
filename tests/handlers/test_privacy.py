import json

import pytest

from diary.models.people import Role
from simulator.client import buttons
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.handlers.test_linking import ASKED, labels
from tests.support.conversing import Json
from tests.support.journal import grade
from tests.support.sample import BOT, Chat, Sample
from views.privacy.callbacks import PrivacyCallback, PrivacyStep

MOTHER = """\
Действующего согласия нет.
Кто ещё видит дневник:
• Пётр Иванов, 7Б: папа (родитель); репетитор (доверенное лицо) · оценки, домашнее задание, \
контрольные: Алгебра
• Маша Иванова, 7Б: никто, кроме вас
А также классный руководитель, учителя и канцелярия школы — по своим обязанностям."""
STEPS = [["Полный текст"], ["Получить мои данные"], ["Отозвать согласие"], ["Стереть всё обо мне"]]


async def test_a_guardian_sees_their_consent_and_who_else_sees_each_child(
    house: House, sample: Sample
) -> None:
    assert (await house.say(sample.mother, "/privacy"))["text"] == MOTHER


async def test_the_consent_stands_with_its_version_and_day(house: House, stranger: Chat) -> None:
    await house.link(stranger, await house.code(label="бабушка"))

    screen = await house.say(stranger, "/privacy")

    assert screen["text"].startswith("Ваше согласие: редакция 2026-1, дано 14 сентября 2026.")
    assert labels(screen) == STEPS


async def test_a_stranger_reads_what_would_be_consented_to(house: House, stranger: Chat) -> None:
    assert "Оператор: Школа № 7" in (await house.say(stranger, "/privacy"))["text"]


async def test_all_that_is_stored_comes_as_two_files_into_their_own_chat(
    house: House, sample: Sample
) -> None:
    await house.push(grade())

    await house.tap(sample.mother, await house.say(sample.mother, "/privacy"), "Получить")

    page, document = (await house.chat(sample.mother))[-2:]
    assert page["document"]["file_name"] == "мои-данные.html"
    assert document["document"]["file_name"] == "мои-данные.json"
    exported = json.loads(await contents(house, document))
    assert [child["student"][0]["given_name"] for child in exported["children"]] == ["Пётр", "Маша"]
    assert [one["kind"] for one in exported["children"][0]["entries"]] == ["grade"]


async def test_the_files_call_teachers_subjects_and_what_was_done_by_their_names(
    house: House, sample: Sample
) -> None:
    await house.push(grade())

    await house.tap(sample.mother, await house.say(sample.mother, "/privacy"), "Получить")

    page, document = [await contents(house, one) for one in (await house.chat(sample.mother))[-2:]]
    (entry,) = json.loads(document)["children"][0]["entries"]
    assert entry["content"]["teacher"] == "Смирнова Анна Викторовна"
    assert entry["content"]["subject"] == "Алгебра"
    assert "учитель: Смирнова Анна Викторовна" in page
    assert ">отправлено в чат<" in page
    assert "disclosed" not in page


async def contents(house: House, message: Json) -> str:
    file = await house.talk.bot.download(message["document"]["file_id"])
    assert file is not None
    return file.read().decode()


async def test_a_withdrawal_is_explained_first_and_done_with_a_second_tap(
    house: House, stranger: Chat, sample: Sample
) -> None:
    await house.link(stranger, await house.code(label="бабушка"))
    screen = await house.say(stranger, "/privacy")
    await house.tap(stranger, screen, "Отозвать согласие")
    asked = await house.again(stranger, screen)
    assert asked["text"].startswith("Отозвать согласие?")

    await house.tap(stranger, asked, "Нет")
    assert labels(await house.again(stranger, screen)) == STEPS
    await house.tap(stranger, await house.again(stranger, screen), "Отозвать согласие")
    await house.tap(stranger, await house.again(stranger, screen), "Да, отозвать")

    assert "Согласие отозвано" in (await house.again(stranger, screen))["text"]
    assert ASKED in (await house.say(stranger, "/today"))["text"]
    await house.deliver()
    told = (await house.newest(sample.office))["text"]
    assert told == "Пётр Иванов, 7Б: чат больше не подключён (бабушка, родитель)."
    assert "Стереть" in str(labels(await house.say(stranger, "/privacy")))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("tutor", "Родители и школа узнают, что чат отключён; почему, никому не скажем."),
        ("teacher", "Канцелярия узнает, что чат отключён; почему, никому не скажем."),
        ("mother", "Ваши подписи останутся у школы."),
    ],
)
async def test_a_withdrawal_says_what_ends_for_whom_it_is(
    house: House, sample: Sample, who: str, said: str
) -> None:
    chat: Chat = getattr(sample, who)
    screen = await house.say(chat, "/privacy")
    step = PrivacyCallback(step=PrivacyStep.WITHDRAW).pack()
    await house.tap(chat, screen, "", forged=step)

    text = (await house.again(chat, screen))["text"]

    assert said in text
    assert ("подпис" in text) == (who == "mother")


@pytest.mark.parametrize("step", [PrivacyStep.WITHDRAW, PrivacyStep.ERASE])
async def test_the_last_of_the_office_hears_that_nobody_is_left(
    house: House, sample: Sample, storage: SqlStorage, step: PrivacyStep
) -> None:
    forged, warning = PrivacyCallback(step=step).pack(), "python -m bot codes office"

    async def asked(chat: Chat) -> str:
        screen = await house.say(chat, "/privacy")
        await house.tap(chat, screen, "", forged=forged)
        text: str = (await house.again(chat, screen))["text"]
        return text

    assert warning in await asked(sample.office)
    assert warning not in await asked(sample.teacher)

    async with storage.write() as uow:
        both = schema.staff.update().where(schema.staff.c.id == sample.smirnova)
        await uow._connection.execute(both.values(roles=["teacher", "office"]))
        await uow.commit()
    await house.link(sample.teacher, await house.staff_code(Role.OFFICE, "t1"))
    assert warning not in await asked(sample.office)


async def test_after_an_erasure_they_are_a_stranger_and_nothing_arrives(house: House, stranger: Chat) -> None:
    await house.link(stranger, await house.code(label="бабушка"))
    await house.engine.push(grade())
    screen = await house.say(stranger, "/privacy")
    await house.tap(stranger, screen, "Стереть")
    asked = await house.again(stranger, screen)
    assert asked["text"].startswith("Стереть всё о вас?")

    await house.tap(stranger, asked, "Да, стереть")
    before = len(await house.chat(stranger))
    await house.deliver()

    assert len(await house.chat(stranger)) == before
    assert ASKED in (await house.say(stranger, "/start"))["text"]
    menu = await house.talk.client.commands(BOT, stranger.user, stranger.user)
    assert "today" not in {one["command"] for one in menu}


async def test_who_erased_themselves_may_come_back_with_a_new_code(house: House, stranger: Chat) -> None:
    await house.link(stranger, await house.code(label="бабушка"))
    screen = await house.say(stranger, "/privacy")
    await house.tap(stranger, screen, "Стереть")
    await house.tap(stranger, await house.again(stranger, screen), "Да, стереть")

    done = await house.link(stranger, await house.code(label="бабушка снова"))

    assert "Готово: Пётр Иванов" in done["text"]


@pytest.mark.parametrize("step", ["Отозвать согласие", "Стереть"])
async def test_a_late_second_tap_does_nothing_more_and_says_so(
    house: House, stranger: Chat, step: str
) -> None:
    await house.link(stranger, await house.code(label="бабушка"))
    screen = await house.say(stranger, "/privacy")
    erase = next(one["callback_data"] for one in buttons(screen) if "Стереть" in one["text"])
    await house.tap(stranger, screen, "Стереть")
    await house.tap(stranger, await house.again(stranger, screen), "Да, стереть")

    answer = await house.tap(stranger, screen, step, forged=erase + "y")

    assert answer["text"] == "Этого больше нет, или оно вам недоступно."


async def test_who_was_trusted_gets_a_new_code_from_whoever_gave_the_old_one(
    house: House, sample: Sample
) -> None:
    screen = await house.say(sample.tutor, "/privacy")
    await house.tap(sample.tutor, screen, "Стереть")
    await house.tap(sample.tutor, await house.again(sample.tutor, screen), "Да, стереть")

    said = (await house.again(sample.tutor, screen))["text"]
    assert said == "Всё о вас стёрто. Если решите вернуться, новый код даст тот, кто дал прежний."
