"""How people spell in a chat, read as plain words: matiiii, m4ti, m a t i and MATI are all mati.

Repeated letters count once, so words that are looked for must come through here, too.
"""

from __future__ import annotations

import re
import unicodedata

BREAK = "/"  # where one sentence may end and another begin

_HIDDEN = {"Mn", "Me", "Cf"}  # accents, and marks without width
_LETTERS = str.maketrans("01345$6789@!", "oieassgtbgai")

_AGAIN = re.compile(r"\b([^\W\d_]{2,})2(?!\d)([^\W\d_]*)\b")  # anak2, mati2an
_MIXED = re.compile(r"[@$]{0,3}\w+(?:[@$!]+\w+)*[@$]*")
_BETWEEN = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_WITHIN = re.compile(r"['’‘`´*]")  # ga', don't, b*nuh
_APART = re.compile(r"[\W_]+")
_WITHIN_A_SENTENCE = re.compile(r"[^\S\n]*[-_/()\"]*[^\S\n]*")
_SPACED = re.compile(rf"(?<!\S)(?:[^\W\d_](?: {BREAK})? ){{2,}}[^\W\d_](?!\S)")
_REPEATED = re.compile(r"([^\W\d_])\1+")


def readings(text: str) -> list[str]:
    """What the text may say: words and breaks, a space between. A digit in a word may be a letter, or a number."""
    plain = _AGAIN.sub(r"\1 \1\2", _plain(text))
    as_letters, as_numbers = _MIXED.sub(_with_letters, plain), _BETWEEN.sub(" ", plain)
    return list(dict.fromkeys([_words(as_letters), _words(as_numbers)]))


def spelled(word: str) -> str:
    """A word of a list, as it stands in `readings`."""
    return _words(_plain(word))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if unicodedata.category(sign) not in _HIDDEN).casefold()


def _with_letters(found: re.Match[str]) -> str:
    word = found.group()
    return word.translate(_LETTERS) if any(sign.isalpha() for sign in word) else word


def _words(text: str) -> str:
    apart = _APART.sub(_gap, _WITHIN.sub("", text)).strip(f" {BREAK}")
    return _once(_SPACED.sub(_together, _once(apart)))


def _gap(found: re.Match[str]) -> str:
    return " " if _WITHIN_A_SENTENCE.fullmatch(found.group()) else f" {BREAK} "


def _together(found: re.Match[str]) -> str:
    return "".join(sign for sign in found.group() if sign.isalpha())


def _once(text: str) -> str:
    return _REPEATED.sub(r"\1", text)
