"""Sealing: what is kept on disk cannot be read, moved to another row, or told apart without the keyring."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16
SHORTEST = 1 + NONCE + TAG
WHO = 16
SEALING_KEY = 32
HASHING_KEY = range(16, 65)
Who = bytes  # a chat, as the database knows it: a keyed hash of bot and chat id


class KeyringError(Exception):
    """The keyring cannot be used. The text says what to do."""


class Shut(Exception):
    """A sealed value cannot be opened: wrong key, or moved from its place, or changed."""


class Seals(Protocol):
    """Seals something for a place, such as "drafts.state.17", and opens what was sealed for it."""

    def seal(self, content: bytes, place: str) -> bytes: ...

    def open(self, sealed: bytes, place: str) -> bytes: ...


@dataclass(frozen=True)
class Keyring:
    """Seals with the newest key, and opens with any. A key is known by one byte."""

    keys: Mapping[int, bytes]
    lookup: bytes
    press: bytes
    _ciphers: dict[int, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ciphers", {number: AESGCM(key) for number, key in self.keys.items()})

    @property
    def newest(self) -> int:
        return max(self.keys)

    def seal(self, content: bytes, place: str) -> bytes:
        """Seal for one place, such as "drafts.state.17": moved elsewhere it stays shut."""
        nonce = os.urandom(NONCE)
        number = self.newest
        return bytes([number]) + nonce + self._ciphers[number].encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Open what was sealed for this place. Raises `Shut` for anything else."""
        cipher = self._ciphers.get(sealed[0]) if len(sealed) >= SHORTEST else None
        if cipher is None:
            raise Shut(place)
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
        except InvalidTag:
            raise Shut(place) from None

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, which stays as long as the keyring does."""
        return blake2b(purpose.encode(), key=self.press, digest_size=SEALING_KEY).digest()

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
    try:
        return _read_keyring(json.loads(path.read_bytes()))
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: the keyring {path} cannot be read ({failed.strerror}).") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise KeyringError(
            f"SUAR_KEYS: the keyring {path} is damaged. Put back its backup copy; a new one cannot open old rows."
        ) from None


def _read_keyring(held: dict[str, Any]) -> Keyring:
    keys = {int(number): base64.b64decode(key) for number, key in held["keys"].items()}
    lookup, press = base64.b64decode(held["lookup"]), base64.b64decode(held["press"])
    sound = keys and all(number in range(256) and len(key) == SEALING_KEY for number, key in keys.items())
    if not sound or not all(len(key) in HASHING_KEY for key in (lookup, press)):
        raise ValueError("keys of the wrong size")
    return Keyring(keys, lookup, press)


def save_keyring(keyring: Keyring, path: Path) -> None:
    """Write a keyring that only this user can read. Never overwrites one. Raises `KeyringError`."""
    held = {
        "keys": {str(number): _text(key) for number, key in keyring.keys.items()},
        "lookup": _text(keyring.lookup),
        "press": _text(keyring.press),
    }
    try:
        _make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyringError(f"SUAR_KEYS: there is a keyring at {path} already; it is never overwritten.") from None
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: no keyring can be made at {path} ({failed.strerror}).") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
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
