"""The counters counted anew from what was sent, by other means than the program's: bare XML, no form engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from defusedxml import ElementTree

from storage.store import Store

SUAR = "{urn:suar:xform}indikator"
Key = tuple[str, date, str]


async def recounted(store: Store, reports: Mapping[str, object]) -> Counter[Key]:
    """Every report's newest version, opened and counted."""
    sources = {(form.form, form.version): form.xml for form in await store.forms.all()}
    found: Counter[Key] = Counter()
    for number in reports:
        newest = (await store.submissions.versions(number))[-1]
        if newest.unit is not None:
            marks = _marks(sources[newest.form, newest.form_version])
            for indicator, value in _counts(newest.form, newest.instance.decode(), marks):
                found[newest.unit, newest.day, indicator] += value
    return Counter({key: value for key, value in found.items() if value})


def _marks(xform: str) -> dict[str, tuple[str, bool]]:
    """For each path: its indicator, and whether it is a choice."""
    root = ElementTree.fromstring(xform)
    chosen = {
        each.attrib["ref"]
        for each in root.iter()
        if each.tag.endswith(("}select", "}select1")) and "ref" in each.attrib
    }
    binds = [each for each in root.iter() if each.tag.endswith("}bind") and SUAR in each.attrib]
    return {each.attrib["nodeset"]: (each.attrib[SUAR].strip(), each.attrib["nodeset"] in chosen) for each in binds}


def _counts(form: str, instance: str, marks: Mapping[str, tuple[str, bool]]) -> Iterator[tuple[str, int]]:
    yield f"laporan.{form}", 1
    for path, text in _leaves(ElementTree.fromstring(instance), ""):
        if path in marks and text:
            name, is_choice = marks[path]
            yield from [(f"{name}.{each}", 1) for each in text.split()] if is_choice else [(name, int(float(text)))]


def _leaves(element: Any, above: str) -> Iterator[tuple[str, str]]:
    path = f"{above}/{element.tag.rpartition('}')[2]}"
    yield path, (element.text or "").strip()
    for child in element:
        yield from _leaves(child, path)
