"""(b) The visit on python-telegram-bot the ordinary way: ConversationHandler, one commit for every update."""

from __future__ import annotations

import warnings
from functools import partial

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    Defaults,
)
from telegram.warnings import PTBUserWarning

from bench import visit
from bench.contending import given
from bench.ordinary_rows import keep, open_rows, send
from bench.visit import Buttons, Question

FORMS, REVIEW, SENT = "forms", "review", "sent"
Context = ContextTypes.DEFAULT_TYPE


def keyboard(rows: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


async def begin(update: Update, context: Context) -> str:
    context.user_data.clear()
    await update.effective_message.reply_text(visit.FORMS_TEXT, reply_markup=keyboard(visit.forms_buttons()))
    return FORMS


async def again(update: Update, context: Context) -> str:
    query = update.callback_query
    await query.answer()
    context.user_data.clear()
    await query.edit_message_text(visit.FORMS_TEXT, reply_markup=keyboard(visit.forms_buttons()))
    return FORMS


async def form(update: Update, context: Context) -> str:
    query = update.callback_query
    await query.answer()
    await _keep(update, context)
    return await ask(query, context, visit.QUESTIONS[0])


async def ask(query: CallbackQuery, context: Context, question: Question | None) -> str:
    """Show the next question, or the review when there is none."""
    answers = context.user_data
    if question is None:
        text, rows = visit.review_text(answers), visit.review_buttons()
    else:
        ticked = answers.get(question.name, "").split()
        text, rows = visit.question_text(question, answers), visit.question_buttons(question, ticked)
    await query.edit_message_text(text, reply_markup=keyboard(rows))
    return question.name if question else REVIEW


async def answer(update: Update, context: Context, question: Question) -> str:
    query = update.callback_query
    await query.answer()
    context.user_data[question.name] = query.data.partition(":")[2]
    await _keep(update, context)
    return await ask(query, context, visit.next_after(question.name))


async def tick(update: Update, context: Context, question: Question) -> str:
    query = update.callback_query
    await query.answer()
    ticked = set(context.user_data.get(question.name, "").split())
    ticked ^= {query.data.partition(":")[2]}
    context.user_data[question.name] = " ".join(sorted(ticked))
    await _keep(update, context)
    return await ask(query, context, question)


async def go_on(update: Update, context: Context, question: Question) -> str:
    """Done ticking, or skipped."""
    query = update.callback_query
    await query.answer()
    await _keep(update, context)
    return await ask(query, context, visit.next_after(question.name))


async def finish(update: Update, context: Context) -> str:
    query = update.callback_query
    await query.answer("Tercatat")
    number = await send(context.bot_data["sessions"], update.effective_chat.id, context.user_data)
    context.user_data.clear()
    await query.edit_message_text(visit.receipt_text(number), reply_markup=keyboard(visit.receipt_buttons()))
    return SENT


async def _keep(update: Update, context: Context) -> None:
    await keep(context.bot_data["sessions"], update.effective_chat.id, context.user_data)


def conversation() -> ConversationHandler[Context]:
    states = {
        question.name: [
            CallbackQueryHandler(
                partial(tick if question.several else answer, question=question), f"^{question.name}:"
            ),
            CallbackQueryHandler(partial(go_on, question=question), f"^{question.name}!"),
        ]
        for question in visit.QUESTIONS
    }
    return ConversationHandler(
        entry_points=[CommandHandler("start", begin)],
        states={
            FORMS: [CallbackQueryHandler(form, "^form:")],
            **states,
            REVIEW: [CallbackQueryHandler(finish, "^send$")],
            SENT: [CallbackQueryHandler(again, "^again$")],
        },
        fallbacks=[CommandHandler("start", begin)],
    )


def main() -> None:
    what = given()

    async def open_database(application: Application) -> None:
        application.bot_data["sessions"] = await open_rows(what.folder)

    # It warns that a press is not followed by message; by chat is what is wanted here.
    warnings.filterwarnings("ignore", category=PTBUserWarning)
    application = (
        Application.builder()
        .token(what.token)
        .base_url(f"{what.api}/bot")
        .defaults(Defaults(parse_mode=ParseMode.HTML))
        .post_init(open_database)
        .build()
    )
    application.add_handler(conversation())
    application.run_polling()


if __name__ == "__main__":
    main()
