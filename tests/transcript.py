"""Transcripts: conversations written as they look, and played.

    rina: /lapor                 somebody writes
    rina: [Hari ini]             somebody presses a button
    rina: Ani ⏎ Budi             somebody writes two lines
    rina: ramah → baik           somebody changes an earlier message of theirs
    rina: (foto)                 somebody sends something else: foto, suara, video, berkas, kontak, lokasi LAT LON
    rina: (foto rumahnya)        with words below it
    rina: (terusan) ramah        somebody passes on what somebody else said
    bot: Apa yang mau dicatat?   a new message of the bot, with its buttons in brackets
         [Penjangkauan]
    bot: (terkunci) Untuk Anda   one that cannot be forwarded, copied or saved
    bot: (suara) Dengar ya       a voice of the bot with its caption; a foto or berkas the same way
    edit: …                      a message of the bot that was changed in place
    gone: …                      a message that was taken away (its first line)
    flash: …                     what is said over the chat for a moment

The whole conversation must come out as it is written, so nothing that the bot says goes unseen. Whom a `(terusan)` is
from, and who is in a `(kontak)`, is always the same: `attachments.STRANGERS`, who must be found nowhere.
"""

from __future__ import annotations

import re
from datetime import timedelta
from textwrap import dedent

from simulator import Bot, Event, Message, Person
from tests import attachments
from tests.world import World

_SPEAKER = re.compile(r"([a-z_]+): ?(.*)")
_ATTACHED = re.compile(r"\((foto|suara|video|berkas|kontak|lokasi)(?: (.+))?\)")
_MARKS = {"photo": "(foto)", "voice": "(suara)", "document": "(berkas)"}
_FORWARDED = re.compile(r"\(terusan\) (.+)")
READING = timedelta(seconds=2)
_BOTS = {"bot", "edit", "gone", "flash"}


class Talk:
    """One person's talk with one bot."""

    def __init__(self, world: World, name: str, bot: Bot | None = None, language: str = "id") -> None:
        self.world = world
        self.name = name.lower()
        self.person: Person = world.person(name, language)
        self.bot = bot or world.staff
        self._version = world.sim.version

    async def plays(self, transcript: str) -> None:
        """Say the person's lines. The whole conversation must come out as it is written."""
        written = dedent(transcript).strip()
        heard: list[str] = []
        for speaker, words in _lines(written):
            if speaker not in _BOTS:
                heard.append(f"{speaker}: {words}")
                await self.says(words)
                heard += self.hears()
        assert _tidy("\n".join(heard)) == _tidy(written)

    async def says(self, words: str) -> None:
        """Write, or press a button, and wait until the bots are quiet again."""
        self.does(words)
        await self.world.quiet()

    def does(self, words: str) -> None:
        """The same without waiting."""
        pressed, attached = re.fullmatch(r"\[(.+)\]", words), _ATTACHED.fullmatch(words)
        forwarded = _FORWARDED.fullmatch(words)
        old, changed, new = words.partition(" → ")
        if pressed:
            self.person.press(self.bot, pressed[1])
        elif attached:
            self.world.sim.clock.move(READING)
            self.attaches(*attached.groups())
        elif forwarded:
            self.world.sim.clock.move(READING)
            self.person.forward(self.bot, forwarded[1].replace(" ⏎ ", "\n"), attachments.ORIGIN)
        elif changed:
            self.person.edit(self.bot, next(m.id for m in self.chat.messages if m.text == old), new)
        elif words.startswith("/start"):
            self.person.open(self.bot, start=words.removeprefix("/start").strip())
        else:
            # A person reads before they write: Telegram's clock, in whole seconds, has gone on.
            self.world.sim.clock.move(READING)
            self.person.write(self.bot, words.replace(" ⏎ ", "\n"))

    def attaches(self, kind: str, what: str | None = None) -> None:
        """Send a photo, a recording, a video, a document, a contact or a place."""
        if kind == "lokasi":
            latitude, longitude = (what or "").split()
            self.person.location(self.bot, float(latitude), float(longitude), accuracy=25)
        elif kind == "berkas":
            self.person.document(self.bot, attachments.LETTER, "surat Bu Rina.pdf")
        elif kind == "foto":
            self.person.photo(self.bot, attachments.photo(), what or "")
        elif kind == "suara":
            self.person.voice(self.bot, attachments.VOICE, caption=what or "")
        elif kind == "kontak":
            self.person.contact(self.bot, *attachments.CONTACT)
        else:
            self.person.video(self.bot, attachments.VIDEO)

    def hears_only(self, transcript: str) -> None:
        """What the bot did by itself must be just this."""
        assert _tidy("\n".join(self.hears())) == _tidy(dedent(transcript).strip())

    def hears(self) -> list[str]:
        """What the bot did since it was last listened to, as lines of a transcript."""
        events = [
            event
            for event in self.world.sim.events_since(self._version)
            if event.by == "bot" and event.bot is self.bot and event.person_id == self.person.id
        ]
        self._version = self.world.sim.version
        return [line for event in events for line in self._line(event)]

    @property
    def shown(self) -> str:
        """The newest message of the bot, with its buttons."""
        return shown(self.chat.answer)

    @property
    def chat(self):  # type: ignore[no-untyped-def]
        return self.world.sim.chat(self.bot, self.person)

    def _line(self, event: Event) -> list[str]:
        if event.kind == "answered":
            return [f"flash: {event.text}"] if event.text else []
        if event.kind not in {"sent", "edited", "deleted"}:
            return []
        if event.message is None:
            return []
        if event.kind == "deleted":
            first, _, _ = shown(event.message).partition("\n")
            return [f"gone: {first}"]
        prefix = {"sent": "bot", "edited": "edit"}[event.kind]
        return [f"{prefix}: {_indented(shown(event.message), len(prefix) + 2)}"]


def shown(message: Message) -> str:
    """A message as it looks: its text, and under it its buttons."""
    marks = ["(terkunci)"] * message.is_protected + [mark for kind, mark in _MARKS.items() if kind in message.media]
    rows = [" ".join(f"[{button.label}]" for button in row) for row in message.rows]
    return "\n".join([" ".join([*marks, message.text]).rstrip(), *rows])


def _indented(text: str, blanks: int) -> str:
    return text.replace("\n", "\n" + " " * blanks)


def _lines(written: str) -> list[tuple[str, str]]:
    spoken: list[tuple[str, str]] = []
    for line in written.splitlines():
        found = _SPEAKER.match(line)
        if found:
            spoken.append((found[1], found[2]))
    return spoken


def _tidy(conversation: str) -> list[str]:
    return [line.rstrip() for line in conversation.splitlines()]
