"""The conversation in the README is one that really runs."""

from __future__ import annotations

import re
from pathlib import Path

from tests.transcript import Talk

README = Path(__file__).parents[2] / "README.md"


async def test_the_conversation_of_the_readme_really_runs(rina: Talk) -> None:
    found = re.search(r"```transcript\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert found is not None
    await rina.plays(found[1])
