"""The upstream cases, where they lie beside the project: most must pass, and the rest is on a list with reasons."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep

import pytest

from tests.conformance import scenarios, walks, xpath
from tests.conformance.tally import Tally

CASES = Path(os.environ.get("SUAR_XFORM_CASES", Path(__file__).parents[3] / "shared" / "xlsform-cases"))
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"the conformance cases are not at {CASES}")


@needs_cases
def test_expressions_agree_with_the_other_engines() -> None:
    odk = xpath.run(CASES)[0]
    assert odk.share >= 0.995, "\n".join(odk.report())


@needs_cases
def test_whole_forms_behave_as_in_web_forms() -> None:
    (played,) = scenarios.run(CASES)
    assert played.share >= 0.99, "\n".join(played.report())


@needs_cases
def test_walks_over_real_forms_agree_with_javarosa() -> None:
    _, values, relevance, acceptance = walks.run(CASES)
    assert values.share >= 0.995, "\n".join(values.report())
    assert relevance.share == acceptance.share == 1.0, "\n".join([*relevance.report(), *acceptance.report()])


def test_a_case_that_breaks_hangs_or_is_no_case_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "held" / "xpath").mkdir(parents=True)
    (tmp_path / "held" / "xpath" / "docs.json").write_text('{"d": "<a/>"}')
    good = '{"id": "%s", "expr": "%s", "doc": "d", "context": "/", "kind": "number", "expected": 2, "novelty": 1}'
    cases = [good % ("g1", "1 + 1"), "{ broken", good % ("bad", "explode("), good.replace('"d"', '"e"') % ("x", "2")]
    cases += ["", good % ("g2", "2"), good.replace("number", "colour") % ("k", "2")]
    (tmp_path / "held" / "xpath" / "cases.jsonl").write_text("\n".join(cases))
    (odk,) = xpath.run(tmp_path)
    assert odk.passed == 2
    assert set(odk.failed) == {"line 0001", "bad", "x", "k"}


def test_a_case_is_stopped_after_its_time() -> None:
    tally = Tally("sleepers")
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr("tests.conformance.tally.SECONDS", 0.05)
        tally.attempt("one", lambda: sleep(5))
    assert "stopped after" in tally.failed["one"]


def test_a_missing_collection_is_no_success(tmp_path: Path) -> None:
    assert [tally.line[:12] for tally in (*scenarios.run(tmp_path), *walks.run(tmp_path)[:1])] == [
        "scenarios: 0",
        "walks: 0 of ",
    ]
