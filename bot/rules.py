"""The rules that Suar goes by: those that ship with it, or the operator's in their place."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.settings import BadSetting
from domain import (
    concern_rules,
    crisis,
    crisis_cards,
    digest_rules,
    export_rules,
    faq,
    follow_up_rules,
    help_rules,
    hotlines,
    ikm_rules,
    indicator_rules,
    recap,
    stage_rules,
)
from domain.concern_rules import ConcernRules
from domain.crisis import CrisisWords
from domain.crisis_cards import CrisisCards
from domain.digest_rules import DigestRules
from domain.export_rules import ExportRules
from domain.faq import Faq
from domain.follow_up_rules import Rules
from domain.help_rules import HelpRules
from domain.hotlines import Hotlines
from domain.ikm_rules import IkmRules
from domain.indicator_rules import Indicators
from domain.recap import RecapRules
from domain.rule_tables import BadRules
from domain.stage_rules import StageRules

T = TypeVar("T")


def rules_of(folder: Path | None) -> Rules:
    """The rules of follow-up. Raises `BadSetting` with what is wrong in which file, as the others do."""
    return _read(folder, follow_up_rules.SHIPPED, follow_up_rules.read_rules)


def concerns_of(folder: Path | None) -> ConcernRules:
    """What needs attention, and who is told."""
    return _read(folder, concern_rules.SHIPPED, concern_rules.read_concerns)


def stages_of(folder: Path | None) -> StageRules:
    """What the stages of units mean."""
    return _read(folder, stage_rules.SHIPPED, stage_rules.read_stages)


def indicators_of(folder: Path | None) -> Indicators:
    """Which indicators are shown."""
    return _read(folder, indicator_rules.SHIPPED, indicator_rules.read_indicators)


def digest_of(folder: Path | None) -> DigestRules:
    """What digests show and praise."""
    return _read(folder, digest_rules.SHIPPED, digest_rules.read_digest)


def faq_of(folder: Path | None) -> Faq:
    """What families ask, and our answers."""
    return _read(folder, faq.SHIPPED, faq.read_faq)


def help_rules_of(folder: Path | None) -> HelpRules:
    """By when families are answered, and what happens when they are not."""
    return _read(folder, help_rules.SHIPPED, help_rules.read_help)


def crisis_of(folder: Path | None) -> CrisisWords:
    """Which words point to danger to life."""
    return _read(folder, crisis.SHIPPED, crisis.read_crisis)


def cards_of(folder: Path | None) -> CrisisCards:
    """What is shown when they do."""
    return _read(folder, crisis_cards.SHIPPED, crisis_cards.read_cards)


def hotlines_of(folder: Path | None) -> Hotlines:
    """Which lines work in all of Indonesia."""
    return _read(folder, hotlines.SHIPPED, hotlines.read_hotlines)


def ikm_of(folder: Path | None) -> IkmRules:
    """How the satisfaction survey becomes an index."""
    return _read(folder, ikm_rules.SHIPPED, ikm_rules.read_ikm)


def export_of(folder: Path | None) -> ExportRules:
    """What of the reports goes out in files."""
    return _read(folder, export_rules.SHIPPED, export_rules.read_export)


def recap_of(folder: Path | None) -> RecapRules:
    """What the recap of a unit counts, and how often is often."""
    return _read(folder, recap.SHIPPED, recap.read_recap)


def _read(folder: Path | None, shipped: Path, read: Callable[[str], T]) -> T:
    theirs = folder / shipped.name if folder is not None else shipped
    path = theirs if theirs.exists() else shipped
    try:
        rules: T = _understood(read, path.read_text("utf-8-sig"))
    except BadRules as bad:
        raise BadSetting(f"SUAR_RULES, {path.name}: {bad}") from None
    except UnicodeDecodeError:
        raise BadSetting(f"SUAR_RULES, {path.name} is not UTF-8: save it anew as plain text in UTF-8.") from None
    return rules


@lru_cache(maxsize=16)  # the words of danger alone take a third of a second, and most programs read what ships
def _understood(read: Callable[[str], T], text: str) -> T:
    return read(text)
