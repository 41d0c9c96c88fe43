"""Noticing that somebody writes a name. Only phrases that announce one are known: "namanya Budi", "nama: Budi".

A name cannot be recognised reliably, so what is found raises a question and stops nothing, and what is not found may
hold a name all the same. A phrase counts only when it is followed by something that can be a name: "namanya lupa" and
"nama baik keluarga" announce none. What cannot be one stands in no_names.txt.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

NO_NAMES = Path(__file__).parent / "no_names.txt"

_RELATION = (
    r"(?:anak|adik|kakak|abang|suami|istri|isteri|bapak|ayah|ibu|mama|papa|paman|om|tante|bibi|keponakan|sepupu"
    r"|saudara|teman|tetangga|pacar|cucu|menantu|ipar|mantan)"
)
_WHOSE = r"(?:saya|sy|kami|aku|ku|gue|gw|dia|beliau)"
_OWN = r"(?:my|his|her|their|our|the)"

_ANNOUNCED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # nama: …, nama lengkapnya = …, nama anak saya: …, name: …
        r"\b(?:nama|name)[a-z]{0,4}(?: [a-z]+){0,3} ?[:=] ?(?P<name>[^\W\d]+)",
        # namanya …, namaku adalah …, nama dia …
        rf"\bnama(?: ?ny[ae]?| ?ku| ?q| {_WHOSE}| lengkap(?:nya)?| panggilan(?:nya)?)"
        r"(?: adalah| ialah| yaitu| itu| tuh)? (?P<name>[^\W\d]+)",
        # nama anak saya …, nama suaminya …
        rf"\bnama {_RELATION}(?: ?nya| ?ku| {_WHOSE})(?: adalah| ialah| yaitu| itu)? (?P<name>[^\W\d]+)",
        # bernama …
        r"\bbernama (?P<name>[^\W\d]+)",
        # anak saya si …, suamiku, si …
        rf"\b{_RELATION}(?:ku|nya| {_WHOSE}),? si (?P<name>[^\W\d]+)",
        # his name is …, my son's name is …, a man named …
        rf"\b{_OWN}(?: [a-z]+['’]s)? name(?: is|['’]s) (?P<name>[^\W\d]+)",
        r"\bnamed (?P<name>[^\W\d]+)",
    )
]
_CAPITAL = re.compile(r"(?<!atas )(?<!demi )\b[Nn]ama (?P<name>[A-Z][a-z]+)")  # nama Budi, umur 17


def names_somebody(text: str) -> bool:
    """Whether a phrase in this text announces a name, so that it is worth a question."""
    flat = " ".join(text.split())
    found = (found["name"] for pattern in (*_ANNOUNCED, _CAPITAL) for found in pattern.finditer(flat))
    return any(name.lower() not in _no_names() for name in found)


@cache
def _no_names() -> frozenset[str]:
    return frozenset(NO_NAMES.read_text("utf-8").split())
