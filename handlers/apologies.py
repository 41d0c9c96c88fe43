"""When something of ours went wrong, when we were away, and when more came than we take."""

from __future__ import annotations

from conversations.engine import Word
from domain.messages import Answer, Message, Pressed
from domain.presses import Do
from domain.voice import INDONESIAN, phrase
from handlers import joining
from handlers.chat import Chat
from handlers.filling import repeat_or_menu
from handlers.kit import HELP, Kit

A_DAY = 24 * 3600.0

SORRY = phrase("Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi.")
AWAY_LONG = phrase("Saya tidak aktif lebih dari sehari. Kalau Anda mengirim sesuatu waktu itu, kirim sekali lagi.")
AWAY = phrase("Saya sempat tidak aktif. Kalau tadi Anda menekan tombol, tekan sekali lagi.")

TOO_FAST = phrase("Pesan datang terlalu cepat. Tunggu sebentar, lalu kirim lagi yang terakhir.")


async def apologise(chat: Chat) -> None:
    """A message of theirs could not be handled. It is kept for the operator; the draft stays as it was."""
    if chat.session.person is not None:
        chat.let_go()
        text = chat.voice.say(
            "Maaf, ada yang salah di pihak kami. Pesan terakhir belum tercatat. Coba sekali lagi, atau buka menu."
        )
        chat.show(Message(text, ((chat.button("Menu", Do.MENU),),)))
        chat.answer_press()
    elif await joining.repeat(chat, Word(SORRY, {})):
        chat.answer_press()
    else:
        await say_sorry(chat)


async def say_sorry(chat: Chat) -> None:
    """The apology alone: to a stranger, or when what the person was at cannot be shown either."""
    chat.let_go()
    chat.say(SORRY)
    chat.answer_press()


async def show_again(chat: Chat, away: float) -> None:
    """We were away for `away` seconds, longer than a button press lives: the card again, with a word."""
    await _repeat(chat, Word(AWAY_LONG if away > A_DAY else AWAY, {}))


async def too_fast(chat: Chat, *, tell: bool) -> None:
    """More came at once than we take. It is not handled: the card says so once; a button stops waiting each time."""
    chat.flash(chat.voice.say(TOO_FAST))
    if tell:
        await _repeat(chat, Word(TOO_FAST, {}))
    chat.answer_press()


def come_again(kit: Kit, pressed: Pressed) -> Answer:
    """So many strangers write that this one is not even let in; what they speak was not looked up."""
    return Answer(
        pressed.callback_id, kit.voices[INDONESIAN].plain("Sedang banyak yang menulis. Coba lagi sebentar.")
    )


async def _repeat(chat: Chat, word: Word) -> None:
    """What the person was at, with a word above it. A stranger was at nothing, nor is somebody who has left."""
    person = chat.session.person
    if chat.session.bot == HELP:
        await repeat_or_menu(chat, word)
        return
    if not await joining.repeat(chat, word) and person is not None and person.is_active:
        await repeat_or_menu(chat, word)
