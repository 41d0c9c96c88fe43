"""Finding the cases of a collection, however it was unpacked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conversations.tables import KINDS
from conversations.xlsform import compile_here

Case = dict[str, Any]


def files(folder: Path, name: str) -> list[Path]:
    """Every file of this name, at any depth: the nearest first."""
    return sorted(folder.rglob(name), key=lambda path: (len(path.parts), path))


def lines(path: Path) -> Iterator[tuple[str, Case]]:
    """The cases of a file, each with a name by which it can be found again. A line that is no case is one too:
    it has no keys, so that it fails."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.strip():
            case = _read(line)
            yield str(case.get("id") or f"line {number:04d}"), case


def _read(line: str) -> Case:
    try:
        case = json.loads(line)
    except ValueError:
        return {}
    return case if isinstance(case, dict) else {}


def form_of(folder: Path, name: str) -> str:
    """The XForm that a case names: as it is, already compiled, or compiled now."""
    forms = folder / "forms"
    for path in (forms / name, forms / f"{name}.compiled.xml", forms / f"{name}.xml"):
        if path.is_file() and path.suffix == ".xml":
            return path.read_text("utf-8")
    path = forms / name
    kind = path.suffix.removeprefix(".")
    if not path.is_file() or kind not in KINDS:
        raise FileNotFoundError(f"there is no form {name}")
    return compile_here(path.read_bytes(), kind, path.stem).xml
