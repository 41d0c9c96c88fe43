"""How long the long proofs run."""

from __future__ import annotations

import pytest

FIGURE = "figure"


def soak_count(request: pytest.FixtureRequest, promised: int) -> int:
    """How many of what is promised are played: all, or fewer with `--soak-part 0.1`. Skipped unless asked for."""
    if "soak" not in str(request.config.option.markexpr):
        pytest.skip("pytest -m soak")
    return max(1, round(promised * float(request.config.getoption("--soak-part"))))
