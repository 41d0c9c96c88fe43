"""What `suar doctor` says of the help line: numbers that nobody has checked for long, texts that nobody has signed,
satkers in which nobody can answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.rules import cards_of, faq_of, hotlines_of
from bot.settings import Settings
from domain.hotlines import CHECKED_EVERY, stale
from storage.store import Store

MOST_NAMED = 5


async def lines_of_help(settings: Settings, store: Store, today: date) -> list[str]:
    """A sentence for each thing that wants an eye; nothing of it stops Suar."""
    return [
        *await _old_lines(settings, store, today),
        *_unsigned(settings),
        *await _nobody(store),
    ]


async def _old_lines(settings: Settings, store: Store, today: date) -> list[str]:
    kept = [f"{line.name} ({satker})" for satker, line in await store.hotlines.unchecked_since(today - CHECKED_EVERY)]
    shipped = [line.name["en"] for line in stale(hotlines_of(settings.rules).every, today)]
    said = []
    if kept:
        said.append(
            f"hotlines: not checked for {CHECKED_EVERY.days} days: {_named(kept)}; ask their petugas to try them"
        )
    if shipped:
        said.append(f"hotlines: of those that ship, not checked for {CHECKED_EVERY.days} days: {_named(shipped)}")
    return said or ["hotlines: ok, all were checked lately"]


def _unsigned(settings: Settings) -> list[str]:
    """Texts for the public want BNN's or a clinician's sign-off before real use."""
    cards = cards_of(settings.rules).unsigned
    topics = [topic for topic in faq_of(settings.rules).topics if not topic.reviewed_by]
    if not cards and not topics:
        return ["texts for families: ok, all are signed"]
    return [
        f"texts for families: {len(cards)} cards of danger and {len(topics)} answers are signed by nobody "
        "(reviewed_by in crisis_cards.toml and faq.toml): have BNN look at them before real use"
    ]


async def _nobody(store: Store) -> list[str]:
    """Satkers that have no petugas: a case that goes there is read by nobody."""
    empty = [satker.code for satker in await store.places.satkers() if not await store.duty.has_officers(satker.code)]
    return [f"help line: no petugas works at {_named(empty)}: who asks there is read by nobody"] if empty else []


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
