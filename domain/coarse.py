"""Figures about people for those who may not open the records, where hiding small counts in one table is not enough.

How many clients there are on a day, and how many have not relapsed after three and after six months, can be reckoned
up against other tables: what is shown of them is so coarse that nobody gets at a single one (decision 13).
"""

from __future__ import annotations

from domain.digest import percent
from domain.small_cells import alone

STEP = 10
FEWEST = 30  # people in a share that is shown: three of them are one step


def about(count: int) -> int | None:
    """So many, to the nearest ten; nothing where there are few."""
    return (count + STEP // 2) // STEP * STEP if count >= STEP else None


def share(part: int, whole: int) -> int | None:
    """So many of a hundred, to the nearest ten; nothing where there are few."""
    found = percent(part, whole) if whole >= FEWEST else None
    return None if found is None else (found + STEP // 2) // STEP * STEP


def share_of_work(part: int, whole: int) -> int | None:
    """How much of a hundred of what people who work here had to do was done; nothing where it was little."""
    return percent(part, whole) if alone(whole) is not None else None
