"""[Jam pengingat]: at which hour somebody is told what waits for them."""

from __future__ import annotations

from domain.messages import Button, Message
from domain.nudges import HOURS
from domain.presses import Do
from handlers.chat import Chat
from handlers.menu import show_menu
from storage.sessions import Place

IN_A_ROW = 4  # buttons


def choose_hour(chat: Chat) -> None:
    text = chat.voice.say(
        "Jam berapa Suar mengingatkan Anda tentang tugas? Sekarang sekitar jam {hour}.", hour=_clock(chat.person.hour)
    )
    buttons = [_button(chat, hour) for hour in HOURS]
    rows = tuple(tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW))
    chat.session.place = Place.ASIDE
    chat.show(Message(text, (*rows, (chat.button("‹ Menu", Do.MENU),))))


def _button(chat: Chat, hour: int) -> Button:
    label = _clock(hour)
    return chat.labelled(f"✓ {label}" if hour == chat.person.hour else label, Do.NUDGE_HOUR, subject=1, choice=hour)


async def take_hour(chat: Chat, hour: int) -> None:
    """From today on. Where today's hour is over, what waits is told soon, unless it was told already."""
    if hour not in HOURS:
        choose_hour(chat)
        return
    await chat.store.people.told_at(chat.person.id, hour)
    await chat.store.nudges.look_at(chat.person.id, chat.now)
    await show_menu(chat, chat.voice.say("Baik. Suar mengingatkan Anda sekitar jam {hour}.", hour=_clock(hour)))


def _clock(hour: int) -> str:
    return f"{hour:02}.00"
