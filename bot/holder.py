"""A name for this process, and whether another process on this machine is still alive.

Leases run out by themselves; knowing that their holder is dead only makes a restart quick.
"""

from __future__ import annotations

import os
import secrets
import socket


def new_holder() -> str:
    """A name that no other process has, also not an earlier one with the same number."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_dead(holder: str, ours: str) -> bool:
    """Whether this holder certainly works no more. Of other machines nothing is known."""
    host, _, rest = holder.partition("/")
    if holder == ours or host != ours.partition("/")[0]:
        return False
    number = rest.partition("/")[0]
    if not number.isdecimal():
        return False
    return int(number) == os.getpid() or not _runs(int(number))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
