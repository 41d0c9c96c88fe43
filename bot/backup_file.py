"""A backup as a file: a line that says what it is, and blocks sealed under the keyring.

Each block is some rows as compressed JSON, sealed for its place in this very file: none can be changed, left out or
put elsewhere unnoticed. What the database has in the clear, such as the names of agents, is not in the clear here.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from storage.backups import Portion
from storage.sealing import Keyring, Shut

KIND = "suar backup"
VERSION = 1
PROBE = "backup.probe"
LONGEST_LINE = 10_000
SIZE_BYTES = 4
LEVEL = 1  # what is sealed cannot be made shorter; the rest can, quickly


class Unreadable(Exception):
    """The file is no backup that can be used here. The text says why, and what to do."""


@dataclass(frozen=True)
class Header:
    """What is said of a backup before its rows."""

    revision: str
    made_at: str
    rows: int
    keys_identity: int | None


class BackupWriter:
    """Writes a backup beside its name; it gets its name when it is whole."""

    def __init__(self, path: Path, header: Header, keyring: Keyring) -> None:
        self._path, self._keyring = path, keyring
        self._beside = path.with_name(path.name + ".part")
        probe = base64.b64encode(keyring.seal(b"", PROBE)).decode()
        line = json.dumps({"kind": KIND, "version": VERSION, "probe": probe, **asdict(header)}).encode() + b"\n"
        self._name, self._blocks = _name(line), 0
        self._file = os.fdopen(os.open(self._beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._file.write(line)

    def __enter__(self) -> BackupWriter:
        return self

    def add(self, portion: Portion) -> None:
        self._add({"table": portion.table, "columns": portion.columns, "rows": portion.rows})

    def end(self) -> int:
        """All rows are there. Gives the size of the file."""
        self._add({"end": True})
        self._file.flush()
        os.fsync(self._file.fileno())
        self._beside.replace(self._path)
        return self._path.stat().st_size

    def _add(self, content: dict[str, Any]) -> None:
        packed = zlib.compress(json.dumps(content).encode(), LEVEL)
        sealed = self._keyring.seal(packed, f"{self._name}.{self._blocks}")
        self._file.write(len(sealed).to_bytes(SIZE_BYTES, "big") + sealed)
        self._blocks += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()
        self._beside.unlink(missing_ok=True)  # there only when something went wrong


@dataclass(frozen=True)
class Backup:
    """A backup that can be read: how it begins, and how often you like."""

    path: Path
    header: Header
    keyring: Keyring

    def portions(self) -> Iterator[Portion]:
        """All rows, a block at a time. Raises `Unreadable` where the file is damaged, cut or longer."""
        with self.path.open("rb") as file:
            name = _name(file.readline())
            for number in count():
                held = self._block(file, f"{name}.{number}")
                if "end" in held:
                    if self._left(file):
                        raise self._damaged()
                    return
                yield Portion(held["table"], held["columns"], held["rows"])

    def _block(self, file: BinaryIO, place: str) -> dict[str, Any]:
        size = int.from_bytes(file.read(SIZE_BYTES), "big")
        if size > self._left(file):  # also no reason to ask for four gigabytes
            raise self._damaged()
        try:
            opened = self.keyring.open(file.read(size), place)
        except Shut:
            raise self._damaged() from None
        held: dict[str, Any] = json.loads(zlib.decompress(opened))
        return held

    def _damaged(self) -> Unreadable:
        return Unreadable(f"{self.path} is damaged or not whole: take another copy of it, or an older one.")

    def _left(self, file: BinaryIO) -> int:
        return self.path.stat().st_size - file.tell()


def open_backup(path: Path, keyring: Keyring) -> Backup:
    """Read how a backup begins. Raises `Unreadable`."""
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_LINE)
    except OSError as failed:
        raise Unreadable(f"{path} could not be read: {failed.strerror}.") from None
    held = _begins(path, line)
    try:
        keyring.open(base64.b64decode(held["probe"]), PROBE)
    except (Shut, ValueError):
        raise Unreadable(
            f"{path} is sealed under another keyring: set SUAR_KEYS to a copy of the one that it was made with."
        ) from None
    return Backup(path, Header(**{name: held[name] for name in Header.__dataclass_fields__}), keyring)


def _begins(path: Path, line: bytes) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads(line)
        version = held["version"] if held["kind"] == KIND else None
        if version == VERSION and not held.keys() >= {"probe", *Header.__dataclass_fields__}:
            version = None
    except (ValueError, KeyError, TypeError):
        version = None
    if version is None:
        raise Unreadable(f"{path} is no backup that suar backup made.")
    if version != VERSION:
        raise Unreadable(f"{path} was made by a later version of Suar: install that one.")
    return held


def _name(line: bytes) -> str:
    """What seals every block to this file and to how it begins."""
    return f"backup.{blake2b(line, digest_size=16).hexdigest()}"
