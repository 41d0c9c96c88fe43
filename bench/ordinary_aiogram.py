"""(c) The visit on aiogram the ordinary way: Dispatcher, FSM in memory, one commit for every update."""

from __future__ import annotations

import asyncio
from functools import partial

from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench import visit
from bench.contending import Given, given
from bench.ordinary_rows import Sessions, keep, open_rows, send
from bench.visit import Buttons, Question


class Visit(StatesGroup):
    tgl = State()
    sasaran = State()
    cara = State()
    ditemani = State()
    hasil = State()
    aman = State()
    ulang_tgl = State()
    catatan = State()
    review = State()


STATES = {question.name: getattr(Visit, question.name) for question in visit.QUESTIONS}


def keyboard(rows: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows
        ]
    )


async def begin(message: Message, state: FSMContext) -> None:
    await state.clear()
    await message.answer(visit.FORMS_TEXT, reply_markup=keyboard(visit.forms_buttons()))


async def again(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.clear()
    await query.message.edit_text(visit.FORMS_TEXT, reply_markup=keyboard(visit.forms_buttons()))


async def form(query: CallbackQuery, state: FSMContext, sessions: Sessions) -> None:
    await query.answer()
    await state.set_data({})
    await keep(sessions, query.message.chat.id, {})
    await ask(query, state, visit.QUESTIONS[0])


async def ask(query: CallbackQuery, state: FSMContext, question: Question | None) -> None:
    """Show the next question, or the review when there is none."""
    answers = await state.get_data()
    if question is None:
        await state.set_state(Visit.review)
        text, rows = visit.review_text(answers), visit.review_buttons()
    else:
        await state.set_state(STATES[question.name])
        ticked = answers.get(question.name, "").split()
        text, rows = visit.question_text(question, answers), visit.question_buttons(question, ticked)
    await query.message.edit_text(text, reply_markup=keyboard(rows))


async def answer(query: CallbackQuery, state: FSMContext, sessions: Sessions, question: Question) -> None:
    await query.answer()
    answers = await state.update_data({question.name: query.data.partition(":")[2]})
    await keep(sessions, query.message.chat.id, answers)
    await ask(query, state, visit.next_after(question.name))


async def tick(query: CallbackQuery, state: FSMContext, sessions: Sessions, question: Question) -> None:
    await query.answer()
    ticked = set((await state.get_data()).get(question.name, "").split())
    ticked ^= {query.data.partition(":")[2]}
    answers = await state.update_data({question.name: " ".join(sorted(ticked))})
    await keep(sessions, query.message.chat.id, answers)
    await ask(query, state, question)


async def go_on(query: CallbackQuery, state: FSMContext, sessions: Sessions, question: Question) -> None:
    """Done ticking, or skipped."""
    await query.answer()
    answers = await state.get_data()
    await keep(sessions, query.message.chat.id, answers)
    await ask(query, state, visit.next_after(question.name))


async def finish(query: CallbackQuery, state: FSMContext, sessions: Sessions) -> None:
    await query.answer("Tercatat")
    number = await send(sessions, query.message.chat.id, await state.get_data())
    await state.clear()
    await query.message.edit_text(visit.receipt_text(number), reply_markup=keyboard(visit.receipt_buttons()))


def dispatcher() -> Dispatcher:
    made = Dispatcher(storage=MemoryStorage())
    made.message.register(begin, CommandStart())
    made.callback_query.register(again, F.data == "again")
    made.callback_query.register(form, F.data.startswith("form:"))
    for question in visit.QUESTIONS:
        here, name = StateFilter(STATES[question.name]), question.name
        act = tick if question.several else answer
        made.callback_query.register(partial(act, question=question), here, F.data.startswith(f"{name}:"))
        made.callback_query.register(partial(go_on, question=question), here, F.data.startswith(f"{name}!"))
    made.callback_query.register(finish, Visit.review, F.data == "send")
    return made


async def main(what: Given) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(what.api))
    bot = Bot(what.token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    await dispatcher().start_polling(bot, sessions=await open_rows(what.folder))


if __name__ == "__main__":
    asyncio.run(main(given()))
