"""The key of one help case, what all keys of a store are together, and the key that chats are looked up by."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.sealing import NONCE, SHORTEST, WHO, Shut

MARK = 1  # the first byte of what is sealed, as the keyring has it
LEAST_MASK = 2**40
MASKS = 2**61


class CaseGone(Shut):
    """The key of a case is destroyed, or not here: nothing of the case can be read."""


@dataclass(frozen=True)
class CaseKey:
    """What seals a case. The place that something was sealed for is part of it, as with the keyring."""

    case: int
    key: bytes = field(repr=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)
    _mask: int = field(init=False, repr=False, compare=False)
    _staff_mask: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cipher", AESGCM(self.key))
        object.__setattr__(self, "_mask", self._mask_of(b"messages"))
        # The staff's own ids stand in the clear elsewhere: under the same mask they would tell it.
        object.__setattr__(self, "_staff_mask", self._mask_of(b"messages of staff"))

    def _mask_of(self, about: bytes) -> int:
        return LEAST_MASK + int.from_bytes(self.value(about)[:8], "big") % MASKS

    def seal(self, content: bytes, place: str) -> bytes:
        nonce = os.urandom(NONCE)
        return bytes([MARK]) + nonce + self._cipher.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises `Shut` for what was not sealed under this key for this place."""
        if len(sealed) < SHORTEST or sealed[0] != MARK:
            raise Shut(place)
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
        except InvalidTag:
            raise Shut(place) from None

    def mask(self, message_id: int, *, staff: bool = False) -> int:
        """Telegram's message id as the database may know it: in order, and nothing without the key. 0 stays 0."""
        return message_id + (self._staff_mask if staff else self._mask) if message_id else 0

    def unmask(self, masked: int, *, staff: bool = False) -> int:
        return masked - (self._staff_mask if staff else self._mask) if masked else 0

    def value(self, about: bytes) -> bytes:
        """A value that stands for something of this case, and for nothing once the key is gone."""
        return blake2b(about, key=self.key, digest_size=WHO).digest()


@dataclass(frozen=True)
class Generation:
    """A key under which the chats of the help bot are looked up, for a week."""

    number: int
    key: bytes = field(repr=False)
    made_at: datetime

    def hash(self, bot: str, chat: int) -> bytes:
        return blake2b(f"{bot}:{chat}".encode(), key=self.key, digest_size=WHO).digest()


@dataclass(frozen=True)
class Content:
    """All that a store holds, opened: what its one copy is made of. No key of an erased case is in it."""

    identity: int
    keys: Mapping[int, tuple[bytes, datetime]] = field(repr=False)
    generations: Sequence[Generation]
    erasures: Mapping[int, datetime]
