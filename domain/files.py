"""Files as answers: what a question takes, what a file is called, and why one cannot be taken."""

from __future__ import annotations

import re
from enum import StrEnum

# Telegram gives bots no larger ones, see https://core.telegram.org/bots/api#getfile
LARGEST = 20 * 1024 * 1024

BEYOND_KEYS = 2**63

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # without i, l, o and u: what is read aloud is not mistaken
_NAME = re.compile(rf"(?:foto|suara|video|berkas|formulir)-([{_DIGITS}]{{1,13}})\.[a-z0-9]{{1,5}}")


class Wanted(StrEnum):
    """What a question takes, as the beginning of its media type."""

    PHOTO = "image"
    SOUND = "audio"
    VIDEO = "video"
    ANY = "application"
    FORM = "form"  # no answer: a form that an officer sends for their satker


class Unfit(StrEnum):
    """Why a file is not the answer. What to say about it is up to the handlers."""

    KIND = "kind"  # it is something else than the question takes
    FORMAT = "format"  # a picture of a kind that cannot be cleaned, such as HEIC
    PROGRAM = "program"
    TOO_LARGE = "too large"
    TOO_WIDE = "too wide"  # more pixels than can be worked on
    BROKEN = "broken"
    LOST = "lost"  # Telegram does not give it, or no more


# What a person may send for it. What a file really is, is seen when it has been fetched.
TAKES = {
    Wanted.PHOTO: frozenset(("photo", "document")),
    Wanted.SOUND: frozenset(("voice", "audio", "document")),
    Wanted.VIDEO: frozenset(("video", "video_note", "document")),
    Wanted.ANY: frozenset(("document",)),
    Wanted.FORM: frozenset(("document",)),
}

_WORDS = {
    Wanted.PHOTO: "foto",
    Wanted.SOUND: "suara",
    Wanted.VIDEO: "video",
    Wanted.ANY: "berkas",
    Wanted.FORM: "formulir",
}


def name_of(wanted: Wanted, key: int, extension: str) -> str:
    """What a file is called in the answers: never as its sender called it, since that may be somebody's name."""
    digits = ""
    while key or not digits:
        key, digit = divmod(key, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return f"{_WORDS[wanted]}-{digits}.{extension}"


def key_of(name: str) -> int | None:
    """Which file goes by this name; None for what is no name of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    key = 0
    for digit in found[1]:
        key = key * len(_DIGITS) + _DIGITS.index(digit)
    return key if key < BEYOND_KEYS else None
