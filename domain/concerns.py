"""What needs somebody's attention: what was to happen and did not, whoever's work it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.follow_up import next_checkin
from domain.follow_up_rules import CHECK_IN, Rules


class Kind(StrEnum):
    """Kinds of it. How urgent each is stands in `rules/escalation.toml`."""

    HELP = "help"  # families wait longer than they were promised
    REFERRAL = "referral"  # nobody knows whether a client arrived
    CHECK_IN = "checkin"  # a client was not met, more than once
    DECREE = "sk"  # the decree of a unit ends, or has ended
    UNIT = "unit"  # a unit reports nothing
    AGENT = "agent"  # an agent cannot be written to
    REPORT = "report"  # reports that nobody has looked at


@dataclass(frozen=True, slots=True)
class Concern:
    """One of them. Codes, names of places and of people who work here; no words of anybody.

    `since` is the day on which it should have been done, for a decree the day on which it ends.
    """

    kind: Kind
    satker: str
    since: date
    unit: str = ""  # its code and its name; empty for what is of a whole satker
    unit_name: str = ""
    subject: int = 0  # the client, or the agent
    about: str = ""  # the code of the client, or the name of the agent
    number: str = ""  # of the report that it follows from
    count: int = 1  # of check-ins, families or reports

    @property
    def key(self) -> str:
        """The same as long as it is the same matter: for another referral of a client it is another one."""
        return f"{self.kind}:{self.number or self.subject or self.unit or self.satker}"


def most_urgent_first(concerns: Iterable[Concern], order: Iterable[Kind]) -> list[Concern]:
    """By their kinds, and then the oldest first."""
    ranks = {kind: rank for rank, kind in enumerate(order)}
    return sorted(concerns, key=lambda each: (ranks[each.kind], each.since, each.key))


def check_in_tasks(rules: Rules) -> frozenset[str]:
    """The tasks that come again and again while a client is accompanied."""
    return frozenset(rule.plan for rule in rules.rules if rule.cadence == CHECK_IN)


def missed_check_ins(rules: Rules, opened: date, first_due: date, today: date) -> int:
    """How many were to be by now, since one was planned for that day and is still open."""
    every = timedelta(days=rules.cadences[CHECK_IN][-1].every_days)
    missed, day = 0, first_due
    while day < today:
        missed += 1
        day = next_checkin(rules, opened, day) or day + every
    return missed
