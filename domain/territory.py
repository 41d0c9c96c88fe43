"""Territory codes of the Ministry of Home Affairs (Kemendagri), and the time zone of each province.

Codes: Kepmendagri 300.2.2-2430/2025: `PP`, `PP.KK`, `PP.KK.CC`, `PP.KK.CC.DDDD`. Zones: Keppres 41/1987.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
VILLAGE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}", re.ASCII)

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

PROVINCES_WIB = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "61",
        "62",
    ]
)
PROVINCES_WITA = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
PROVINCES_WIT = frozenset(["81", "82", "91", "92", "93", "94", "95", "96"])
PROVINCES = PROVINCES_WIB | PROVINCES_WITA | PROVINCES_WIT


def is_code(code: str) -> bool:
    """Whether this is a code of a province, a kabupaten or kota, a kecamatan, or a desa or kelurahan."""
    return bool(CODE.fullmatch(code)) and code[:2] in PROVINCES


def is_village(code: str) -> bool:
    """Whether this is the code of a desa or kelurahan, such as 19.04.03.2004."""
    return bool(VILLAGE.fullmatch(code)) and code[:2] in PROVINCES


def zone_of(code: str | None) -> ZoneInfo:
    """The time zone of a place. Whoever belongs to no place (pusat) lives by Jakarta's clock."""
    province = (code or "")[:2]
    if province in PROVINCES_WITA:
        return WITA
    if province in PROVINCES_WIT:
        return WIT
    return WIB


def zone_name(zone: ZoneInfo) -> str:
    """WIB, WITA or WIT."""
    return ZONE_NAMES[zone.key]
