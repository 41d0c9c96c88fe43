"""Ordering a file that takes a while: somebody sees how far it is, and can take the order back."""

from __future__ import annotations

from domain.messages import Message
from domain.orders import Order, Spec, Spoilt
from domain.presses import Do, Press
from domain.voice import phrase
from handlers.chat import Chat

MOST_AT_ONCE = 3  # of one kind, for one person
MAKING = phrase("⏳ Berkasnya sedang dibuat. Anda bisa terus memakai yang lain.")
FAR = phrase("⏳ Berkasnya sedang dibuat: {percent}%. Anda bisa terus memakai yang lain.")
WAIT = phrase("Masih ada berkas Anda yang sedang dibuat. Tunggu sampai selesai, lalu coba lagi.")
TAKEN_BACK = phrase("Berkasnya tidak jadi dibuat.")
OVER = phrase("Berkas ini tidak sedang dibuat lagi.")
BROKEN = phrase("⚠️ Maaf, berkasnya gagal dibuat. Coba sekali lagi. Kalau gagal lagi, beri tahu pengelola Suar.")
TOO_LARGE = phrase("⚠️ Berkasnya terlalu besar untuk Telegram. Pilih masa yang lebih pendek.")


async def order(chat: Chat, kind: str, spec: Spec) -> bool:
    """Have a file made, with a message beside that says so. False when too much of it is under way already."""
    orders = chat.store.orders
    if await orders.count_of(chat.person.id, kind) >= MOST_AT_ONCE:
        chat.flash(chat.voice.plain(WAIT))
        return False
    key = orders.put(chat.session, kind, spec, chat.now)
    orders.show_on(key, chat.beside(_progress(chat, key, 0, 0)))
    return True


def show_progress(chat: Chat, order: Order, done: int, total: int) -> None:
    """How far it is, where the order was confirmed."""
    if order.card is not None:
        chat.show_beside(order.card, _progress(chat, order.id, done, total))


async def stop(chat: Chat, press: Press) -> None:
    """[Batal]: whoever ordered it does not want it any more."""
    card = await chat.store.orders.take_back(press.subject, chat.person.id)
    if card is None:
        chat.flash(chat.voice.plain(OVER))
        chat.take_away_pressed()
    else:
        chat.show_beside(card, Message(chat.voice.say(TAKEN_BACK)))


async def say_failed(chat: Chat, order: Order, why: Spoilt) -> None:
    """Nothing came of it."""
    message = Message(chat.voice.say(TOO_LARGE if why is Spoilt.TOO_LARGE else BROKEN))
    if order.card is None:
        chat.beside(message)
    else:
        chat.show_beside(order.card, message)


def _progress(chat: Chat, key: int, done: int, total: int) -> Message:
    text = chat.voice.say(FAR, percent=100 * done // total) if total else chat.voice.say(MAKING)
    return Message(text, ((chat.button("Batal", Do.ORDER_STOP, key),),), silent=True)
