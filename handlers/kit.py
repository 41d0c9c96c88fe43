"""What handlers work with: made once when the program starts, never changed."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from domain.concern_rules import ConcernRules, shipped_concerns
from domain.crisis import CrisisWords, shipped_crisis
from domain.crisis_cards import CrisisCards, shipped_cards
from domain.digest_rules import DigestRules, shipped_digest
from domain.faq import Faq, shipped_faq
from domain.follow_up_rules import Rules, shipped_rules
from domain.help_rules import HelpRules, shipped_help
from domain.hotlines import Hotlines, shipped_hotlines
from domain.ikm_rules import IkmRules, shipped_ikm
from domain.indicator_rules import Indicators, shipped_indicators
from domain.receipts import Issued
from domain.stage_rules import StageRules, shipped_stages
from domain.voice import Voice
from handlers.library import Library, Warm

STAFF = "staff"
HELP = "help"


def by_chance() -> int:
    """63 bits that nobody can foretell."""
    return secrets.randbits(63)


async def no_receipts() -> Issued:
    """Where no help bot runs, nobody gets a receipt."""
    raise LookupError("receipts are made where the help bot runs")


@dataclass(frozen=True)
class Kit:
    """The forms, the languages, the key that signs buttons, and where chance comes from.

    `bots` are the user names of both bots.
    """

    library: Library
    voices: Mapping[str, Voice]
    press_key: bytes
    token: Callable[[], str] = lambda: secrets.token_urlsafe(24)
    chance: Callable[[], int] = by_chance
    instance_id: Callable[[], str] = lambda: f"uuid:{uuid4()}"
    bots: Mapping[str, str] = field(default_factory=dict)
    warm: Warm = field(default_factory=Warm)
    rules: Rules = field(default_factory=shipped_rules)
    concerns: ConcernRules = field(default_factory=shipped_concerns)
    stages: StageRules = field(default_factory=shipped_stages)
    indicators: Indicators = field(default_factory=shipped_indicators)
    crisis: CrisisWords = field(default_factory=shipped_crisis)
    cards: CrisisCards = field(default_factory=shipped_cards)
    hotlines: Hotlines = field(default_factory=shipped_hotlines)
    help_rules: HelpRules = field(default_factory=shipped_help)
    faq: Faq = field(default_factory=shipped_faq)
    help_satker: str = ""  # who answers where nobody serves
    keys_are_copied: bool = False  # whether there is a copy of the case keys, which lives a little longer
    fresh_receipt: Callable[[], Awaitable[Issued]] = no_receipts
    ikm: IkmRules = field(default_factory=shipped_ikm)
    digest: DigestRules = field(default_factory=shipped_digest)
