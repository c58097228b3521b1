"""A bare `bot.send_message` loop in a process of its own: what no durable delivery can outrun.

For each line "COUNT FIRST_CHAT" on standard input it sends so many messages to successive chats, fifty in
flight, and prints a line when the last one is answered. With `buttons` as the second word of its command
line the messages carry formatting and a keyboard, as the product's do.
"""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from simulator.testing import BOT_TOKEN

IN_FLIGHT = 50
TEXT = (
    "Иванов-17 Пётр, c0А · Алгебра\n5 · контрольная w000017, вес 2\n"
    "«Аккуратно и без ошибок, молодец!»\nСмирнова-0 А. В. · 14 сентября, урок 1\nСредний: 4,33 → 4,60"
)
ENTITIES = [MessageEntity(type="bold", offset=30, length=1)]
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="✍️ Подписать", callback_data="sign:1234567"),
            InlineKeyboardButton(text="💬 Ответить учителю", callback_data="answer:1234567"),
        ]
    ]
)


async def main(address: str, *, buttons: bool) -> None:
    bot = Bot(BOT_TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    turns = asyncio.Semaphore(IN_FLIGHT)

    async def send(chat: int) -> None:
        async with turns:
            if buttons:
                await bot.send_message(chat, TEXT, entities=ENTITIES, reply_markup=KEYBOARD)
            else:
                await bot.send_message(chat, TEXT)

    while line := await asyncio.to_thread(sys.stdin.readline):
        count, first = map(int, line.split())
        await asyncio.gather(*map(send, range(first, first + count)))
        print("done", flush=True)
    await bot.session.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], buttons="buttons" in sys.argv[2:]))
