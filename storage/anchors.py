"""The anchors of the audit: a file outside the database that says how long the chain was, and its link, day by day.

Lines are only added: moment, count, link, and an HMAC of these three.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from storage.chain import Broken
from storage.sealing import Keyring

PURPOSE = "audit anchor"  # of the key that is derived from the keyring


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the chain had come at a moment."""

    at: datetime
    count: int
    link: bytes

    def line(self, key: bytes) -> str:
        said = f"{self.at.isoformat()} {self.count} {self.link.hex()}"
        return f"{said} {hmac.digest(key, said.encode(), 'sha256').hex()}"


class Anchors:
    """The file of the anchors."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        self.path = path
        self._key = keyring.derived(PURPOSE)

    def read(self) -> list[Anchor]:
        """All of them; none where there is no file. Raises `Broken` where a line is not one of ours."""
        try:
            lines = self.path.read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        anchors = [self._anchor(number, line) for number, line in enumerate(lines, 1)]
        for number, (before, after) in enumerate(pairwise(anchors), 2):
            if after.count < before.count:
                raise Broken(f"At line {number} of {self.path} the audit was shorter than before: rows were cut off.")
        return anchors

    def add(self, anchor: Anchor) -> None:
        """Add one, and see it on the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as file:
            # A line that a power cut left half written stays apart from the next one.
            begin = b"" if _ends_well(file.fileno()) else b"\n"
            file.write(begin + anchor.line(self._key).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _anchor(self, number: int, line: str) -> Anchor:
        try:
            at, count, link, _ = line.split(" ")
            anchor = Anchor(datetime.fromisoformat(at), int(count), bytes.fromhex(link))
        except ValueError:
            anchor = None
        if anchor is None or not hmac.compare_digest(anchor.line(self._key).encode(), line.encode()):
            raise Broken(f"Line {number} of {self.path} is not as it was written: put back its backup copy.")
        return anchor


def _ends_well(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def by_count(anchors: Sequence[Anchor]) -> dict[int, list[Anchor]]:
    """The anchors by how long the chain was."""
    found: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        found.setdefault(anchor.count, []).append(anchor)
    return found


def compare(anchors: Sequence[Anchor], count: int, link: bytes) -> None:
    """What the anchors say of the chain when it was so long. Raises `Broken`."""
    for anchor in anchors:
        if not hmac.compare_digest(anchor.link, link):
            raise Broken(
                f"The audit up to row {count} is another than on {anchor.at:%Y-%m-%d %H:%M %Z}: it was written anew."
            )


def compare_end(anchors: Sequence[Anchor], count: int) -> None:
    """Whether the chain is as long as it was. Raises `Broken`."""
    longest = max(anchors, key=lambda anchor: anchor.count, default=None)
    if longest is not None and longest.count > count:
        raise Broken(
            f"The audit ends at row {count}, but had {longest.count} rows on {longest.at:%Y-%m-%d %H:%M %Z}: "
            f"the last {longest.count - count} are missing (after an older backup was restored, this is so)."
        )
