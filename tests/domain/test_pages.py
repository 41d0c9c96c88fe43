"""The pages about this project name files, tests and functions that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
PAGES = (HERE / "CONTRIBUTING.md", HERE / "README.md", *(HERE / "docs").glob("*.md"))
OURS = ("bot", "conversations", "domain", "handlers", "reports", "scheduler", "simulator", "storage")
PACKAGES = (*OURS, "tests", "bench")


def sources(*within: str) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for name in within for path in (HERE / name).rglob("*.py")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = re.findall(rf"`((?:{'|'.join(PACKAGES)})/[\w./-]*\.\w+)", text)
    linked = [(page.parent / link).relative_to(HERE) for link in re.findall(r"\]\((?!https?:)([\w./-]+)", text)]
    assert [name for name in (*named, *linked) if not (HERE / name).exists()] == []


def test_every_test_that_proves_a_promise_is_there() -> None:
    tests = sources("tests")
    named = re.findall(
        r"`([\w/]*test_\w+\.py)(?:::(test_\w+))?…?`", (HERE / "docs" / "promises.md").read_text("utf-8")
    )
    assert len(named) > 30

    def is_there(file: str, test: str) -> bool:
        return any(str(path).endswith(f"/{file}") and f"def {test}" in text for path, text in tests.items())

    assert [each for each in named if not is_there(*each)] == []


def test_every_name_in_the_recipes_is_there() -> None:
    recipes = (HERE / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`(\w+)`(?: and [^`]*)? of\s`([\w/]+\.py)`", recipes)
    assert len(named) >= 4
    assert [each for each in named if each[0] not in (HERE / each[1]).read_text("utf-8")] == []
