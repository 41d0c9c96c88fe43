"""The satisfaction index (IKM, Permenpan-RB 14/2017): exact until it is rounded, and graded after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from domain.ikm_rules import UNSUR, Grade, IkmRules

MOST = 4  # the best mark; 3 is "baik"
SCALE = 25  # from 1–4 to 25–100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people answered, and what their marks add up to, by unsur."""

    respondents: int = 0
    sums: tuple[int, ...] = (0,) * UNSUR

    def __add__(self, other: Tally) -> Tally:
        sums = tuple(one + another for one, another in zip(self.sums, other.sums, strict=True))
        return Tally(self.respondents + other.respondents, sums)


@dataclass(frozen=True, slots=True)
class Ikm:
    """An index with its grade, and the mean mark of each unsur (NRR)."""

    index: Decimal
    grade: Grade
    means: tuple[Fraction, ...]


def ikm(rules: IkmRules, tally: Tally) -> Ikm:
    """The index of at least one respondent."""
    return of_means(rules, [Fraction(each, tally.respondents) for each in tally.sums])


def of_means(rules: IkmRules, means: Sequence[Fraction]) -> Ikm:
    """The index of these mean marks: weighted, added up (NI), and brought to 25–100."""
    index = rounded(sum((mean * rules.weight for mean in means), Fraction()) * SCALE)
    grade = next(grade for grade in rules.grades if Fraction(index) >= grade.since)
    return Ikm(index, grade, tuple(means))


def of_all(rules: IkmRules, mark: int) -> Ikm:
    """The index where everybody gives this mark to everything."""
    return of_means(rules, [Fraction(mark)] * UNSUR)


def lowest(means: Sequence[Fraction], count: int = 2) -> list[int]:
    """The places of the lowest means; none of those that are as high as can be."""
    ordered = sorted(range(len(means)), key=lambda at: means[at])
    return [at for at in ordered[:count] if means[at] < MOST]


def rounded(number: Fraction) -> Decimal:
    """Two decimals, half up."""
    return Decimal(floor(number * 100 + Fraction(1, 2))).scaleb(-2)
