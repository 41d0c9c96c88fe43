"""The upstream cases, where they lie beside the project: most must pass, and the rest is on a list with reasons."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conformance import scenarios, walks, xpath
from tests.conformance.tally import Tally

CASES = Path(os.environ.get("SUAR_XFORM_CASES", Path(__file__).parents[3] / "shared" / "xlsform-cases"))
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the conformance cases are not at {CASES}")


def _share(tally: Tally) -> float:
    return tally.passed / (tally.passed + len(tally.failed))


@needs_cases
def test_expressions_agree_with_the_other_engines() -> None:
    odk = xpath.run(CASES)[0]
    assert _share(odk) >= 0.99, "\n".join(odk.report())


@needs_cases
def test_whole_forms_behave_as_in_web_forms() -> None:
    (played,) = scenarios.run(CASES)
    assert _share(played) >= 0.98, "\n".join(played.report())


@needs_cases
def test_walks_over_real_forms_agree_with_javarosa() -> None:
    _, states = walks.run(CASES)
    assert _share(states) >= 0.985, "\n".join(states.report())
