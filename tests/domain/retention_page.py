"""The table of retention as the page docs/retention.md. `python -m tests.domain.retention_page` writes it anew."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from domain.help_rules import shipped_help
from domain.retention import Kept, retention

PAGE = Path(__file__).parents[2] / "docs" / "retention.md"
HEAD = """\
# How long what is kept

The one table is `domain/rules/retention.toml`: every table of the database and of the store of case keys stands in
it, or a test fails. The program reads its periods from there and forgets by itself, every hour
(`scheduler/retention.py`, `scheduler/help_line.py`, `scheduler/lookup_keys.py`). This page is written from it
(`python -m tests.domain.retention_page`).

Days of the help line are those that ship; an operator's own stand under `[keeping]` in the `help.toml` of
[`SUAR_RULES`](settings.md). The program relies on the others: they cannot be set. What Telegram counts (edits,
updates, deletions) goes by real time, the rest by people's.

Not in a table: backups are kept as long as their keeper likes, without the keys of help cases
([backups](backups.md)). The one copy of these keys is written anew within a minute of an erasure. The log holds no
words of anybody; how long it is kept is the operator's to set. What is deleted from SQLite is overwritten; PostgreSQL
does so in its own time.

No rule of BNN that we know names a period. Where it says *kept* there is a reason, not a permission: before real use
BNN decides how long reports about clients stay, also about whoever has withdrawn their consent.

| table | what | until when | why |
|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    rules = asdict(shipped_help().keeping)
    rows = [
        f"| `{name}` | {kept.what} | {_until(kept).format(**rules)} | {kept.why} |"
        for name, kept in retention().items()
    ]
    return HEAD + "\n".join(rows) + "\n"


def _until(kept: Kept) -> str:
    return f"{_spoken(kept.period)} {kept.until}" if kept.period is not None else kept.until


def _spoken(period: timedelta) -> str:
    hours = period // timedelta(hours=1)
    return f"{period.days} days" if hours % 24 == 0 and period.days > 2 else f"{hours} hours"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
