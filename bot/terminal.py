"""A chat in the terminal: cards as plain text, buttons by number, answers from standard input."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import regex

from conversations.cards import Page, card
from conversations.context import Context
from conversations.engine import Turn, Word, begin, step
from conversations.form import Form
from conversations.state import State
from domain.messages import Message
from domain.presses import Do, Press
from domain.voice import Voice, phrase

BACK, CHANGE, STOP = ":kembali", ":ubah", ":batal"
TYPED_NUMBERS = ("input", "range")  # what is asked so is answered by typing: there a number is an answer
_TAG = regex.compile(r"<[^<>]*>")
_NUMBER = regex.compile(r":?(\d{1,4})")
Write = Callable[[str], None]


def plain(text: str) -> str:
    """Telegram's HTML as people read it."""
    return html.unescape(str(_TAG.sub("", text)))


def drawn(message: Message, mark: str = "") -> str:
    """A card: its text, and its buttons with their numbers."""
    number, lines = 0, [plain(message.text)]
    for row in message.rows:
        labels = []
        for button in row:
            number += 1
            labels.append(f"[{mark}{number}] {button.label}")
        lines.append("  ".join(labels))
    return "\n".join(lines)


@dataclass
class Sitting:
    """One form being played. `context` gives the time and fresh chance for every step."""

    form: Form
    voice: Voice
    context: Callable[[], Context]
    write: Write
    state: State | None = None
    presses: list[Press] = field(default_factory=list)

    def play(self, lines: Iterable[str]) -> None:
        """Play until the form is sent, stopped, or nothing more is typed."""
        self.state = begin(self.form, self.context())
        self.show()
        for line in lines:
            if not self.take(line.strip()):
                return
        self.say("Belum dikirim.")

    def take(self, line: str) -> bool:
        """One line of the person. False when that was the last one."""
        if line == STOP:
            self.say("Berhenti. Tidak ada yang disimpan.")
            return False
        reply = self._reply(line)
        if reply is None:
            self.say("Tidak ada yang seperti itu di sini.")
        elif isinstance(reply, Press) and reply.do in _ENDS:
            self._end(reply.do)
            return False
        elif line:
            taken = step(self.form, self.turn.state, reply, self.context())
            self.state = taken.state
            self.show(taken.word, taken.dropped)
        return True

    @property
    def turn(self) -> Turn:
        assert self.state is not None  # noqa: S101  # the sitting has begun
        return Turn(self.form, self.state, self.context())

    def show(self, word: Word | None = None, dropped: Sequence[str] = ()) -> None:
        self.presses.clear()
        message = card(Page(self.turn, self.voice, self._draw, 0, self.voice.plain("Anda")), word, dropped)
        held = [self.presses[int(button.data)] for row in message.rows for button in row]
        self.presses[:] = held
        self.write(drawn(message, ":" if self._is_typed() else "") + "\n")

    def say(self, text: str) -> None:
        self.write(self.voice.plain(text))

    def _draw(self, press: Press) -> str:
        self.presses.append(press)
        return str(len(self.presses) - 1)

    def _is_typed(self) -> bool:
        """Whether a number is an answer here, so that buttons need a colon."""
        turn = self.turn
        if turn.index(turn.state.at) < 0:
            return False
        return turn.question.kind in TYPED_NUMBERS and turn.question.type != "date"

    def _reply(self, line: str) -> Press | str | None:
        """What a line means: a button, a command, or an answer."""
        number = _NUMBER.fullmatch(line)
        if number and (line.startswith(":") or not self._is_typed()):
            at = int(number[1])
            return self.presses[at - 1] if 1 <= at <= len(self.presses) else None
        if line == BACK:
            return next((press for press in self.presses if press.do is Do.BACK), None)
        if line.startswith(CHANGE):
            return self._change(line.removeprefix(CHANGE).strip())
        return None if line.startswith(":") else line

    def _change(self, number: str) -> Press | None:
        turn = self.turn
        asked = turn.asked()
        if not (number.isdecimal() and 1 <= int(number) <= len(asked)):
            return None
        return Press(Do.CHANGE, 0, turn.index(asked[int(number) - 1].ref), turn.state.visit)

    def _end(self, do: Do) -> None:
        """Sent, kept or dropped."""
        self.say(_ENDS[do])
        if do is Do.SEND:
            self.write(self.turn.live.submission(self.context()))


_ENDS = {
    Do.SEND: phrase("Selesai. Ini yang akan dikirim:"),
    Do.KEEP: phrase("Berhenti. Tidak ada yang disimpan."),
    Do.DROP: phrase("Berhenti. Tidak ada yang disimpan."),
}
