"""The fields of an update that Suar uses, and what each must be. All others are left out.

A shape is a function: it takes what is given and where that is, and gives what is kept of it, or raises
`Unreadable` with names and types only. Both libraries then agree on what can be read: by itself one of them
takes almost anything, and the other turns "12" into 12.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.transports.errors import Unreadable

Cut = Callable[[Any, str], Any]

_NAMES: dict[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a fraction",
}


def opened(given: Any, where: str) -> dict[str, Any]:
    if type(given) is not dict:
        raise _other(given, dict, where)
    return given


def text(given: Any, where: str) -> str:
    if type(given) is not str:
        raise _other(given, str, where)
    if not given.isascii() and given.encode(errors="replace").decode() != given:
        raise Unreadable(f"{where} has half of a character")
    return given


def flag(given: Any, where: str) -> bool:
    if type(given) is not bool:
        raise _other(given, bool, where)
    return given


def number(bounds: range) -> Cut:
    def cut(given: Any, where: str) -> int:
        if type(given) is not int:
            raise _other(given, int, where)
        if given not in bounds:
            raise Unreadable(f"{where} is a number that Telegram does not use")
        return given

    return cut


def fraction(most: float) -> Cut:
    """A number with or without a point, at most so far from 0. Nonsense such as NaN is no number."""

    def cut(given: Any, where: str) -> float:
        if type(given) not in (int, float):
            raise _other(given, float, where)
        if not -most <= given <= most:
            raise Unreadable(f"{where} is a number that Telegram does not use")
        return float(given)

    return cut


def one_of(*words: str) -> Cut:
    def cut(given: Any, where: str) -> str:
        if text(given, where) not in words:
            raise Unreadable(f"{where} is none of {', '.join(words)}")
        return str(given)

    return cut


def many(inner: Cut) -> Cut:
    def cut(given: Any, where: str) -> list[Any]:
        if type(given) is not list:
            raise _other(given, list, where)
        return [inner(item, where) for item in given]

    return cut


def thing(required: dict[str, Cut], optional: dict[str, Cut] | None = None) -> Cut:
    """An object. What is null is as good as not there."""
    must, may = tuple(required.items()), tuple((optional or {}).items())

    def cut(given: Any, where: str) -> dict[str, Any]:
        opened(given, where)
        kept = {name: inner(given.get(name), f"{where}.{name}") for name, inner in must}
        for name, inner in may:
            if given.get(name) is not None:
                kept[name] = inner(given[name], f"{where}.{name}")
        return kept

    return cut


def file(**required: Cut) -> Cut:
    return thing({"file_id": text, "file_unique_id": text, **required}, {"file_size": COUNT, "mime_type": text})


def _other(given: Any, wanted: type, where: str) -> Unreadable:
    found = "missing" if given is None else _NAMES.get(type(given), "something else")
    return Unreadable(f"{where} is {found}, not {_NAMES[wanted]}")


# Telegram's ids have at most 52 significant bits; times and sizes are small positive numbers.
ID = number(range(-(2**52), 2**52))
COUNT = number(range(2**33))

# Of a live location only where it began is taken; its radius is at most 1,500 metres.
LOCATION = thing(
    {"latitude": fraction(90), "longitude": fraction(180)},
    {"horizontal_accuracy": fraction(1_500)},
)

SIDES = {"width": COUNT, "height": COUNT}

CHAT = thing({"id": ID, "type": text})
USER = thing({"id": ID, "is_bot": flag, "first_name": text}, {"language_code": text})

MESSAGE = thing(
    {"message_id": ID, "date": COUNT, "chat": CHAT},
    {
        "from": USER,
        "edit_date": COUNT,
        "text": text,
        "caption": text,
        "media_group_id": text,
        "photo": many(file(**SIDES)),
        "animation": file(duration=COUNT, **SIDES),
        "voice": file(duration=COUNT),
        "video": file(duration=COUNT, **SIDES),
        "video_note": file(duration=COUNT, length=COUNT),
        "audio": file(duration=COUNT),
        "sticker": file(type=text, is_animated=flag, is_video=flag, **SIDES),
        "document": file(),
        "location": LOCATION,
    },
)

# What the card showed is not needed, and checking it would be half of the work.
QUERY = thing(
    {"id": text, "from": USER, "chat_instance": text},
    {"data": text, "message": thing({"message_id": ID, "date": COUNT, "chat": CHAT})},
)

CHANGE = thing(
    {
        "chat": CHAT,
        "from": USER,
        "date": COUNT,
        "new_chat_member": thing({"status": one_of("member", "kicked", "left"), "user": USER}),
    }
)
