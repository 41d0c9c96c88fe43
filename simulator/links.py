"""What Telegram finds in any text by itself: commands, mentions, hashtags, addresses, phone numbers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .utf16 import utf16_length

Entity = dict[str, Any]

# Most texts have none of these signs and need no search at all.
HINT = re.compile(r"[/@#$+.]")

FOUND = re.compile(
    r"""
    (?P<email>(?<![\w.+-])[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,})
  | (?P<url>\b(?:https?|tg)://[^\s<>"]*[^\s<>".,:;!?)\]'»“”]
        | (?<![\w@./-])(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|io|me|id|dev|app|info)\b
          (?:/[^\s<>"]*[^\s<>".,:;!?)\]'])?)
  | (?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/]))
  | (?P<mention>(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}\b)
  | (?P<hashtag>(?<![\w#])\#\w*[^\W\d]\w*)
  | (?P<cashtag>(?<![\w$])\$[A-Z]{1,8}\b)
  | (?P<phone_number>(?<![\w+])\+\d[\d\ ()-]{6,18}\d\b)
    """,
    re.VERBOSE,
)

# Inside these nothing else is looked for.
CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def find_links(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    if not HINT.search(text):
        return []
    closed = [(one["offset"], one["offset"] + one["length"]) for one in taken if one["type"] in CLOSED]
    return [entity for entity in _all(text) if not any(_overlap(entity, span) for span in closed)]


def _all(text: str) -> Iterator[Entity]:
    for found in FOUND.finditer(text):
        kind = found.lastgroup
        offset = utf16_length(text[: found.start()])
        yield {"type": kind, "offset": offset, "length": utf16_length(found.group())}


def _overlap(entity: Entity, span: tuple[int, int]) -> bool:
    return bool(entity["offset"] < span[1] and span[0] < entity["offset"] + entity["length"])
