"""A real aiogram bot runs against the simulator unmodified."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator.client import SimulatorClient
from tests.simulator.asking import ANNA, BORIS, BotApi
from tests.simulator.pictures import png

SIGN = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="✍️ Подписать", callback_data="sign")]]
)


async def greet(message: Message) -> None:
    words = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Сегодня")]], is_persistent=True)
    await message.answer("Здравствуйте!", reply_markup=words)


async def show_grade(message: Message) -> None:
    await message.reply("<b>Пётр</b> · 5", parse_mode="HTML", reply_markup=SIGN)


async def sign(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    await query.message.edit_text("Пётр · 5 · подписано")
    await query.answer("Подписано")


async def measure_photo(message: Message, bot: Bot) -> None:
    assert message.photo
    content = await bot.download(message.photo[-1])
    assert content is not None
    await message.answer(f"{len(content.read())} байт")


def build_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.message.register(greet, CommandStart())
    dispatcher.message.register(show_grade, Command("grades"))
    dispatcher.message.register(measure_photo, F.photo)
    dispatcher.callback_query.register(sign, F.data == "sign")
    return dispatcher


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.address))
    async with Bot(api.token, session=session) as bot:
        yield bot


async def talk(client: SimulatorClient, bot: Bot) -> None:
    await client.send(bot.id, ANNA, "/start")
    await client.wait_for_message(bot.id, ANNA, lambda m: m["text"] == "Здравствуйте!")
    await client.send(bot.id, ANNA, "/grades")
    grade = await client.wait_for_message(bot.id, ANNA, lambda m: "reply_markup" in m)
    assert grade["reply_to_message"]["text"] == "/grades"
    answer = await client.tap(bot.id, grade, "Подписать")
    assert answer["text"] == "Подписано"
    await client.wait_for_message(bot.id, ANNA, lambda m: m["text"].endswith("подписано"))
    picture = png(30, 20)
    await client.send(bot.id, ANNA, photo={"name": "a.png", "base64": _base64(picture)})
    await client.wait_for_message(bot.id, ANNA, lambda m: m["text"] == f"{len(picture)} байт")


def _base64(content: bytes) -> str:
    import base64  # noqa: PLC0415

    return base64.b64encode(content).decode()


async def test_a_polling_bot_talks(bot: Bot, client: SimulatorClient) -> None:
    dispatcher = build_dispatcher()
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=30, close_bot_session=False)
    )

    await talk(client, bot)

    await dispatcher.stop_polling()
    await polling


async def test_a_webhook_bot_talks(bot: Bot, client: SimulatorClient) -> None:
    app = web.Application()
    SimpleRequestHandler(build_dispatcher(), bot, handle_in_background=False, secret_token="s").register(
        app, "/hook"
    )
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s")

    await talk(client, bot)

    await bot.delete_webhook()
    await runner.cleanup()


async def test_everything_that_comes_is_understood_by_aiogram(
    bot: Bot, api: BotApi, client: SimulatorClient
) -> None:
    group = (await client.make_group(bot.id, "7Б", [ANNA, BORIS], by=ANNA))["id"]
    chat = await bot.get_chat(group)
    assert chat.title == "7Б"
    assert [admin.user.id for admin in await bot.get_chat_administrators(group)] == [ANNA]
    album = [InputMediaPhoto(media=BufferedInputFile(png(9, 9), "a.png"), caption=c) for c in ("раз", "два")]
    first, _ = await bot.send_media_group(ANNA, list(album))
    assert first.caption == "раз"
    reply = ReplyParameters(message_id=first.message_id, quote="раз")
    quoting = await bot.send_message(ANNA, "a", reply_parameters=reply)
    assert quoting.quote
    assert quoting.quote.text == "раз"
    await client.block(bot.id, ANNA)
    await client.unblock(bot.id, ANNA)
    await client.migrate(bot.id, group)
    await client.send(bot.id, ANNA, contact=True)
    updates = await bot.get_updates()
    assert all(isinstance(update, Update) for update in updates)
    assert {update.event_type for update in updates} == {"my_chat_member", "message"}
    assert (await bot.get_webhook_info()).pending_update_count == len(updates)


async def test_refusals_become_aiograms_errors(bot: Bot, api: BotApi, client: SimulatorClient) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(ANNA, " ")
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await bot.send_message(BORIS, "a")
    group = (await client.make_group(bot.id, "7Б", [ANNA], by=ANNA))["id"]
    new = await client.migrate(bot.id, group)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group, "a")
    assert moved.value.migrate_to_chat_id == new
    huge = BufferedInputFile(b"a" * (50 * 1024 * 1024 + 1), "a.bin")
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(ANNA, huge)


async def test_faults_become_aiograms_errors(own: tuple[BotApi, SimulatorClient]) -> None:
    api, client = own
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.address))
    async with Bot(api.token, session=session) as bot:
        for kind, error in (
            ("429", TelegramRetryAfter),
            ("5xx", TelegramServerError),
            ("lost", TelegramNetworkError),
            ("401", TelegramUnauthorizedError),
            ("403", TelegramForbiddenError),
            ("400", TelegramBadRequest),
        ):
            await client.set_faults({"kind": kind, "times": 1})
            with pytest.raises(error):
                await bot.send_message(ANNA, "a")
    async with Bot("1:WRONG", session=session) as stranger:
        with pytest.raises((TelegramUnauthorizedError, TelegramNotFound)):
            await stranger.get_me()
