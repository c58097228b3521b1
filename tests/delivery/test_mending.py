from datetime import UTC, datetime

from diary.models.deliveries import Topic
from diary.models.ids import MessageId
from storage import schema
from tests.delivery.support import BOT, Engine, Json, Telegram
from tests.support.clock import FrozenClock
from tests.support.journal import absence, grade, withdrawal
from tests.support.sample import Chat, Sample

SECOND_LESSON = datetime(2026, 9, 14, 6, 32, tzinfo=UTC)


async def told(running: Engine, telegram: Telegram, chat: Chat, value: str = "2") -> Json:
    await running.push(grade("g1", value, details={"comment": "Не решена № 3"}))
    await running.later(seconds=20)
    message = await telegram.wait_for(chat, value)
    await running.settled()
    return message


def struck(message: Json) -> list[str]:
    return [
        message["text"][entity["offset"] : entity["offset"] + entity["length"]]
        for entity in message.get("entities", [])
        if entity["type"] == "strikethrough"
    ]


async def test_what_was_not_sent_yet_shows_the_new_value_only(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g1", "2"))
    await running.push(grade("g1", "5"))
    await running.later(seconds=20)

    await telegram.wait_for(sample.mother, "5")
    await running.settled()
    (text,) = await telegram.texts(sample.mother)
    assert "2" not in text.replace("урок 2", "")
    assert "исправлена" not in text


async def test_a_correction_edits_the_message_and_answers_it(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    before = await told(running, telegram, sample.mother)
    await running.push(grade("g1", "5", details={"comment": "Не решена № 3"}))
    notice = await _after_a_while(running, telegram, sample.mother, "Было 2 → стало 5")

    (first, second) = await telegram.messages(sample.mother)
    assert first["message_id"] == before["message_id"]
    assert struck(first) == ["2"]
    assert second["message_id"] == notice["message_id"]
    assert notice["reply_to_message"]["message_id"] == before["message_id"]
    calls = [method for method, _ in await telegram.calls(sample.mother)]
    assert calls == ["sendMessage", "editMessageText", "sendMessage"]


async def _after_a_while(running: Engine, telegram: Telegram, chat: Chat, words: str) -> Json:
    await running.settled()
    await running.later(seconds=20)
    message = await telegram.wait_for(chat, words)
    await running.settled()
    return message


async def test_any_other_change_is_edited_silently(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await told(running, telegram, sample.mother)
    await running.push(grade("g1", "2", details={"comment": "Не решена № 3", "work": "диктант"}))
    message = await telegram.wait_for(sample.mother, "диктант")

    await running.later(seconds=20)
    await running.settled()
    assert len(await telegram.messages(sample.mother)) == 1
    assert struck(message) == []


async def test_a_withdrawn_entry_is_struck_out_without_a_word(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await told(running, telegram, sample.mother)
    await running.push(withdrawal(grade("g1")))
    message = await telegram.wait_for(sample.mother, "отозвано")

    await running.settled()
    assert struck(message)
    assert len(await telegram.messages(sample.mother)) == 1


async def test_a_withdrawal_before_it_was_sent_is_silent(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade("g1", "2"))
    await running.push(withdrawal(grade("g1")))
    await running.later(seconds=20)

    await running.settled()
    assert await telegram.texts(sample.mother) == []
    assert set(await running.states()) == {"cancelled"}


async def test_a_withdrawn_alarm_is_told(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    clock.set(SECOND_LESSON)
    await running.push(absence("a1", lesson=2))
    alarm = await telegram.wait_for(sample.mother, "нет на уроке")
    await running.settled()
    await running.push(withdrawal(absence("a1")))

    told = await telegram.wait_for(sample.mother, "", after=alarm["message_id"])
    assert told["reply_to_message"]["message_id"] == alarm["message_id"]


async def test_a_child_who_was_there_after_all_is_told_as_a_correction(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    clock.set(SECOND_LESSON)
    await running.push(absence("a1", lesson=2))
    alarm = await telegram.wait_for(sample.mother, "нет на уроке")
    await running.settled()
    await running.push(absence("a1", "present", lesson=2))

    told = await telegram.wait_for(sample.mother, "", after=alarm["message_id"])
    await running.settled()
    assert told["reply_to_message"]["message_id"] == alarm["message_id"]


async def test_a_change_back_before_it_was_told_says_nothing(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await told(running, telegram, sample.mother)
    comment = {"comment": "Не решена № 3"}
    await running.push(grade("g1", "5", details=comment))
    await running.push(grade("g1", "2", details=comment))
    await running.settled()
    await running.later(seconds=20)

    await running.settled()
    (text,) = await telegram.texts(sample.mother)
    assert "2" in text


async def test_an_entry_pushed_again_after_its_withdrawal_is_told_afresh(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    first = await told(running, telegram, sample.mother)
    await running.push(withdrawal(grade("g1")))
    await running.settled()
    await running.push(grade("g1", "2", details={"comment": "Не решена № 3"}))
    await running.later(seconds=20)

    again = await telegram.wait_for(sample.mother, "Алгебра", after=first["message_id"])
    assert "исправлена" not in again["text"]
    assert "reply_to_message" not in again


async def test_a_grade_given_to_the_wrong_child_is_struck_out_there_and_tells_nothing_new(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await told(running, telegram, sample.father)
    await running.push(grade("g1", "4", student="s2", details={"comment": "Маше"}))
    message = await telegram.wait_for(sample.father, "отозвано")

    assert "Маше" not in message["text"]
    assert "2" in "".join(struck(message))


async def test_a_change_that_comes_while_it_is_being_sent_is_edited_in(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await telegram.fault("slow", seconds=600, chat_id=sample.father.user, times=1)
    await running.push(grade("g1", "2"))
    await running.later(seconds=20)
    await telegram.wait_for(sample.father, "2")
    await running.push(grade("g1", "2", details={"work": "диктант"}))
    await telegram.no_faults()

    await telegram.wait_for(sample.father, "диктант")
    await running.settled()
    assert len(await telegram.messages(sample.father)) == 1


async def test_a_message_that_cannot_be_edited_any_more_is_sent_anew(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    first = await told(running, telegram, sample.mother)
    words = "Bad Request: message to edit not found"
    await telegram.fault("400", method="editMessageText", description=words, chat_id=sample.mother.user)
    await running.push(grade("g1", "2", details={"comment": "Не решена № 3", "work": "диктант"}))

    anew = await telegram.wait_for(sample.mother, "диктант", after=first["message_id"])
    await running.settled()
    assert anew["message_id"] != first["message_id"]
    assert set(await running.states()) == {"sent"}


async def test_a_message_drawn_again_the_same_is_left_in_peace(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    await told(running, telegram, sample.mother)
    async with running.storage.write() as uow:
        entries = [one.subject_id for one in await uow.outbox.of(Topic.ENTRY, [1])]
        await uow.outbox.redraw(Topic.ENTRY, entries, now=clock.now())
        await uow.commit()
    await running.settled()

    assert ("editMessageText", 400) in await telegram.calls(sample.mother)
    assert await _dirty(running) == 0
    assert set(await running.states()) == {"sent"}


async def test_an_edit_is_tried_again_until_it_passes(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await told(running, telegram, sample.mother)
    await telegram.fault("5xx", method="editMessageText", chat_id=sample.mother.user, times=2)
    await running.push(grade("g1", "2", details={"comment": "Не решена № 3", "work": "диктант"}))
    for _ in range(2):
        await running.settled()
        await running.later(seconds=60)

    await telegram.wait_for(sample.mother, "диктант")
    await running.settled()
    assert await _dirty(running) == 0


async def test_a_message_is_not_drawn_again_for_who_lost_the_right(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    await told(running, telegram, sample.father)
    async with running.storage.write() as uow:
        lost = schema.link.update().where(schema.link.c.person_id == sample.father.person)
        await uow._connection.execute(lost.values(revoked_at=clock.now()))
        await uow.commit()
    await running.push(grade("g1", "2", details={"comment": "Не решена № 3", "work": "диктант"}))
    await telegram.wait_for(sample.mother, "диктант")

    await running.settled()
    assert "диктант" not in (await telegram.texts(sample.father))[0]
    assert await _dirty(running) == 0


async def test_a_signature_shows_at_once(
    running: Engine, telegram: Telegram, sample: Sample, clock: FrozenClock
) -> None:
    message = await told(running, telegram, sample.mother)
    number = MessageId(int(message["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]))
    async with running.storage.write() as uow:
        values = {"entry_id": 1, "revision": 1, "student_id": sample.petr, "person_id": sample.mother.person}
        signed = schema.acknowledgement.insert().values(**values, account_id=1, signed_at=clock.now())
        await uow._connection.execute(signed)
        await uow.outbox.redraw_message(number, now=clock.now())
        await uow.commit()

    after = await telegram.wait_for(sample.mother, "подписано")
    assert "✍️" not in str(after.get("reply_markup"))
    assert "подписано" not in (await telegram.client.messages(BOT, sample.father.user))[-1]["text"]


async def _dirty(running: Engine) -> int:
    async with running.storage.read() as uow:
        rows = await uow._connection.execute(schema.message.select().where(schema.message.c.dirty))
        return len(rows.all())
