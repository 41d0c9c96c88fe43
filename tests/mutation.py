"""By hand: a sample of the mutants of conversations/, and what the tests made of it. See docs/mutation.md.

    python -m tests.mutation draw 500 2 > sample.txt
    mutmut run --max-children 1 $(cat sample.txt)
    python -m tests.mutation score sample.txt

Inside mutmut's own pytest this file is a plugin.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from types import FrameType

import hypothesis
import pytest

MUTANTS = Path("mutants")
KILLED = (1, 2, 3, 24, 36, 152, 255, -9, -11, -24)  # what mutmut calls killed, timeout or segfault; 2: no import
SECONDS = 15  # a test that takes longer has met a mutant that goes round for ever
SLOW = (
    "test_looked_up_equals_tried",
    "test_r11_",
    "test_r15_",
    "test_every_call_gives_a_value_or_is_refused_with_its_place",
    "test_a_form_has_a_thousand_rows_and_twenty_thousand_choices_at_most",
    "test_nothing_that_people_type_raises_anything_but_a_refusal",
    "test_xml_of_a_million_elements_is_not_read",
    "test_lists_that_are_too_long_or_too_wide",
    "test_hundreds_of_patterns",
    "test_a_formula_that_looks_at_everything",
    "test_the_longest_list",
    "test_a_million_turns",
    "test_a_chain_of_a_thousand",
    "test_work_is_counted_anew",
    "test_noise_is_refused_with_its_place_or_is_an_expression",
    "test_the_calendar_can_be_leafed_through_for_years",
    "test_only_the_final_answers_count_not_the_way_to_them",
    "test_whatever_people_do_",
    "test_a_restart_gives_the_same_relevance_and_values",
    "test_the_same_step_from_the_same_state_gives_the_same",
)
ABOVE = ("conversations", "reports", "storage", "handlers", "scheduler", "bot", "tests.conversations")

# --- The sample ------------------------------------------------------------------------------------


def draw(mutants: Mapping[str, Sequence[str]], size: int, seed: int) -> list[str]:
    """So many of the mutants of all modules: of each module in proportion to what it has."""
    chance, total = random.Random(seed), sum(map(len, mutants.values()))
    shares = {module: size * len(names) / total for module, names in mutants.items()}
    counts = {module: int(share) for module, share in shares.items()}
    for module in sorted(shares, key=lambda each: (counts[each] - shares[each], each))[: size - sum(counts.values())]:
        counts[module] += 1
    return [
        name for module, names in sorted(mutants.items()) for name in chance.sample(sorted(names), counts[module])
    ]


def results() -> dict[str, dict[str, int | None]]:
    """How each mutant ended, by module."""
    found = sorted((MUTANTS / "conversations").rglob("*.meta"))
    return {str(each.relative_to(MUTANTS))[:-5]: json.loads(each.read_text())["exit_code_by_key"] for each in found}


def interval(killed: int, of: int) -> tuple[float, float]:
    """Wilson's interval of 95 %."""
    z, share = 1.96, killed / of
    middle, half = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def score(sample: Sequence[str]) -> Iterator[str]:
    ended = {name: (code, module) for module, names in results().items() for name, code in names.items()}
    killed = [name for name in sample if ended[name][0] in KILLED]
    low, high = interval(len(killed), len(sample))
    yield f"{len(killed)} of {len(sample)} killed: {len(killed) / len(sample):.1%} ({low:.1%} to {high:.1%})"
    yield f"how they ended: {dict(Counter(ended[name][0] for name in sample))}"
    drawn, dead = (Counter(ended[name][1] for name in names) for names in (sample, killed))
    yield from (f"{module}: {dead[module]} of {many}" for module, many in sorted(drawn.items()))
    yield from (f"left: {name}" for name in sample if name not in killed)


# --- Inside mutmut's pytest ------------------------------------------------------------------------


def pytest_sessionstart() -> None:
    """What is found by chance is found the same way each time and not made smaller. What was imported without the
    mutant is imported again with it: much of the engine is made of tables that are put together then."""
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutation", deadline=None, derandomize=True, phases=phases, database=None)
    hypothesis.settings.load_profile("mutation")
    sys.setrecursionlimit(4000)  # mutmut calls every function through three of its own
    if "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", ""):
        for name in [each for each in sys.modules if f"{each}.".startswith(tuple(f"{above}." for above in ABOVE))]:
            del sys.modules[name]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The quickest first; the slow ones not at all."""
    slow = [item for item in items if item.name.startswith(SLOW)]
    config.hook.pytest_deselected(items=slow)
    stats = Path("mutmut-stats.json")
    took = json.loads(stats.read_text())["duration_by_test"] if stats.exists() else {}
    items[:] = sorted((item for item in items if item not in slow), key=lambda item: took.get(item.nodeid, 0.0))
    config.stash[_IMPORTED] = _met()


_IMPORTED = pytest.StashKey[frozenset[str]]()


def _met() -> frozenset[str]:
    """The functions that mutmut has met since the last test."""
    from mutmut.state import state

    return frozenset(state()._stats)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What runs when modules are imported concerns every test."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        from mutmut.state import state

        state()._stats.update(item.config.stash[_IMPORTED])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """No test takes for ever. When mutmut finds out what each test runs, none uses what another one has made."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    pytest.fail("takes too long")


def _forget() -> None:
    """Forms are read once for many tests: here each test reads its own."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("conversations", "tests.conversations")):
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["draw", size, seed]:
            made = {module: list(names) for module, names in results().items()}
            print("\n".join(draw(made, int(size), int(seed))))
        case ["score", file]:
            print("\n".join(score(Path(file).read_text().split())))
        case _:
            sys.exit(__doc__)
