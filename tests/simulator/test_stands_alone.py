"""The simulator needs aiohttp and nothing else; it knows no product and no Telegram library."""

import ast
import sys
from pathlib import Path

import simulator

ALLOWED = sys.stdlib_module_names | {"aiohttp", "simulator"}
FILES = sorted(Path(simulator.__file__).parent.glob("*.py"))


def test_imports_only_aiohttp_and_the_standard_library() -> None:
    assert {name for file in FILES for name in _imported(file)} <= ALLOWED


def test_files_are_short() -> None:
    assert {file.name for file in FILES if len(file.read_text().splitlines()) > 250} == set()


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
