"""The help bot, until the help line opens: it says what it will be, and stores nothing of what is said."""

from __future__ import annotations

from domain.messages import Message, Pressed
from handlers.chat import Chat


async def take(chat: Chat) -> None:
    """Whatever comes, the answer is the same."""
    if isinstance(chat.incoming.event, Pressed):
        return
    lines = [
        chat.voice.say("Halo. Di sini nanti bisa bertanya tentang anggota keluarga, atau diri sendiri."),
        chat.voice.say("Layanan ini belum dibuka. Pesan Anda tidak disimpan dan tidak dibaca siapa pun."),
        "",
        chat.voice.say("Ada bahaya sekarang? Hubungi ambulans:"),
        "119",
    ]
    chat.show(Message("\n".join(lines)))
