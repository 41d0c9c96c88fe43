"""A thread as it is read on a phone: what was said, in order, on pages of which the newest comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from domain.help_cases import HelpMessage, Sender
from domain.voice import escaped, phrase
from handlers.chat import Chat
from handlers.thread_words import clock

ON_A_PAGE = 2400  # of the 4,096 that a message holds, in UTF-16; the rest is for what stands around it
PIECE = 1100  # letters; of one that is longer, the rest is shown as if it came after

KINDS = {
    "photo": phrase("(foto)"),
    "album": phrase("(beberapa foto)"),
    "voice": phrase("(rekaman suara)"),
    "reason": phrase("(alasan pesan terakhir)"),
    "last words": phrase("(pesan terakhir yang diminta)"),
    "danger over": phrase("(bahaya sudah lewat)"),
}
SENDERS = {
    Sender.FAMILY: phrase("Keluarga"),
    Sender.SUAR: phrase("Suar"),
    Sender.NOTE: phrase("Catatan {name}, hanya untuk rekan"),
}


def paged(blocks: Sequence[str], most: int = ON_A_PAGE) -> list[list[str]]:
    """These blocks on pages: the first page holds the newest ones, and each is in the order of time."""
    pages: list[list[str]] = [[]]
    room = most
    for block in reversed(blocks):
        size = len(block.encode("utf-16-le")) // 2
        if size > room and pages[-1]:
            pages.append([])
            room = most
        pages[-1].insert(0, block)
        room -= size
    return pages


async def blocks_of(chat: Chat, messages: Sequence[HelpMessage]) -> list[str]:
    """Everything that was said, every version of it."""
    names = await chat.store.threads.names({each.person for each in messages if each.person is not None})
    return [block for each in _versions(messages) for block in _blocks(chat, each, names)]


def _versions(messages: Iterable[HelpMessage]) -> list[list[HelpMessage]]:
    return [list(versions) for _, versions in groupby(messages, key=lambda each: each.number)]


def _blocks(chat: Chat, versions: Sequence[HelpMessage], names: dict[int, str]) -> list[str]:
    first, now = versions[0], versions[-1]
    heading = _heading(_sender(chat, first, names), clock(chat, first.at))
    if now.was_edited:
        heading += chat.voice.say(", diubah {clock}", clock=clock(chat, now.at))
    kind = chat.voice.say(KINDS[now.kind]) if now.kind in KINDS else ""
    pieces = _pieces(heading, " ".join(part for part in (kind, now.text) if part))
    for earlier in versions[:-1]:
        pieces += _pieces(f"<i>{chat.voice.say('tadinya:')}</i>", earlier.text)
    return pieces


def _sender(chat: Chat, message: HelpMessage, names: dict[int, str]) -> str:
    called = names.get(message.person or 0, "")
    if message.sender is Sender.STAFF:
        return chat.voice.say("Anda") if message.person == chat.person.id else escaped(called)
    return chat.voice.say(SENDERS[message.sender], name=called)


def _heading(sender: str, when: str) -> str:
    return f"<b>{sender}</b> · {when}"


def _pieces(heading: str, text: str) -> list[str]:
    pieces = [text[first : first + PIECE] for first in range(0, len(text), PIECE)] or [""]
    return [f"{heading}\n{escaped(pieces[0])}", *(f"… {escaped(piece)}" for piece in pieces[1:])]
