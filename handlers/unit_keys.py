"""How a button names a unit: by the digits of its code, which no list can shift."""

from __future__ import annotations


def key_of_unit(code: str) -> int:
    return int(code.replace(".", ""))


def unit_of_key(key: int) -> str:
    digits = f"{key:010}"
    return ".".join((digits[:2], digits[2:4], digits[4:6], digits[6:]))
