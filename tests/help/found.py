"""Looking for canaries and for who somebody is: in words, in files as they lie on a disk, and in rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.calls import Call
from simulator.uploads import Upload
from tests.help.canary import FIRST_NUMBER, Canaries

_WORD = re.compile(rb"kenari\d{5,6}x")
_NUMBER = re.compile(rb"(?=(3141\d{12}))")
_MESSAGE = re.compile(rb"(?<!\d)20101\d{5}(?!\d)")
_TOP = FIRST_NUMBER.to_bytes(8, "big")[:3]
_BIG = re.compile(b"(?=(" + re.escape(_TOP) + b".{5}))", re.DOTALL)
_LITTLE = re.compile(b"(?=(.{5}" + re.escape(_TOP[::-1]) + b"))", re.DOTALL)

# What a bot must name to Telegram: where it writes, what it changes, which press it answers, which file it fetches.
NAMED = ("chat_id", "message_id", "message_ids", "callback_query_id", "file_id")

# What a person writes themself: whoever answers reads it.
CAPTION = "caption of a photo"
OWN = {"message.text", "message.caption", "edited_message.text", "edited_message.caption", CAPTION}


@dataclass(frozen=True)
class Somebody:
    """A person's account, as it must be found nowhere."""

    chat: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Hunt:
    """What is looked for. `own` are words that the person wrote themself."""

    canaries: Canaries
    somebody: Somebody
    more: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()

    def without_own_words(self) -> Hunt:
        """The same, where the person's own words may stand."""
        own = {word for word, path in self.canaries.words.items() if path in OWN}
        return Hunt(self.canaries, self.somebody, self.more, frozenset(own))

    def in_bytes(self, data: bytes) -> set[str]:
        """What of it stands in a file or in a text."""
        words = {word.decode() for word in _WORD.findall(data)} - self.own
        found = {self.canaries.words.get(word, "a word that was not let out") for word in words}
        found |= {self._number(int(each)) for each in _NUMBER.findall(data)}
        found |= {"message_id" for each in _MESSAGE.findall(data) if int(each) in self.canaries.messages}
        for pattern, order in ((_BIG, "big"), (_LITTLE, "little")):
            candidates = (int.from_bytes(each, order) for each in pattern.findall(data))  # type: ignore[arg-type]
            found |= {self._number(each) for each in candidates if each in self.canaries.numbers}
        return found | {f"somebody: {name}" for name, shape in self._shapes() if shape in data}

    def in_value(self, value: Any) -> set[str]:
        """What of it is in a value of a row."""
        if isinstance(value, bytes):
            return self.in_bytes(value)
        return self.in_bytes(str(value).encode())

    def in_rows(self, rows: Iterable[tuple[str, Any]]) -> dict[str, set[str]]:
        """By column, what is there."""
        hits: dict[str, set[str]] = {}
        for place, value in rows:
            if found := self.in_value(value):
                hits.setdefault(place, set()).update(found)
        return hits

    def in_calls(self, calls: Iterable[Call], named: Iterable[str] = ()) -> dict[str, set[str]]:
        """By method, what went out, files included; `named` are parameters that are not looked at."""
        hits: dict[str, set[str]] = {}
        for call in calls:
            for part in _parts({name: each for name, each in call.params.items() if name not in named}):
                if found := self.in_bytes(part):
                    hits.setdefault(call.method, set()).update(found)
        return hits

    def _number(self, number: int) -> str:
        return self.canaries.numbers.get(number, "a number that was not let out")

    def _shapes(self) -> Iterator[tuple[str, bytes]]:
        for word in (*self.somebody.words, *self.more):
            yield word, word.encode()
            yield word, word.encode("utf-16-le")
        yield "chat", str(self.somebody.chat).encode()
        for size in (8, 6, 5):  # SQLite keeps a number in as few bytes as it can
            yield "chat", self.somebody.chat.to_bytes(size, "big")
            yield "chat", self.somebody.chat.to_bytes(size, "little")


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, Upload):
        yield value.data
        yield f"{value.name} {value.mime}".encode()
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield str(name).encode()
            yield from _parts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parts(each)
    else:
        yield str(value).encode()
