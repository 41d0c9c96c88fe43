"""Receipts: sixteen digits with which a family goes on from another phone. A slip in them is found.

No receipt is a NIK: its ninth digit is 2 to 9, where a NIK has the first digit of the month of birth. So a NIK that
is sent alone is never taken for a receipt, and `receipt_in` may be asked before the sieve of `domain.privacy`, which
stops every other number of sixteen digits. `is_nearly_receipt` tells a slip from a NIK, not from any other private
number: what it finds is not kept either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from domain.privacy import plain_signs

DIGITS = 16
MONTH_AT = 8  # where a NIK has the month of birth
RECEIPTS = 8 * 10**14  # how many there are: fourteen free digits, and eight at MONTH_AT

_BETWEEN = re.compile(r"[\s._\-\u2010-\u2015\u2212]")
_AMONG_WORDS = re.compile(rf"(?<!\d)(?=(\d(?:{_BETWEEN.pattern}{{0,3}}\d){{{DIGITS - 1}}})(?!\d))")
_NIK = re.compile(rf"\d{{{MONTH_AT}}}[01]\d{{7}}")

# Damm, 2004: which row the next digit leads to. No wrong digit and no swap of two neighbours leads to row 0.
_ROWS = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


# RFC 9106 recommends such sizes where memory is scarce; nobody tries faster than one a second anyway.
PASSES, MEMORY, DIGEST = 3, 64 * 1024, 32


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt and what is kept of it."""

    receipt: str = field(repr=False)
    digest: bytes


def digest_of(receipt: str, pepper: bytes) -> bytes:
    """What is kept of a receipt: Argon2id, salted with what only this installation has. Takes a tenth of a second."""
    hashing = Argon2id(salt=pepper, length=DIGEST, iterations=PASSES, lanes=1, memory_cost=MEMORY)
    return hashing.derive(receipt.encode())


def new_receipt(chance: int) -> str:
    """A receipt drawn by a random number below `RECEIPTS`; what is beyond it begins anew."""
    rest, month = divmod(chance % RECEIPTS, 8)
    digits = f"{rest:014d}"
    digits = f"{digits[:MONTH_AT]}{month + 2}{digits[MONTH_AT:]}"
    return f"{digits}{_row_after(digits)}"


def receipt_in(text: str) -> str | None:
    """The receipt that this text is, with spaces, dots or dashes or without; None if it holds anything else."""
    digits = _digits(text)
    return digits if len(digits) == DIGITS and not _NIK.fullmatch(digits) and not _row_after(digits) else None


def holds_receipt(text: str) -> bool:
    """Whether a receipt seems to stand in this text, beside other words. By chance, one number in ten looks so."""
    return any(receipt_in(found[1]) for found in _AMONG_WORDS.finditer(plain_signs(text)))


def is_nearly_receipt(text: str) -> bool:
    """Whether this is a receipt with a slip in it: a wrong digit, one that is missing, or one too many."""
    digits = _digits(text)
    is_long_enough = DIGITS - 1 <= len(digits) <= DIGITS + 1
    return is_long_enough and not _NIK.fullmatch(digits) and receipt_in(digits) is None


def spoken(receipt: str) -> str:
    """The receipt as it is shown and read out: 4821 9073 1156 2840."""
    return " ".join(receipt[at : at + 4] for at in range(0, DIGITS, 4))


def _digits(text: str) -> str:
    """The digits of a text that is nothing but digits; empty if it is not."""
    found = _BETWEEN.sub("", plain_signs(text))
    return found if found.isdecimal() else ""


def _row_after(digits: str) -> int:
    return reduce(lambda row, digit: int(_ROWS[row][int(digit)]), digits, 0)
