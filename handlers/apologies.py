"""When something of ours went wrong, or we were away."""

from __future__ import annotations

from conversations.engine import Word
from domain.messages import Message
from domain.presses import Do
from domain.voice import phrase
from handlers.chat import Chat
from handlers.filling import repeat_or_menu

A_DAY = 24 * 3600.0


def apologise(chat: Chat) -> None:
    """A message of theirs could not be handled. It is kept for the operator; the draft stays as it was."""
    chat.let_go()
    text = chat.voice.say(
        "Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi, atau buka menu."
    )
    rows = ((chat.button("Menu", Do.MENU),),) if chat.session.person else ()
    chat.show(Message(text, rows))
    chat.answer_press()


async def show_again(chat: Chat, away: float) -> None:
    """We were away for `away` seconds, longer than a button press lives: the card again, with a word."""
    word = (
        phrase("Saya tidak aktif lebih dari sehari. Kalau Anda mengirim sesuatu waktu itu, kirim sekali lagi.")
        if away > A_DAY
        else phrase("Saya sempat tidak aktif. Kalau tadi Anda menekan tombol, tekan sekali lagi.")
    )
    await repeat_or_menu(chat, Word(word, {}))
