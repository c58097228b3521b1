from typing import Any

import pytest
from sqlalchemy import insert, select, update

from diary.models.deliveries import Topic
from diary.models.ids import BotId, ChatId, RelayId
from diary.services.relaying import pass_on
from simulator.client import file
from storage import schema
from tests.delivery.support import BOT, Engine, Telegram
from tests.support.journal import grade
from tests.support.sample import Chat, Sample
from views.notifications.relay import LONGEST_CAPTION

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c6360f8ff1f0002fe01ff9ba3e3b40000000049454e44ae426082"
)


async def write(running: Engine, sender: Chat, recipient: Chat | None, **more: Any) -> RelayId:
    """Have a letter on its way, as it is when someone has answered in their chat."""
    values = {
        "school_id": 1,
        "bot_id": BOT,
        "chat_id": sender.user,
        "sender_id": sender.person,
        "sender_role": "teacher",
        "recipient_id": recipient.person if recipient else None,
        "to_office": recipient is None,
        "student_id": 1,
        "content": "text",
        "text": "Здравствуйте!",
        "state": "sent",
        "created_at": running.clock.now(),
        **more,
    }
    async with running.storage.write() as uow:
        values.setdefault("telegram_message_id", 5_000 + len(await _relays(uow)))
        await uow._connection.execute(insert(schema.relay).values(**values))
        number = RelayId((await _relays(uow))[-1])
        relay = await uow.relays.get(number)
        assert relay
        await pass_on(uow, running.timing, [relay], now=running.clock.now())
        await uow.commit()
    return number


async def _relays(uow: Any) -> list[int]:
    return list(await uow._connection.scalars(select(schema.relay.c.id).order_by(schema.relay.c.id)))


