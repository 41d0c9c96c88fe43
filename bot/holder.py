"""A name for this process, and whether another process on this machine is still alive.

Leases run out by themselves; knowing that their holder is dead only makes a restart quick. So it is said only when
it is certain: of a process of the same run of the same kernel, counted in the same numbers. Containers count anew:
the program is number 1 in each of them, and they may all have the same host name.
"""

from __future__ import annotations

import os
import secrets
import socket
from hashlib import blake2b
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
NUMBERING = Path("/proc/self/ns/pid")


def new_holder() -> str:
    """A name that no other process has, also not an earlier one with the same number."""
    return f"{socket.gethostname()}@{_counted_here()}/{os.getpid()}/{secrets.token_hex(8)}"


def is_dead(holder: str, ours: str) -> bool:
    """Whether this holder certainly works no more. Of what counts elsewhere nothing is known."""
    here, _, ours_there = ours.partition("/")
    there, _, theirs = holder.partition("/")
    number = theirs.partition("/")[0]
    if holder == ours or there != here or here.endswith("@") or not number.isdecimal():
        return False
    return number == ours_there.partition("/")[0] or not runs(int(number))


def _counted_here() -> str:
    """What tells this run of the kernel and this numbering of processes from all others; nothing where it is unknown.

    The number of a numbering is given anew only when all its processes are gone.
    """
    try:
        where = f"{BOOT.read_text('utf-8').strip()} {NUMBERING.readlink()}"
    except OSError:
        return ""
    return blake2b(where.encode(), digest_size=8).hexdigest()


def runs(process: int) -> bool:
    """Whether a process of this number runs here."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
