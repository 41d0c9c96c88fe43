"""The one copy of the case keys, as it is written to another disk: sealed under the keyring as a whole.

It holds the keys of cases, the lookup keys and the list of erasures. Once a case is erased the next copy takes the
place of this one, so that no old copy can bring its key back.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.case_key import Content, Generation
from storage.sealing import Keyring, Shut

FIRST_WORDS = b"SUAR CASE KEYS"
FIRST_LINE = FIRST_WORDS + b" 1\n"  # the version
PLACE = "case_keys.copy"
STALE = timedelta(hours=2)  # the copy is written anew every hour at least


class NoCopy(Exception):
    """This is no copy of case keys that can be used. The text says why."""


@dataclass(frozen=True)
class Copy:
    """What a copy holds, and when it was made (real time)."""

    content: Content
    made_at: datetime


def seal_copy(content: Content, keyring: Keyring, now: datetime) -> bytes:
    """The copy as it is written."""
    held = {
        "made_at": now.isoformat(),
        "identity": content.identity,
        "keys": [[case, _text(key), made.isoformat()] for case, (key, made) in content.keys.items()],
        "generations": [[each.number, _text(each.key), each.made_at.isoformat()] for each in content.generations],
        "erasures": [[case, at.isoformat()] for case, at in content.erasures.items()],
    }
    return FIRST_LINE + keyring.seal(json.dumps(held).encode(), PLACE)


def open_copy(written: bytes, keyring: Keyring) -> Copy:
    """Read what was written. Raises `NoCopy`."""
    if not written.startswith(FIRST_LINE):
        raise NoCopy("it is no copy of case keys of this version; name another file")
    try:
        held = json.loads(keyring.open(written.removeprefix(FIRST_LINE), PLACE))
    except Shut:
        raise NoCopy("it is damaged, or sealed under another keyring") from None
    return Copy(_content(held), datetime.fromisoformat(held["made_at"]))


def _content(held: dict[str, Any]) -> Content:
    return Content(
        held["identity"],
        {case: (_bytes(key), datetime.fromisoformat(made)) for case, key, made in held["keys"]},
        [Generation(number, _bytes(key), datetime.fromisoformat(made)) for number, key, made in held["generations"]],
        {case: datetime.fromisoformat(at) for case, at in held["erasures"]},
    )


def gone_since(copy: Copy, erased: Collection[int]) -> set[int]:
    """The cases that were erased, but whose keys the copy still holds."""
    return copy.content.keys.keys() & set(erased)


def missing_in(copy: Copy, now: Content, real: datetime) -> set[int]:
    """The cases whose keys the copy should hold by now, and does not."""
    due = {case for case, (_, made) in now.keys.items() if made < real - STALE}
    return due - copy.content.keys.keys()


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