async def test_a_teachers_letter_is_with_the_parent_at_once(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await write(running, sample.teacher, sample.mother)

    message = await telegram.wait_for(sample.mother, "Здравствуйте!")
    assert "Смирнова А. В." in message["text"]
    await running.settled()
    assert await running.states() == ["sent"]


async def test_an_answer_stands_under_what_it_answers(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    question = await telegram.client.send(BOT, sample.mother.user, "Что задано?")
    asked = await write(
        running,
        sample.mother,
        sample.teacher,
        sender_role="guardian",
        text="Что задано?",
        telegram_message_id=question["message_id"],
    )
    await telegram.wait_for(sample.teacher, "Что задано?")
    await write(running, sample.teacher, sample.mother, text="§ 5", answer_to_id=asked)

    answer = await telegram.wait_for(sample.mother, "§ 5")
    assert answer["reply_to_message"]["message_id"] == question["message_id"]


async def test_photos_and_documents_pass_without_being_uploaded_again(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    shown = await telegram.client.send(BOT, sample.teacher.user, photo=file("доска.png", PICTURE))
    paper = await telegram.client.send(BOT, sample.teacher.user, document=file("план.txt", b"1. ..."))
    photo, document = shown["photo"][-1]["file_id"], paper["document"]["file_id"]
    await write(running, sample.teacher, sample.mother, content="photo", file_id=photo, text="Доска")
    await write(running, sample.teacher, sample.mother, content="document", file_id=document, text="План")

    first = await telegram.wait_for(sample.mother, "Доска")
    second = await telegram.wait_for(sample.mother, "План")
    assert first["photo"]
    assert second["document"]["file_name"] == "план.txt"


async def album(running: Engine, telegram: Telegram, sample: Sample, *texts: str) -> list[dict[str, Any]]:
    """Have the teacher send photos with these captions; return them as the mother sees them."""
    shown = await telegram.client.send(BOT, sample.teacher.user, photo=file("доска.png", PICTURE))
    part = {"content": "photo", "file_id": shown["photo"][-1]["file_id"], "album": "77"}
    for text in texts:
        await write(running, sample.teacher, sample.mother, text=text, **part)
    await running.later(seconds=1)
    await telegram.wait_for(sample.mother, "Смирнова")
    await running.settled()
    return await telegram.messages(sample.mother)


async def test_an_album_arrives_as_an_album_whose_parts_can_each_be_answered(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    one, two = await album(running, telegram, sample, "", "")

    assert one["media_group_id"] == two["media_group_id"]
    assert await running.states() == ["sent", "sent"]
    async with running.storage.read() as uow:
        kept = await uow._connection.scalars(
            select(schema.message.c.telegram_message_id).order_by(schema.message.c.id)
        )
        assert list(kept) == [one["message_id"], two["message_id"]]
        bot, chat = BotId(BOT), ChatId(sample.mother.user)
        shown = [await uow.relays.message_at(bot, chat, each["message_id"]) for each in (one, two)]
        assert [await uow.relays.shown(each) for each in shown if each] == [
            await uow.relays.get(RelayId(number)) for number in (1, 2)
        ]


@pytest.mark.parametrize("texts", [("Доска", "", ""), ("", "Доска", ""), ("", "", "Доска")])
async def test_an_album_has_one_caption_and_it_says_who_writes_about_whom(
    running: Engine, telegram: Telegram, sample: Sample, texts: tuple[str, ...]
) -> None:
    captions = [one.get("caption") for one in await album(running, telegram, sample, *texts)]

    assert captions == ["Смирнова А. В. · Пётр Иванов, 7Б\nДоска", None, None]


async def test_the_words_of_all_parts_stand_under_an_album_where_there_is_room(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    captions = [one.get("caption") for one in await album(running, telegram, sample, "Доска", "План")]

    assert captions == ["Смирнова А. В. · Пётр Иванов, 7Б\nДоска\nПлан", None]


async def test_long_words_of_several_parts_are_kept_where_they_were_written(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    first, second = "д" * LONGEST_CAPTION, "п" * LONGEST_CAPTION

    captions = [one.get("caption") for one in await album(running, telegram, sample, first, second)]

    assert captions == [f"Смирнова А. В. · Пётр Иванов, 7Б\n{first}", second]


async def test_a_letter_taken_back_disappears(running: Engine, telegram: Telegram, sample: Sample) -> None:
    number = await write(running, sample.teacher, sample.mother)
    await telegram.wait_for(sample.mother, "Здравствуйте!")
    await running.settled()
    await _retract(running, number)

    await running.settled()
    assert await telegram.texts(sample.mother) == []


async def test_a_letter_taken_back_in_time_never_arrives(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    number = await write(running, sample.teacher, sample.mother, album="78")
    await _retract(running, number)
    await running.later(seconds=1)

    await running.settled()
    assert await telegram.texts(sample.mother) == []
    assert await running.states() == ["cancelled"]


async def _retract(running: Engine, number: RelayId) -> None:
    async with running.storage.write() as uow:
        retracted = update(schema.relay).where(schema.relay.c.id == number).values(state="retracted")
        await uow._connection.execute(retracted)
        await uow.outbox.redraw(Topic.RELAY, [number], now=running.clock.now())
        await uow.commit()


async def test_a_letter_to_the_office_is_with_whoever_is_the_office(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await write(running, sample.mother, None, sender_role="guardian", text="Справка нужна?")

    message = await telegram.wait_for(sample.office, "Справка нужна?")
    assert "Пётр Иванов, 7Б" in message["text"]


async def test_a_letter_names_the_entry_it_is_about(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade(value="2", details={"work": "диктант"}), silent=True)
    await write(running, sample.mother, sample.teacher, sender_role="guardian", entry_id=1)

    message = await telegram.wait_for(sample.teacher, "Здравствуйте!")
    assert "Алгебра" in message["text"]


async def test_a_letter_about_a_child_is_not_for_who_lost_the_right(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    async with running.storage.write() as uow:
        lost = update(schema.link).where(schema.link.c.person_id == sample.father.person)
        await uow._connection.execute(lost.values(revoked_at=running.clock.now()))
        await uow.commit()
    await write(running, sample.teacher, sample.father)

    await running.settled()
    assert await telegram.texts(sample.father) == []
    assert await running.states() == ["cancelled"]


async def test_a_letter_goes_before_marks_that_are_mended(
    running: Engine, telegram: Telegram, sample: Sample
) -> None:
    await running.push(grade())
    await running.later(seconds=20)
    await telegram.wait_for(sample.mother, "Алгебра")
    await running.settled()
    await telegram.fault("slow", seconds=600, chat_id=sample.mother.user, times=1)
    await write(running, sample.teacher, sample.mother, text="Первое")
    await running.until_in_flight(sample.mother.mailbox)
    await running.push(grade(details={"work": "диктант"}))
    await write(running, sample.teacher, sample.mother, text="Второе")
    await telegram.no_faults()
    await telegram.wait_for(sample.mother, "диктант")

    await running.settled()
    calls = [method for method, _ in await telegram.calls(sample.mother)]
    assert calls == ["sendMessage", "sendMessage", "sendMessage", "editMessageText"]
