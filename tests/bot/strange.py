"""Strange updates: drawn from all that the Bot API knows, and good ones with something broken in them."""

from __future__ import annotations

import copy
import json
import types
from collections.abc import Callable
from datetime import datetime
from functools import cache
from random import Random
from typing import Any, Literal, Union, get_args, get_origin

from aiogram.types import TelegramObject, Update

Json = dict[str, Any]

CANARY = "Kenarianeh"
DEEPEST = 4
NUMBERS = (0, 1, -1, 7_000_000_001, -100_500, 2**31, 2**52, 2**63, -(2**63), 2**70, 10**30)
TEXTS = (
    "", " ", CANARY, "halo", "/lapor", "/start", "/start x", "/start\u2003", "/", "/@", "/MENU@siapa hai",
    "\u202eterbalik", "سلام", "👩‍👩‍👧‍👦🏳️‍🌈", "Z̴̭̑a̷l̶g̸o̵", "a\u0000b", "\ufffe\uffff", "\U0010ffff\ue000", "\ud800",
    "\udfff lain", "'; DROP TABLE drafts; --", "<b>&amp;</b", "{name} %s ${aman}", "½ ٣ ௧", "1904 0345 0190 0001",
    "0813-7771-2345", "99999999999999999999", "31/02/0000", "-0", "\n\n\n", "\u200b\u2060", "mm" * 2048, "🌊" * 4096,
)  # fmt: skip
# Rare, because they are long: what would take the time of ten thousand others.
LONG = (CANARY * 10_000, "0 " * 3000)


def nested(depth: int) -> Any:
    inner: Any = CANARY
    for level in range(depth):
        inner = [inner] if level % 2 else {CANARY: inner}
    return inner


JUNK = (
    None,
    True,
    False,
    0.5,
    float("inf"),
    float("nan"),
    [],
    {},
    [[]],
    {"": {}},
    [None],
    nested(40),
    *NUMBERS,
    *TEXTS,
)
FAR_TOO_DEEP = 3000


def junk(dice: Random) -> Any:
    """Something fresh each time: what is broken later must not change what comes after it."""
    if dice.random() < 0.001:
        return dice.choice((*LONG, nested(FAR_TOO_DEEP)))
    return copy.deepcopy(dice.choice(JUNK))


# --- Drawn from the Bot API ----------------------------------------------------------------------


@cache
def fields_of(kind: type[TelegramObject]) -> tuple[tuple[str, Any, bool], ...]:
    """The fields of one of Telegram's types: name, annotation, and whether it is always there."""
    return tuple(
        (field.alias or name, field.annotation, field.is_required()) for name, field in kind.model_fields.items()
    )


KINDS = tuple((name, annotation) for name, annotation, required in fields_of(Update) if not required)


def drawn(dice: Random, number: int, chats: list[int]) -> Json:
    """Some kind of update, with all that belongs to it and something of what may; now and then junk instead."""
    kind, annotation = dice.choice(KINDS if dice.random() < 0.7 else KINDS[:2])
    made = _value(annotation, dice, chats, 0)
    return {"update_id": number, kind: made}


def _value(annotation: Any, dice: Random, chats: list[int], depth: int) -> Any:
    if dice.random() < 0.01:
        return junk(dice)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _value(
            dice.choice([each for each in get_args(annotation) if each is not type(None)]), dice, chats, depth
        )
    if origin is list:
        return [_value(get_args(annotation)[0], dice, chats, depth + 1) for _ in range(dice.randrange(3))]
    if origin is Literal:
        return dice.choice(get_args(annotation))
    if not isinstance(annotation, type):
        return junk(dice)
    if issubclass(annotation, TelegramObject):
        return _object(annotation, dice, chats, depth)
    if issubclass(annotation, bool):
        return dice.random() < 0.5
    if issubclass(annotation, int | datetime):
        return dice.randrange(2**31)
    if issubclass(annotation, float):
        return dice.random()
    return dice.choice(TEXTS) if issubclass(annotation, str) else junk(dice)


def _object(kind: type[TelegramObject], dice: Random, chats: list[int], depth: int) -> Json:
    made = {
        name: _value(annotation, dice, chats, depth + 1)
        for name, annotation, required in fields_of(kind)
        if required or (depth < DEEPEST and dice.random() < 0.12)
    }
    if kind.__name__ == "Chat":
        made |= dice.choice([{"id": dice.choice(chats), "type": "private"}, {"type": "supergroup"}, {}])
    return made


# --- Good ones, broken ---------------------------------------------------------------------------


def broken(dice: Random, number: int, good: Json) -> Json:
    """A good update with one to three things taken away, or with something else in their place."""
    made = copy.deepcopy(good) | {"update_id": number}
    for _ in range(dice.randint(1, 3)):
        places = list(_places(made))
        if places:
            inside, key = dice.choice(places)
            if dice.random() < 0.3:
                del inside[key]
            else:
                inside[key] = junk(dice)
    made["update_id"] = number
    return made


def _places(inside: Any) -> list[tuple[Any, Any]]:
    keys = list(inside) if isinstance(inside, dict) else range(len(inside)) if isinstance(inside, list) else ()
    found: list[tuple[Any, Any]] = []
    for key in keys:
        found += [(inside, key), *(_places(inside[key]) if not _is_deep(inside[key]) else ())]
    return found


def _is_deep(value: Any) -> bool:
    """Whether it is one of the nests above, which nobody can walk through."""
    while isinstance(value, list | dict) and len(value) == 1:
        value = next(iter(value.values())) if isinstance(value, dict) else value[0]
    return value is CANARY


def with_any_text(dice: Random, number: int, good: Json) -> Json:
    """A good one with other words in it: what the program reads well, and then has to make something of."""
    made = json.loads(json.dumps(good)) | {"update_id": number}
    for kind, name in (("message", "text"), ("edited_message", "text"), ("callback_query", "data")):
        if kind in made:
            made[kind][name] = dice.choice(TEXTS)
    return made


WAYS: tuple[Callable[..., Json], ...] = (broken, broken, with_any_text)


def strange(dice: Random, number: int, good: list[Json], chats: list[int]) -> Json:
    """One strange update."""
    if dice.random() < 0.5:
        return drawn(dice, number, chats)
    return dice.choice(WAYS)(dice, number, dice.choice(good))
