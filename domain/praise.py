"""What went well in a period: said first, before anything is asked for. Never that somebody did not relapse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from domain.digest import CHECK_INS, IN_TIME, REPORTS, UNITS_THAT_REPORTED, Digest, Level, Part, change
from domain.digest_rules import DigestRules, Kind

ALL = 100  # of a hundred


@dataclass(frozen=True, slots=True)
class Praise:
    """Something that went well: where (a name, or nothing for the whole), of what, and how much."""

    kind: Kind
    where: str = ""
    what: str = ""
    amount: int = 0


def praise(rules: DigestRules, digest: Digest) -> list[Praise]:
    """What is praised, the best first: one of a kind, as many as the rules want."""
    found: list[Praise] = []
    for kind, least in rules.praise.items():
        best = max(_FINDERS[kind](rules, digest, least), key=lambda each: each.amount, default=None)
        if best is not None and not (found and kind is Kind.REPORTS):  # that is for when there is nothing more
            found.append(best)
    return found[: rules.most_praise]


def _in_time(_rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    """A unit that did all its check-ins in time, and for how many periods in a row."""
    for part in _units(digest):
        if part.now.get(IN_TIME) == ALL and (part.now.get(CHECK_INS) or 0) >= least:
            yield Praise(Kind.IN_TIME, part.name, amount=max(part.streak, 1))


def _all_reported(_rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    whole = digest.whole
    if digest.scope.level is not Level.UNIT and whole.units >= least and not whole.silent:
        yield Praise(Kind.ALL_REPORTED, amount=whole.units)


def _back(_rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    for part in _units(digest):
        if part.now.get(REPORTS) and part.reported_before is not None:
            away = (digest.period.since - part.reported_before).days
            if away >= least:
                yield Praise(Kind.BACK, part.name, amount=away)


def _goal(_rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    whole = digest.whole
    for stage, goal in (whole.goals or {}).items():
        if goal >= least and whole.units_in(stage) >= goal:
            yield Praise(Kind.GOAL, what=stage, amount=goal)


def _more(rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    for figure in rules.rising:
        rise = change(digest.whole, figure)
        if rise is not None and rise >= least:
            yield Praise(Kind.MORE, what=figure, amount=rise)


def _reports(_rules: DigestRules, digest: Digest, least: int) -> Iterator[Praise]:
    what = REPORTS if REPORTS in digest.whole.now else UNITS_THAT_REPORTED
    amount = digest.whole.now.get(what) or 0
    if amount >= least:
        yield Praise(Kind.REPORTS, what=what, amount=amount)


def _units(digest: Digest) -> tuple[Part, ...]:
    """Where single units are looked at: overseers see what units did only added up."""
    if digest.scope.level is Level.UNIT:
        return (digest.whole,)
    return digest.parts if digest.scope.level is Level.SATKER else ()


_FINDERS: Mapping[Kind, Callable[[DigestRules, Digest, int], Iterator[Praise]]] = {
    Kind.IN_TIME: _in_time,
    Kind.ALL_REPORTED: _all_reported,
    Kind.BACK: _back,
    Kind.GOAL: _goal,
    Kind.MORE: _more,
    Kind.REPORTS: _reports,
}
