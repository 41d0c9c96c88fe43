"""What is said of a message to many: how agents read it, to whom it goes, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.broadcasts import Counted, State
from domain.messages import Message
from domain.presses import Do
from domain.voice import Voice, escaped, phrase
from handlers.chat import Chat
from storage.broadcasts import Broadcast

NAMED = 10  # agents who are called by name where it could not be brought to them
TO_ALL, TO_UNIT = phrase("untuk semua agen"), phrase("untuk agen {unit}")
NO_ANSWER = phrase("Balasan di sini tidak sampai ke {name}. Ada pertanyaan? Hubungi {name} di {place}.")


@dataclass(frozen=True)
class Words:
    """What somebody says to many, and what agents are told with it. Without `unit_name` it is for all."""

    name: str
    place: str
    unit_name: str
    text: str


def as_read(voice: Voice, words: Words) -> str:
    """What an agent reads: who writes and to whom, the words as they are, and that nobody reads an answer here."""
    head = voice.say("<b>Dari {name}, {place}</b>", name=words.name, place=words.place)
    foot = voice.say(NO_ANSWER, name=words.name, place=words.place)
    return f"{head} · {whom(voice, words.unit_name)}\n\n{escaped(words.text)}\n\n<i>{foot}</i>"


def whom(voice: Voice, unit_name: str) -> str:
    return voice.say(TO_UNIT, unit=unit_name) if unit_name else voice.say(TO_ALL)


# --- How far it is -------------------------------------------------------------------------------


def progress(chat: Chat, broadcast: Broadcast, counted: Counted, names: Sequence[str]) -> Message:
    """The card of a broadcast, for whoever wrote it. `names` are of some whom it could not be brought to."""
    heading = chat.voice.say("<b>Pesan {whom}</b>", whom=whom(chat.voice, broadcast.unit_name))
    lines = [heading, _sum(chat, broadcast, counted), *_missed(chat, counted, names)]
    if counted.of(State.GONE):
        lines.append(chat.voice.say("{n} sudah tidak bertugas di sini.", n=counted.of(State.GONE)))
    goes_on = counted.of(State.WAITING) > 0
    stop = (chat.button("Hentikan", Do.BROADCAST_STOP, broadcast.id),) if goes_on else ()
    return Message("\n".join(lines), ((*stop, chat.button("Menu", Do.MENU)),))


def _sum(chat: Chat, broadcast: Broadcast, counted: Counted) -> str:
    say, arrived = chat.voice.say, counted.of(State.ARRIVED)
    if counted.open:
        return say("Terkirim {n} dari {all} · menunggu {open}", n=arrived, all=counted.all, open=counted.open)
    if broadcast.stopped_at is not None and counted.of(State.STOPPED):
        left_out = counted.of(State.STOPPED)
        return say("Dihentikan. {n} agen sudah menerimanya, {left_out} tidak.", n=arrived, left_out=left_out)
    return say("✅ Selesai. {n} dari {all} agen menerimanya.", n=arrived, all=counted.all)


def _missed(chat: Chat, counted: Counted, names: Sequence[str]) -> list[str]:
    amount = counted.of(State.UNREACHABLE)
    if not amount:
        return []
    told = ", ".join(map(escaped, names))
    more = amount - len(names)
    if more > 0:
        told = chat.voice.say("{names}, dan {n} lagi", names=told, n=more) if told else str(amount)
    return [chat.voice.say("Tidak bisa dicapai ({n}): ", n=amount) + told]
