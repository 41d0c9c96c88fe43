"""What makers work with: they read the database, write files into a folder, and say how far they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.rules import digest_of, export_of, ikm_of, indicators_of, recap_of, rules_of, stages_of
from domain.digest_rules import DigestRules
from domain.export_rules import ExportRules
from domain.follow_up_rules import Rules
from domain.ikm_rules import IkmRules
from domain.indicator_rules import Indicators
from domain.orders import Order
from domain.recap import RecapRules
from domain.stage_rules import StageRules
from domain.voice import Voice, load_voices
from storage.database import Database


@dataclass(frozen=True)
class Source:
    """Where what is made comes from. The database is only read from, the folder is empty and for nobody else."""

    database: Database
    folder: Path
    voices: Mapping[str, Voice]
    rules: Rules
    stages: StageRules
    indicators: Indicators
    ikm: IkmRules
    export: ExportRules
    recap: RecapRules
    digest: DigestRules


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order: files, and what else is to be said about it (JSON)."""

    order: int
    files: tuple[Path, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


Tell = Callable[[int, int, int], Awaitable[None]]  # of an order: how much is done, and of how much
Make = Callable[[Source, Sequence[Order], Tell], AsyncIterator[Made]]


def source_of(database: Database, folder: Path, rules: Path | None) -> Source:
    """What makers work with, by the rules in this folder."""
    return Source(
        database,
        folder,
        load_voices(),
        rules_of(rules),
        stages_of(rules),
        indicators_of(rules),
        ikm_of(rules),
        export_of(rules),
        recap_of(rules),
        digest_of(rules),
    )
