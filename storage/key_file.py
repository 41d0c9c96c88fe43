"""The file of the keyring, changed: a key is added, and keys that nothing needs any more are taken out."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing import Keyring, KeyringError, load_keyring, write_keyring

HIGHEST = 255  # a key is known by one byte
LEARNED = timedelta(hours=1)  # by then every program that runs seals with the newest key


def add_key(path: Path) -> int:
    """Add a key to the keyring file, which is the newest from now on. Gives its number. Raises `KeyringError`."""
    with _alone(path) as (keyring, at):
        number = keyring.newest + 1
        if number > HIGHEST:
            raise KeyringError(f"SUAR_KEYS: {path} has had {HIGHEST} keys; no number is left for another.")
        _put(Keyring({**keyring.keys, number: AESGCM.generate_key(256)}, keyring.lookup, keyring.press), at)
        return number


def drop_keys(path: Path, numbers: Collection[int]) -> None:
    """Take keys out of the keyring file. Raises `KeyringError`."""
    with _alone(path) as (keyring, at):
        kept = {number: key for number, key in keyring.keys.items() if number not in numbers}
        _put(Keyring(kept, keyring.lookup, keyring.press), at)


def not_learned_for(path: Path) -> timedelta:
    """How long from now on a program may still seal with a key that is not the newest of this file."""
    return LEARNED - timedelta(seconds=time.time() - path.stat().st_mtime)


@contextmanager
def _alone(path: Path) -> Iterator[tuple[Keyring, Path]]:
    """The keyring, while nobody else changes its file. Killed in between, it is as it was before."""
    at = path.resolve()  # what a link leads to is written anew, not the link
    try:
        folder = os.open(at.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield load_keyring(at), at
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as failed:
        raise KeyringError(f"SUAR_KEYS: {path} cannot be written anew ({failed.strerror}).") from None


def _put(keyring: Keyring, at: Path) -> None:
    beside = at.with_name(f"{at.name}.new")
    beside.unlink(missing_ok=True)  # of a rotation that was killed
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        write_keyring(keyring, file)
    beside.replace(at)
