"""Referrals: a client is sent to a place of help, and somebody asks whether they arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

SENT = "dikirim"
UNDECIDED = (SENT, "diterima")  # nobody knows yet whether the client came
COME = {"ya": "datang", "tidak": "tidak_datang"}  # where a report says no more than whether they arrived


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral. `number` is that of its report; `facility` is empty where the place is not on the list."""

    number: str
    client: int
    unit: str
    kind: str
    facility: str
    day: date


@dataclass(frozen=True, slots=True)
class News:
    """What was heard of a referral on a day. `number` is that of the report that says so."""

    number: str
    referral: str
    status: str
    arrived: str
    day: date
    at: datetime

    @property
    def tells(self) -> str:
        """How the referral stands, as far as this tells; empty when nothing is known yet."""
        return self.status or COME.get(self.arrived, "")


def newest(news: Iterable[News]) -> News | None:
    """What was heard last, by the day on which it was so."""
    return max(news, key=lambda each: (each.day, each.at, each.number), default=None)


def standing(sent: date, news: Iterable[News]) -> tuple[str, date]:
    """How a referral that was sent that day stands, and since when."""
    last = newest(each for each in news if each.tells)
    return (last.tells, last.day) if last is not None else (SENT, sent)
