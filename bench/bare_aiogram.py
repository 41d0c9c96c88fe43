"""(a) on aiogram: answers the press and edits the card, and remembers nothing."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.contending import Given, given
from bench.visit import Buttons, walk

dispatcher = Dispatcher()


def keyboard(rows: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows
        ]
    )


# Made once: whoever stores nothing need not do more than this.
CARDS = [(text, keyboard(rows)) for text, rows in walk()]


@dispatcher.message(CommandStart())
async def begin(message: Message) -> None:
    text, buttons = CARDS[0]
    await message.answer(text, reply_markup=buttons)


@dispatcher.callback_query(F.data)
async def press(query: CallbackQuery) -> None:
    text, buttons = CARDS[int(query.data.partition(":")[0])]
    await query.answer()
    await query.message.edit_text(text, reply_markup=buttons)


async def main(what: Given) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(what.api))
    bot = Bot(what.token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(given()))
