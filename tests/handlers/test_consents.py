import pytest
from sqlalchemy import func, select

from diary.services.consents import ConsentService
from storage import schema
from storage.unit_of_work import SqlStorage
from tests.handlers.conftest import House
from tests.handlers.test_linking import labels
from tests.support.clock import FrozenClock
from tests.support.journal import grade
from tests.support.sample import Chat

TEXTS = {"ru": "Новое согласие школы {school}. " * 300, "en": "The school's new consent. " * 300}
SCREEN = """\
Школа обновила текст согласия на обработку персональных данных. Посмотрите его, пожалуйста.
До 28 сентября всё приходит как обычно; потом новости подождут вашего ответа и не пропадут."""
OVERDUE = "Пока вы не ответите, ничего не приходит."
BUTTONS = [["✅ Даю согласие"], ["Полный текст", "Отозвать"]]


@pytest.fixture
def consents(house: House) -> ConsentService:
    found = house.talk.dispatcher.workflow_data["consents"]
    assert isinstance(found, ConsentService)
    return found


async def shown(storage: SqlStorage) -> int:
    """Return how often the audit says that a changed text was shown."""
    query = select(func.count()).where(schema.audit.c.action == "consent_shown")
    async with storage.read() as uow:
        return int(await uow._connection.scalar(query) or 0)


async def linked(house: House, stranger: Chat) -> Chat:
    """Return a guardian who gave their consent by a code, as people do."""
    await house.link(stranger, await house.code(label="бабушка"))
    return stranger


async def test_a_changed_consent_comes_by_itself_and_is_given_with_a_tap(
    house: House, consents: ConsentService, stranger: Chat
) -> None:
    await linked(house, stranger)
    await consents.replace("2", TEXTS)
    await house.deliver()
    notice = await house.newest(stranger)
    assert (notice["text"], labels(notice)) == (SCREEN, BUTTONS)

    await house.tap(stranger, notice, "✅")

    assert "Согласие получено" in (await house.again(stranger, notice))["text"]
    assert labels(await house.again(stranger, notice)) == []
    assert "Что умеет бот" in (await house.say(stranger, "/help"))["text"]


async def test_it_is_shown_once_after_what_was_asked_for(
    house: House, consents: ConsentService, stranger: Chat
) -> None:
    await linked(house, stranger)
    await consents.replace("2", TEXTS)
    await house.deliver()

    assert (await house.say(stranger, "/help"))["text"] == SCREEN
    assert "Что умеет бот" in (await house.chat(stranger))[-2]["text"]
    assert "Что умеет бот" in (await house.say(stranger, "/help"))["text"]


async def test_the_whole_text_comes_in_messages_that_fit(
    house: House, consents: ConsentService, stranger: Chat
) -> None:
    await linked(house, stranger)
    await consents.replace("2", TEXTS)
    await house.deliver()
    screen = await house.say(stranger, "/help")
    before = len(await house.chat(stranger))

    await house.tap(stranger, screen, "Полный текст")

    pages = [one["text"] for one in (await house.chat(stranger))[before:]]
    assert len(pages) == 3
    assert " ".join(pages).split() == TEXTS["ru"].replace("{school}", "Школа № 7").split()


async def test_after_the_time_of_grace_commands_show_only_the_consent_and_the_way_out(
    house: House, consents: ConsentService, stranger: Chat, clock: FrozenClock, storage: SqlStorage
) -> None:
    await linked(house, stranger)
    await consents.replace("2", TEXTS)
    await house.deliver()
    clock.advance(days=15)
    await house.push(grade())

    await house.say(stranger, "/week")
    answer = await house.say(stranger, "/today")
    assert OVERDUE in answer["text"]
    assert await shown(storage) == 1
    assert labels(answer) == BUTTONS
    assert "Кто ещё видит дневник" in (await house.say(stranger, "/privacy"))["text"]

    await house.tap(stranger, answer, "✅")
    await house.deliver()

    assert "Алгебра" in (await house.newest(stranger))["text"]


async def test_a_button_of_an_older_text_shows_the_one_in_force(
    house: House, consents: ConsentService, stranger: Chat
) -> None:
    await linked(house, stranger)
    await consents.replace("2", TEXTS)
    await house.deliver()
    screen = await house.say(stranger, "/help")
    await consents.replace("3", TEXTS)
    await house.deliver()

    answer = await house.tap(stranger, screen, "✅")

    assert "Текст согласия изменился" in answer["text"]
    await house.tap(stranger, await house.again(stranger, screen), "✅")
    assert "Согласие получено" in (await house.again(stranger, screen))["text"]


async def test_a_code_is_spent_with_the_text_that_was_shown_only(
    house: House, consents: ConsentService, stranger: Chat, storage: SqlStorage
) -> None:
    screen = await house.say(stranger, (await house.code(label="бабушка")).code)
    await consents.replace("2", TEXTS)
    await house.deliver()

    assert "Текст согласия изменился" in (await house.tap(stranger, screen, "✅"))["text"]
    assert [one.state for one in await house.codes.list()] == ["reserved"]
    await house.tap(stranger, await house.again(stranger, screen), "✅")

    assert [one.state for one in await house.codes.list()] == ["spent"]
    assert "2" in (await house.say(stranger, "/privacy"))["text"]
