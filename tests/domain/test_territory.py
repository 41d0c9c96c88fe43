"""Codes of places, and the clock that people live by."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Person, Role, Unit
from domain.territory import PROVINCES, WIB, WIT, WITA, is_code, is_village, zone_name, zone_of
from domain.timing import next_morning

PROVINCE_ZONES = {
    "Aceh 11": "WIB", "Sumatera Utara 12": "WIB", "Sumatera Barat 13": "WIB", "Riau 14": "WIB", "Jambi 15": "WIB",
    "Sumatera Selatan 16": "WIB", "Bengkulu 17": "WIB", "Lampung 18": "WIB",
    "Kepulauan Bangka Belitung 19": "WIB", "Kepulauan Riau 21": "WIB", "DKI Jakarta 31": "WIB",
    "Jawa Barat 32": "WIB", "Jawa Tengah 33": "WIB", "DI Yogyakarta 34": "WIB", "Jawa Timur 35": "WIB",
    "Banten 36": "WIB", "Bali 51": "WITA", "Nusa Tenggara Barat 52": "WITA", "Nusa Tenggara Timur 53": "WITA",
    "Kalimantan Barat 61": "WIB", "Kalimantan Tengah 62": "WIB", "Kalimantan Selatan 63": "WITA",
    "Kalimantan Timur 64": "WITA", "Kalimantan Utara 65": "WITA", "Sulawesi Utara 71": "WITA",
    "Sulawesi Tengah 72": "WITA", "Sulawesi Selatan 73": "WITA", "Sulawesi Tenggara 74": "WITA",
    "Gorontalo 75": "WITA", "Sulawesi Barat 76": "WITA", "Maluku 81": "WIT", "Maluku Utara 82": "WIT",
    "Papua 91": "WIT", "Papua Barat 92": "WIT", "Papua Selatan 93": "WIT", "Papua Tengah 94": "WIT",
    "Papua Pegunungan 95": "WIT", "Papua Barat Daya 96": "WIT",
}  # fmt: skip
OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9}


def test_all_38_provinces_are_known() -> None:
    assert len(PROVINCE_ZONES) == 38
    assert {name[-2:] for name in PROVINCE_ZONES} == PROVINCES


@pytest.mark.parametrize("name", PROVINCE_ZONES)
def test_each_province_has_its_zone(name: str) -> None:
    code, zone = name[-2:], PROVINCE_ZONES[name]
    for place in (code, f"{code}.01", f"{code}.01.02", f"{code}.01.02.2003"):
        assert zone_name(zone_of(place)) == zone
    noon = datetime(2026, 6, 1, 12, tzinfo=zone_of(code))
    assert noon.utcoffset() == timedelta(hours=OFFSETS[zone])


@pytest.mark.parametrize("code", ["19", "19.71", "19.04.03", "19.04.03.2004", "96.71.01.1001"])
def test_codes_of_four_depths_are_codes(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "1",
        "20",
        "00",
        "19.",
        "19.4",
        "1904",
        "19.04.03.200",
        "19.04.03.20040",
        "19.04.03.2004\n",
        "19,71",
        "a9",
        "19.٠٤",
    ],
)
def test_what_is_no_code_is_none(code: str) -> None:
    assert not is_code(code)
    assert not is_village(code)


def test_only_a_desa_or_kelurahan_is_a_village() -> None:
    assert is_village("19.04.03.2004")
    assert not any(map(is_village, ["19", "19.04", "19.04.03", "20.04.03.2004"]))


def test_people_live_by_the_clock_of_their_unit_and_pusat_by_that_of_jakarta() -> None:
    unit = Unit("74.71.05.1002", "Baruga", "BNNP-SULTRA", "BAR")
    agent = Person(1, Role.AGEN, "Sari", "BAR-01", unit, None, "19")
    assert agent.zone is WITA
    assert Person(2, Role.BNNP, "X", "91-01", None, None, "91").zone is WIT
    assert Person(3, Role.PUSAT, "Y", "PUSAT-01", None, None, None).zone is WIB


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from([WIB, WITA, WIT]))  # noqa: DTZ001
def test_the_next_morning_is_eight_o_clock_of_the_day_after(naive: datetime, zone: object) -> None:
    local = naive.replace(tzinfo=zone)  # type: ignore[arg-type]
    morning = next_morning(local)
    assert morning.tzinfo is UTC
    there = morning.astimezone(local.tzinfo)
    assert (there.time(), there.date()) == (time(8, 0), local.date() + timedelta(days=1))
    assert timedelta(hours=8) < morning - local <= timedelta(hours=32)
