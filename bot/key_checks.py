"""Whether the one copy of the case keys is what it should be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from storage.case_keys import CaseKeys
from storage.key_copies import Copy, NoCopy, gone_since, missing_in, open_copy
from storage.sealing import Keyring


async def look_at_copy(path: Path | None, keys: CaseKeys, keyring: Keyring, real: datetime) -> tuple[bool, str]:
    """Whether all is well, and a sentence."""
    if path is None:
        return True, "not kept: if the disk breaks, all help cases are lost; set SUAR_CASE_KEYS_COPY to keep one"
    try:
        copy = _read(path, keyring)
    except NoCopy as wrong:
        return False, str(wrong)
    return await _compare(copy, path, keys, real)


def _read(path: Path, keyring: Keyring) -> Copy:
    """Raises `NoCopy` with what to do."""
    try:
        return open_copy(path.read_bytes(), keyring)
    except FileNotFoundError:
        raise NoCopy(f"there is none at {path} yet: start suar run, which writes it") from None
    except OSError as failed:
        raise NoCopy(f"{path} cannot be read ({failed.strerror}): let it be yours") from None
    except NoCopy as wrong:
        raise NoCopy(f"{path} cannot be used: {wrong}") from None


async def _compare(copy: Copy, path: Path, keys: CaseKeys, real: datetime) -> tuple[bool, str]:
    now = await keys.content()
    if copy.content.identity != now.identity:
        return False, f"{path} is of another installation: name another file"
    gone = gone_since(copy, now.erasures)
    if gone:
        return False, f"{path} still holds the keys of {len(gone)} erased cases: start suar run, or delete the file"
    missing = missing_in(copy, now, real)
    if missing:
        return False, f"{path} lacks the keys of {len(missing)} cases: suar run writes it every hour; look at its log"
    return True, f"ok, of {copy.made_at:%Y-%m-%d %H:%M} UTC ({path})"
