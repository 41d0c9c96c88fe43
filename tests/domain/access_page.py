"""The table of access as the page docs/access.md. `python -m tests.domain.access_page` writes it anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from domain.access import ACCESS, Action, Reach, Record
from domain.people import Role

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
HEAD = """\
# Who may see and do what

The one table is `domain/access.py`; what is not in it is denied. It is enforced in the queries of `storage/`
(`storage/reach.py`), so that what a person may not see does not leave the database. This page is written from the
table (`python -m tests.domain.access_page`), and `tests/storage/test_access.py` plays every role, territory, record
and action against the database.

*Own*: of this person themself (an agent's own clients, the author's own report). *Unit*, *satker*, *province*,
*nation*: all of it. *On duty*: whoever is on duty until one has taken the case, then that one; a colleague who
was asked may look, and what is not answered in time may be taken over. What an agent answers or has
answered, those on duty see as well. A unit belongs to the satker that serves it, wherever it lies. Whoever
has left sees nothing. Partners of a unit (village, police, army) have no account: nothing is shown to them.

Counts of people under 5 are hidden from bnnp and pusat, and the next smallest where totals would betray them
([why](decisions/0013-small-cells.md)). A petugas sees true counts. Of the survey nobody sees anything of fewer than
five who answered ([why](survey.md)).

"""


def page() -> str:
    """The whole page."""
    roles = list(Role)
    lines = ["| record | " + " | ".join(roles) + " |", "|---|" + "---|" * len(roles)]
    lines += [f"| {record} | " + " | ".join(_rights(role, record) for role in roles) + " |" for record in Record]
    return HEAD + "\n".join(lines) + "\n"


def _rights(role: Role, record: Record) -> str:
    rights: Mapping[Action, Reach] = ACCESS[role].get(record, {})
    return ", ".join(f"{action} {how_far}" for action, how_far in rights.items()) or "–"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
