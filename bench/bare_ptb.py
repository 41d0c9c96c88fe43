"""(a) on python-telegram-bot: answers the press and edits the card, and remembers nothing."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, Defaults

from bench.contending import given
from bench.visit import Buttons, walk

# Its best: one at a time leaves the core idle while it waits, and the pool of httpx grows slow with many at once.
AT_ONCE = 4


def keyboard(rows: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


# Made once: whoever stores nothing need not do more than this.
CARDS = [(text, keyboard(rows)) for text, rows in walk()]


async def begin(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    text, buttons = CARDS[0]
    await update.effective_message.reply_text(text, reply_markup=buttons)


async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    text, buttons = CARDS[int(query.data.partition(":")[0])]
    await query.answer()
    await query.edit_message_text(text, reply_markup=buttons)


def main() -> None:
    what = given()
    application = (
        Application.builder()
        .token(what.token)
        .base_url(f"{what.api}/bot")
        .defaults(Defaults(parse_mode=ParseMode.HTML))
        .concurrent_updates(AT_ONCE)
        .build()
    )
    application.add_handler(CommandHandler("start", begin))
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling()


if __name__ == "__main__":
    main()
