"""The codes that stand for clients, such as K-7Q4-2F: nothing in them tells of a person, and a slip is found."""

from __future__ import annotations

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs, a prime: without 0, 1, I, L and O, which look alike
SHORTEST, LONGEST = 4, 12  # random signs
BEGINS = "K"

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]")
_CODE = re.compile(f"{BEGINS}([{ALPHABET}]{{{SHORTEST + 1},{LONGEST + 1}}})")


def new_code(chance: int, length: int = SHORTEST) -> str:
    """A code of so many random signs, drawn from a random number of 63 bits. Take more signs when codes run out."""
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"a code has {SHORTEST} to {LONGEST} random signs, not {length}")
    signs = ""
    for _ in range(length):
        chance, at = divmod(chance, len(ALPHABET))
        signs += ALPHABET[at]
    return _spelled(signs + _check(signs))


def read_code(text: str) -> str | None:
    """The code that somebody wrote, in its own spelling; None if there is none with these signs."""
    found = _CODE.fullmatch(_BETWEEN.sub("", text).upper())
    return _spelled(found[1]) if found and not _weighed(found[1]) else None


def is_nearly_code(text: str) -> bool:
    """Whether somebody wrote a code with a slip in it: the signs are those of a code, and do not fit together."""
    found = _CODE.fullmatch(_BETWEEN.sub("", text).upper())
    return found is not None and bool(_weighed(found[1]))


def _spelled(signs: str) -> str:
    return f"{BEGINS}-{signs[:3]}-{signs[3:]}"


def _check(signs: str) -> str:
    return ALPHABET[-_weighed(signs + ALPHABET[0]) % len(ALPHABET)]


def _weighed(signs: str) -> int:
    """Zero for a right code. Each place has a weight of its own, so that neither a wrong sign nor swap gives zero."""
    return sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(reversed(signs), 1)) % len(ALPHABET)
