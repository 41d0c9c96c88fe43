"""Sealing: what is kept on disk cannot be read, moved to another row, or told apart without the keyring."""

from __future__ import annotations

import base64
import json
import os
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, TextIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16
SHORTEST = 1 + NONCE + TAG
WHO = 16
SEALING_KEY = 32
DERIVED = 32
HASHING_KEY = range(16, 65)
LOOK_EVERY = 5.0  # seconds, while only sealing: a program that opens nothing learns of a new key by then
Who = bytes  # a chat, as the database knows it: a keyed hash of bot and chat id


class KeyringError(Exception):
    """The keyring cannot be used. The text says what to do."""


class Shut(Exception):
    """A sealed value cannot be opened: wrong key, or moved from its place, or changed."""


class Seals(Protocol):
    """Seals something for a place, such as "drafts.state.17", and opens what was sealed for it."""

    def seal(self, content: bytes, place: str) -> bytes: ...

    def open(self, sealed: bytes, place: str) -> bytes: ...


class KeyFile:
    """The file of a keyring, and how it looked when it was read last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read = _looks(path)
        self._next_look = time.monotonic() + LOOK_EVERY

    @property
    def is_to_be_looked_at(self) -> bool:
        return time.monotonic() >= self._next_look

    def again(self) -> Keyring | None:
        """The keyring as it is now. None where nothing was written, or nothing can be read; that is tried again."""
        self._next_look = time.monotonic() + LOOK_EVERY
        now = _looks(self.path)
        if now == self._read:
            return None
        try:
            fresh = load_keyring(self.path)
        except KeyringError:
            return None
        self._read = now
        return fresh


@dataclass(frozen=True)
class Keyring:
    """Seals with the newest key, and opens with any. A key is known by one byte.

    A keyring of a file learns by itself of keys that were added to it: at once when it is to open something that was
    sealed under one, or else within `LOOK_EVERY`.
    """

    keys: dict[int, bytes]
    lookup: bytes
    press: bytes
    file: KeyFile | None = field(default=None, repr=False, compare=False)
    _ciphers: dict[int, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ciphers", {number: AESGCM(key) for number, key in self.keys.items()})

    @property
    def newest(self) -> int:
        return max(self._ciphers)

    def seal(self, content: bytes, place: str) -> bytes:
        """Seal for one place, such as "drafts.state.17": moved elsewhere it stays shut."""
        if self.file is not None and self.file.is_to_be_looked_at:
            self.learn()
        nonce = os.urandom(NONCE)
        number = self.newest
        return bytes([number]) + nonce + self._ciphers[number].encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this place. Raises `Shut` for anything else."""
        cipher = self._cipher(sealed[0]) if len(sealed) >= SHORTEST else None
        if cipher is None:
            raise Shut(place)
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
        except InvalidTag:
            raise Shut(place) from None

    def _cipher(self, number: int) -> AESGCM | None:
        if number not in self._ciphers:
            self.learn()
        return self._ciphers.get(number)

    def learn(self) -> None:
        """Take up the keys that were added to the file. Those that were taken out of it still open."""
        fresh = self.file.again() if self.file is not None else None
        if fresh is not None and (fresh.lookup, fresh.press) == (self.lookup, self.press):
            for number in fresh.keys.keys() - self.keys.keys():
                self.keys[number] = fresh.keys[number]
                self._ciphers[number] = AESGCM(fresh.keys[number])

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose. It stays the same when the keyring is rotated."""
        return blake2b(purpose.encode(), key=self.press, digest_size=DERIVED, person=b"suar derived").digest()

    def who(self, bot: str, chat: int) -> Who:
        """A chat as the database knows it. Without the key nobody can test a guess."""
        return blake2b(f"{bot}:{chat}".encode(), key=self.lookup, digest_size=WHO).digest()


def new_keyring() -> Keyring:
    """A keyring with fresh keys."""
    return Keyring({1: AESGCM.generate_key(256)}, os.urandom(32), os.urandom(32))


def has_keyring(path: Path) -> bool:
    """Whether there is anything at this path. Raises `KeyringError`."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: {path} cannot be looked at ({failed.strerror}).") from None
    return True


def load_keyring(path: Path) -> Keyring:
    """Read a keyring file. Raises `KeyringError` with the remedy."""
    file = KeyFile(path)  # how it looked before it was read: what is written meanwhile is seen as new
    try:
        return _read_keyring(json.loads(path.read_bytes()), file)
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: the keyring {path} cannot be read ({failed.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringError(
            f"SUAR_KEYS: the keyring {path} is damaged. Put back its backup copy; a new one cannot open old rows."
        ) from None


def _looks(path: Path) -> tuple[int, int, int]:
    """What tells one file from another that took its place."""
    try:
        now = path.stat()
    except OSError:
        return (0, 0, 0)
    return (now.st_ino, now.st_mtime_ns, now.st_size)


def _read_keyring(held: dict[str, Any], file: KeyFile) -> Keyring:
    keys = {int(number): base64.b64decode(key) for number, key in held["keys"].items()}
    lookup, press = base64.b64decode(held["lookup"]), base64.b64decode(held["press"])
    sound = keys and all(number in range(256) and len(key) == SEALING_KEY for number, key in keys.items())
    if not sound or not all(len(key) in HASHING_KEY for key in (lookup, press)):
        raise ValueError("keys of the wrong size")
    return Keyring(keys, lookup, press, file)


def save_keyring(keyring: Keyring, path: Path) -> None:
    """Write a keyring that only this user can read. Never overwrites one. Raises `KeyringError`."""
    try:
        _make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyringError(f"SUAR_KEYS: there is a keyring at {path} already; it is never overwritten.") from None
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: no keyring can be made at {path} ({failed.strerror}).") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        write_keyring(keyring, file)


def write_keyring(keyring: Keyring, file: TextIO) -> None:
    """Write a keyring into an open file, and see it on the disk."""
    held = {
        "keys": {str(number): _text(key) for number, key in keyring.keys.items()},
        "lookup": _text(keyring.lookup),
        "press": _text(keyring.press),
    }
    json.dump(held, file, indent=1)
    file.flush()
    os.fsync(file.fileno())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise KeyringError(f"SUAR_KEYS: {folder} is a file, not a folder.") from None


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
