"""The file of the one copy of the case keys: never two at a time, and nothing left of an earlier one where the disk
lets us."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.key_copies import FIRST_WORDS

ZEROS = 1 << 20


def writer_of(path: Path) -> Callable[[bytes], None]:
    """Writes the copy here."""

    def write(content: bytes) -> None:
        write_copy(path, content)

    return write


def write_copy(path: Path, content: bytes) -> None:
    """Put this in the place of the file: one or the other is there, whole, whenever the power fails.

    The bytes of the earlier one are overwritten where they lie. A disk that writes elsewhere instead (an SSD, a file
    system with snapshots) may keep them until it needs the room; without the keyring nobody can read them. Raises
    `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _in_turn(path.parent) as folder:
        beside = path.with_name(path.name + ".part")
        earlier = _open_earlier(path)
        _write(beside, content)
        beside.replace(path)
        if earlier is not None:
            os.fsync(folder)  # or else a power cut could bring back the earlier one, overwritten
            with earlier:
                _overwrite(earlier)


@contextmanager
def _in_turn(folder: Path) -> Iterator[int]:
    """The folder, while nobody else writes there: the program runs while a command erases somebody, and both copy."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened
    finally:
        os.close(opened)


def _open_earlier(path: Path) -> BinaryIO | None:
    """The earlier copy. Raises `OSError` for anything else that is there, such as the very store of the keys."""
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return None
    if file.read(len(FIRST_WORDS)) not in {FIRST_WORDS, b""}:
        file.close()
        raise FileExistsError(errno.EEXIST, "there is something else at that path", str(path))
    file.seek(0)
    return file


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _overwrite(file: BinaryIO) -> None:
    left = os.fstat(file.fileno()).st_size
    while left > 0:
        left -= file.write(bytes(min(left, ZEROS)))
    file.flush()
    os.fsync(file.fileno())
