"""The first screen of the help bot: what this is, who reads it, and what nobody can hide."""

from __future__ import annotations

from domain.messages import Message
from domain.presses import Do
from handlers.chat import Chat
from storage.sessions import Place


def show(chat: Chat, above: str = "") -> None:
    """The first screen. `above` is a sentence to say first."""
    chat.session.place, chat.session.draft_id = Place.MENU, None
    lines = [
        *([above, ""] if above else []),
        chat.voice.say("Halo. Di sini bisa bertanya tentang anggota keluarga, atau diri sendiri."),
        "",
        chat.voice.say("Ada bahaya sekarang? Hubungi ambulans:"),
        "119",
    ]
    chat.show(Message("\n".join(lines), ((chat.button("Minta bantuan", Do.HELP_ASK),),)))
