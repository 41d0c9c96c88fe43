"""The chain of the audit: every row is sealed together with all that came before it. Pure."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

START = bytes(sha256().digest_size)  # the link before the first row


class Broken(Exception):
    """The audit is not as it was written. The text says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the audit, as the database holds it: after somebody was at it, with anything in it."""

    number: Any
    at: Any  # microseconds since 1970
    actor: Any
    action: Any
    record: Any
    subject: Any
    link: Any = b""


def link_of(key: bytes, before: bytes, entry: Entry) -> bytes:
    """What seals a row and all before it. Raises `TypeError` for what no row of ours holds."""
    said = [entry.number, entry.at, entry.actor, entry.action, entry.record, entry.subject]
    return hmac.digest(key, before + json.dumps(said).encode(), "sha256")


class Walk:
    """Goes along the chain from its first row on, and stops where it is broken."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.number = 0
        self.link = START

    def on(self, entry: Entry) -> None:
        """Take the next row. Raises `Broken`."""
        due = self.number + 1
        if entry.number != due:
            raise Broken(_out_of_line(due, entry.number))
        if not self._fits(entry):
            raise Broken(f"Row {due} of the audit was changed, or put there by somebody else.")
        self.number, self.link = due, entry.link

    def _fits(self, entry: Entry) -> bool:
        try:
            return hmac.compare_digest(link_of(self._key, self.link, entry), entry.link)
        except (TypeError, ValueError):  # a kind of value that no row of ours holds
            return False


def _out_of_line(due: int, found: Any) -> str:
    if isinstance(found, int) and found > due:
        last = found - 1
        return (
            f"Row {due} of the audit is missing."
            if last == due
            else f"Rows {due} to {last} of the audit are missing."
        )
    return f"The audit has a row {found!r} that does not belong in it, before row {due}."
