"""Both well-known libraries talk with it, and raise what they raise with Telegram."""

from collections.abc import AsyncIterator

import pytest
import telegram
import telegram.error
from aiogram import Bot as AiogramBot
from aiogram import exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.request import HTTPXRequest

from simulator import Bot, Chat, Fault, Person, Simulator

from .conftest import TOKEN, Line

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x08"


@pytest.fixture
async def aiogram(line: Line) -> AsyncIterator[AiogramBot]:
    bot = AiogramBot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(line.url)))
    yield bot
    await bot.session.close()


@pytest.fixture
async def ptb(line: Line) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(TOKEN, base_url=f"{line.url}/bot", base_file_url=f"{line.url}/file/bot") as bot:
        yield bot


async def test_aiogram_holds_a_conversation(aiogram: AiogramBot, bot: Bot, chat: Chat, rina: Person) -> None:
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])
    sent = await aiogram.send_message(rina.id, "<b>One?</b>", parse_mode="HTML", reply_markup=keys)
    rina.press(bot, "Yes")
    *_, update = await aiogram.get_updates(timeout=1)
    assert update.callback_query is not None
    await aiogram.answer_callback_query(update.callback_query.id, text="noted")
    await aiogram.edit_message_text("Two?", chat_id=rina.id, message_id=sent.message_id)
    assert (chat.toast, chat.last.text) == ("noted", "Two?")
    assert (await aiogram.get_chat(rina.id)).first_name == "Rina"
    assert (await aiogram.get_webhook_info()).url == ""


async def test_aiogram_sends_and_fetches_files(aiogram: AiogramBot, bot: Bot, chat: Chat, rina: Person) -> None:
    sent = await aiogram.send_photo(rina.id, BufferedInputFile(PNG, "map.png"), caption="Map")
    await aiogram.edit_message_media(
        InputMediaPhoto(media=BufferedInputFile(PNG + b"2", "map.png"), caption="New"),
        chat_id=rina.id,
        message_id=sent.message_id,
    )
    assert chat.last.text == "New"
    photo = (rina.photo(bot, PNG).photo or [])[0]
    file = await aiogram.get_file(photo["file_id"])
    assert file.file_path is not None
    fetched = await aiogram.download_file(file.file_path)
    assert fetched is not None
    assert fetched.read() == PNG


async def test_aiogram_raises_its_own_errors(aiogram: AiogramBot, sim: Simulator, bot: Bot, rina: Person) -> None:
    with pytest.raises(exceptions.TelegramBadRequest, match="chat not found"):
        await aiogram.send_message(1, "x")
    sim.faults.add(Fault("429", retry_after=4, times=1))
    with pytest.raises(exceptions.TelegramRetryAfter) as wait:
        await aiogram.send_message(rina.id, "x")
    assert wait.value.retry_after == 4
    sim.faults.add(Fault("5xx", times=1))
    with pytest.raises(exceptions.TelegramServerError):
        await aiogram.send_message(rina.id, "x")
    sim.faults.add(Fault("cut_before", times=1))
    with pytest.raises(exceptions.TelegramNetworkError):
        await aiogram.send_message(rina.id, "x")
    rina.block(bot)
    with pytest.raises(exceptions.TelegramForbiddenError, match="blocked by the user"):
        await aiogram.send_message(rina.id, "x")
    await aiogram.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(exceptions.TelegramConflictError):
        await aiogram.get_updates()


async def test_ptb_holds_a_conversation(ptb: telegram.Bot, bot: Bot, chat: Chat, rina: Person) -> None:
    keys = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await ptb.send_message(rina.id, "<b>One?</b>", parse_mode="HTML", reply_markup=keys)
    rina.press(bot, "Yes")
    *_, update = await ptb.get_updates(timeout=1)
    assert update.callback_query is not None
    await update.callback_query.answer("noted")
    await sent.edit_text("Two?")
    assert (chat.toast, chat.last.text) == ("noted", "Two?")
    assert (await ptb.get_chat(rina.id)).first_name == "Rina"
    await ptb.set_my_commands([("help", "How it works")], language_code="id")
    assert [one.command for one in await ptb.get_my_commands(language_code="id")] == ["help"]


async def test_ptb_sends_and_fetches_files(ptb: telegram.Bot, bot: Bot, chat: Chat, rina: Person) -> None:
    sent = await ptb.send_photo(rina.id, PNG, caption="Map")
    await sent.edit_caption("New")
    assert chat.last.text == "New"
    await ptb.send_document(rina.id, b"a,b", filename="table.csv")
    assert (chat.last.document or {})["file_name"] == "table.csv"
    file = await ptb.get_file((rina.photo(bot, PNG).photo or [])[0]["file_id"])
    assert bytes(await file.download_as_bytearray()) == PNG


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_ptb_raises_its_own_errors(ptb: telegram.Bot, sim: Simulator, bot: Bot, rina: Person) -> None:
    with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
        await ptb.send_message(1, "x")
    sim.faults.add(Fault("429", retry_after=4, times=1))
    with pytest.raises(telegram.error.RetryAfter):
        await ptb.send_message(rina.id, "x")
    sim.faults.add(Fault("5xx", times=1, html=True))
    with pytest.raises(telegram.error.NetworkError):
        await ptb.send_message(rina.id, "x")
    rina.block(bot)
    with pytest.raises(telegram.error.Forbidden, match="blocked by the user"):
        await ptb.send_message(rina.id, "x")
    await ptb.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(telegram.error.Conflict):
        await ptb.get_updates()


async def test_a_wrong_token_is_told(line: Line) -> None:
    wrong = AiogramBot("9:Z", session=AiohttpSession(api=TelegramAPIServer.from_base(line.url)))
    with pytest.raises(exceptions.TelegramUnauthorizedError):
        await wrong.get_me()
    await wrong.session.close()
    with pytest.raises(telegram.error.InvalidToken):
        await telegram.Bot("9:Z", base_url=f"{line.url}/bot", request=HTTPXRequest()).initialize()
