"""When somebody who asked for help may be written to. Pure: the moment is a local one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from domain.help_rules import Quiet

ANY_TIME, HOURS, NEVER = "kapan_saja", "jam", "jangan"  # the answers to “hubungi” of the form
Span = tuple[time, time]


def spans_of(told: Mapping[str, str], quiet: Quiet) -> tuple[Span, ...]:
    """The hours in which messages are welcome: those that were chosen, or else all but the quiet ones."""
    if told.get("hubungi") == HOURS:
        chosen = tuple(_span(name) for name in told.get("jam", "").split())
        if chosen:
            return chosen
    return ((quiet.until, quiet.since),)


def not_before(told: Mapping[str, str], quiet: Quiet, wrote: datetime, local: datetime) -> datetime | None:
    """When somebody may be told of something; None: now. `wrote` is when they wrote last: then they are awake."""
    if local - wrote <= timedelta(minutes=quiet.awake_minutes):
        return None
    spans = spans_of(told, quiet)
    if any(_holds(span, local.time()) for span in spans):
        return None
    return min(_next(span, local) for span in spans)


def _span(name: str) -> Span:
    """`jam_06_10` is from six to ten."""
    _, since, until = name.split("_")
    return time(int(since)), time(int(until) % 24)


def _holds(span: Span, now: time) -> bool:
    since, until = span
    return since <= now < until if since < until else now >= since or now < until


def _next(span: Span, local: datetime) -> datetime:
    begins = datetime.combine(local.date(), span[0], local.tzinfo)
    return begins if begins > local else begins + timedelta(days=1)
