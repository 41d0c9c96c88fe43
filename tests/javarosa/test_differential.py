"""Random answers over all built-in forms: relevance, acceptance and values are those of JavaRosa, step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest

from conversations.xform import read_form
from handlers.datasets import headers
from tests.forms_built_in.lists import LISTS
from tests.forms_built_in.playing import NAMES, looked_into, with_lists
from tests.javarosa.differences import REWRITTEN, harmless, reason
from tests.javarosa.replaying import Order, Told, Walk, differences, java, replay
from tests.soak import FIGURE, soak_count

ZONE = "Asia/Jakarta"
needs_java = pytest.mark.skipif(java() is None, reason="java and javac are not here: install default-jdk-headless")


def rewritten(xml: str) -> str:
    for what, instead, _ in REWRITTEN:
        xml = what.sub(instead, xml)
    return xml


def walks(folder: Path, count: int) -> list[tuple[str, Walk]]:
    """So many walks over each form, taken by us; what JavaRosa needs lies in the folder afterwards."""
    for name, rows in LISTS.items():
        (folder / name).write_text(dedent(rows).replace("        ", ""), "utf-8")
    found = []
    for name in NAMES:
        xml = rewritten(looked_into(name).xml)
        (folder / f"{name}.xml").write_text(xml, "utf-8")
        form = read_form(xml, headers())
        context = replace(with_lists(form), now=datetime.now(ZoneInfo(ZONE)))
        for seed in range(count):
            walk = Walk(form, context, seed)
            walk.go()
            found.append((name, walk))
    return found


def compare(folder: Path, count: int) -> tuple[list[str], Counter[str], Counter[str]]:
    """What nobody can explain, the reasons of the rest, and what was compared."""
    taken = walks(folder, count)
    orders = [[Order("form", str(folder / f"{name}.xml")), *walk.orders] for name, walk in taken]
    told = iter(replay([each for walk in orders for each in walk], folder, ZONE))
    unexplained: list[str] = []
    reasons: Counter[str] = Counter()  # of walks that parted
    compared: Counter[str] = Counter()
    for (name, walk), steps in zip(taken, orders, strict=True):
        theirs = [next(told) for _ in steps]
        _side_by_side(name, walk, list(zip(steps, walk.told, theirs, strict=True)), unexplained, reasons, compared)
    return unexplained, reasons, compared


def _side_by_side(
    name: str,
    walk: Walk,
    steps: list[tuple[Order, Told, Told]],
    unexplained: list[str],
    reasons: Counter[str],
    compared: Counter[str],
) -> None:
    for number, (order, ours, theirs) in enumerate(steps):
        compared[name] += 1
        compared["nodes"] += len(ours.nodes)
        found = [each for each in differences(order, ours, theirs) if not harmless(walk.form, each)]
        if found:
            why = next(filter(None, (reason(walk.form, order, each) for each in found)), None)
            if why is None:
                unexplained.append(f"{name}, step {number}, {order}: {found[:4]}")
            reasons[why or ""] += 1
            return


def check(folder: Path, count: int) -> Counter[str]:
    unexplained, _, compared = compare(folder, count)
    assert unexplained == [], "\n".join(unexplained)
    assert {name for name in NAMES if compared[name] > count * 8} == set(NAMES), (
        "a walk that parts early proves little"
    )
    return compared


@needs_java
def test_random_answers_over_all_built_in_forms_give_what_javarosa_gives(tmp_path: Path) -> None:
    assert check(tmp_path, 3)["nodes"] > 30_000


@needs_java
@pytest.mark.soak
def test_javarosa_soak(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    compared = check(tmp_path, soak_count(request, 60))
    request.node.user_properties.append((FIGURE, f"{compared['nodes']} nodes compared with JavaRosa"))
