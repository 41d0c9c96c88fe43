"""Secondary instances: the choice lists of a form, inside it or in files beside it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import regex

from conversations.markup import NotXml, read
from conversations.nodes import TEXT, Node, document
from conversations.problems import Problem
from domain.voice import phrase

MOST_CHOICES = 20_000  # in one list
MOST_CELLS = 400_000  # twenty columns of the longest list
_NAME = regex.compile(r"[^\W\d][\w.\-]*")
_ADDRESS = regex.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>]+)")
_BESIDE = regex.compile(r"jr://(?:file|file-csv|file-xml|images|audio|video)/")


def beside(address: str) -> str:
    """The name of the file that a jr:// address means: all files of a form lie in one folder."""
    return str(_BESIDE.sub("", address))


def files_of(xml: str) -> frozenset[str]:
    """The names of all files that an XForm refers to."""
    return frozenset(name.strip() for name in _ADDRESS.findall(xml))


def read_list(instance: Node, resources: Mapping[str, bytes]) -> Node:
    """A list of the form. Files are given by their jr:// address, or by their name."""
    source = instance.attribute("src")
    if not source:
        elements = [_plain(child) for child in instance.children if child.name != TEXT]
        return document(elements[0]) if elements else document(Node("root"))
    name = beside(source)
    content = resources.get(source, resources.get(name))
    if source.startswith("jr://instance/last-saved"):
        raise Problem("jawaban dari laporan sebelumnya (last-saved) tidak didukung", "Tanyakan lagi")
    if content is None:
        raise Problem("berkas {file} tidak ada", "Taruh berkasnya di samping formulir", file=name, place="choices")
    return from_file(name, content)


def from_file(name: str, content: bytes) -> Node:
    if name.endswith(".csv"):
        return from_rows(name, *_table(name, content))
    return _from_geojson(name, content) if name.endswith(".geojson") else _from_xml(name, content)


def from_rows(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    """A list made of rows."""
    root, cells = Node("root"), 0
    sound = [bool(_NAME.fullmatch(column)) for column in columns]
    for row in rows:
        if not any(row):
            continue
        item = root.add(Node("item"))
        for column, cell, is_sound in zip(columns, row, sound, strict=False):
            if is_sound:
                item.add(Node(column, text=cell))
        cells += len(item.children)
        _watch_size(name, root, cells)
    return document(root)


def columns_of(name: str, content: bytes) -> list[str]:
    """What a list tells of each of its items; nothing for a list that is empty and has no header."""
    if name.endswith(".csv"):
        return _table(name, content)[0]
    root = from_file(name, content).children[0]
    return list(dict.fromkeys(cell.name for item in root.children for cell in item.children))


def _watch_size(name: str, root: Node, cells: int = 0) -> None:
    if cells > MOST_CELLS:
        wrong = phrase("berkas {file} lebih dari {most} sel")
        raise Problem(wrong, "Hapus kolom yang tidak dipakai", file=name, most=MOST_CELLS)
    if len(root.children) > MOST_CHOICES:
        raise Problem("berkas {file} lebih dari {most} baris", "Perpendek daftarnya", file=name, most=MOST_CHOICES)


def _plain(node: Node) -> Node:
    twin = Node(node.name, None, node.string() if not _has_elements(node) else "")
    twin.attributes = tuple(Node(each.name, twin, each.stored) for each in node.attributes)
    for child in node.children:
        if child.name != TEXT:
            twin.add(_plain(child))
    return twin


def _has_elements(node: Node) -> bool:
    return any(child.name != TEXT for child in node.children)


# --- Files -----------------------------------------------------------------------------------------


def _from_xml(name: str, content: bytes) -> Node:
    try:
        made = read(content)
    except NotXml as broken:
        wrong = phrase("berkas {file} bukan XML yang benar: {why}")
        raise Problem(wrong, "Ekspor lagi berkasnya", file=name, why=str(broken)) from None
    _watch_size(name, made.children[0])
    return made


def _table(name: str, content: bytes) -> tuple[list[str], Iterator[list[str]]]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        wrong = phrase("berkas {file} tidak bisa dibaca sebagai teks")
        raise Problem(wrong, "Simpan lagi sebagai CSV UTF-8", file=name) from None
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t|", key=head.count))
    return [column.strip() for column in next(rows, [])], rows


def _from_geojson(name: str, content: bytes) -> Node:
    """Each feature is an item: its id, its properties, and its place as `geometry`."""
    try:
        features = json.loads(content)["features"]
        items = [_feature(each) for each in features]
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Problem("berkas {file} bukan GeoJSON yang benar", "Ekspor lagi berkasnya", file=name) from None
    root = Node("root")
    for item in items:
        root.add(item)
    _watch_size(name, root, sum(len(item.children) for item in items))
    return document(root)


def _feature(feature: Mapping[str, Any]) -> Node:
    item = Node("item")
    properties = feature.get("properties") or {}
    told = {"geometry": _geometry(feature["geometry"]), "id": feature.get("id", ""), **properties}
    for column, value in told.items():
        if _NAME.fullmatch(column):
            item.add(Node(column, text="" if value is None else str(value)))
    return item


def _geometry(geometry: Mapping[str, Any]) -> str:
    """As a form writes places: latitude first, a point after the other."""
    held = geometry["coordinates"]
    points = {"Point": [held], "LineString": held, "Polygon": held[0]}[geometry["type"]]
    return "; ".join(f"{point[1]} {point[0]} 0 0" for point in points)
