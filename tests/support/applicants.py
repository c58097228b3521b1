"""People who ask the school for access, and the office that answers."""

from tests.handlers.conftest import House
from tests.support.conversing import Json
from tests.support.sample import Chat, Sample

APPLY = "Подать заявку"
BEFORE = "уже был доступ"


def labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def consent(house: House, chat: Chat, way: str = APPLY) -> Json:
    """Go from the first word to the first question."""
    await house.tap(chat, await house.say(chat, "/start"), way)
    await house.tap(chat, await house.newest(chat), "✅")
    return await house.newest(chat)


async def fill(
    house: House,
    chat: Chat,
    *,
    way: str = APPLY,
    who: str = "Мама",
    child: tuple[str, ...] = ("Иванов", "Пётр", "01.05.2013", "7Б"),
) -> Json:
    """Answer every question and return the summary."""
    await house.tap(chat, await consent(house, chat, way), who)
    for answer in child:
        await house.say(chat, answer)
    return await house.newest(chat)


async def apply(house: House, chat: Chat, *, way: str = APPLY) -> None:
    await house.tap(chat, await fill(house, chat, way=way), "Отправить")
    await house.deliver()


async def card(house: House, sample: Sample) -> Json:
    """Open the request that the office was told of last; return the card."""
    notice = await house.newest(sample.office)
    await house.tap(sample.office, notice, "Открыть")
    return await house.again(sample.office, notice)


async def decide(house: House, sample: Sample, shown: Json, *taps: str) -> Json:
    """Tap one button after the other on a card that changes in place."""
    for label in taps:
        await house.tap(sample.office, shown, label)
        shown = await house.again(sample.office, shown)
    await house.deliver()
    return shown
