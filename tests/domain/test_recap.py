"""The recap of a unit: how often is often, and who was new, accompanied or closed in a month."""

from __future__ import annotations

from datetime import date

import pytest

from domain.clients import Event
from domain.recap import SHIPPED, Clients, Intensity, Life, clients_of, read_recap, shipped_recap
from domain.rule_tables import BadRules

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
OPENED = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("months", "often"),
    [
        ([0] * 12, Intensity.NEVER),
        ([1, *[0] * 11], Intensity.ONCE),
        ([0] * 11 + [2], Intensity.ONCE),
        ([1, 1, 1, *[0] * 9], Intensity.RARE),
        ([5, *[0] * 11], Intensity.RARE),
        ([6, *[0] * 11], Intensity.OFTEN),
        ([1] * 11 + [0], Intensity.OFTEN),
        ([1] * 12, Intensity.ROUTINE),
    ],
)
def test_how_often_is_told_by_the_reports_of_twelve_months(months: list[int], often: Intensity) -> None:
    assert shipped_recap().intensity(months) is often


def life(*changes: tuple[date, str], opened: date = OPENED, withdrawn: date | None = None) -> Life:
    """Somebody whose status changed on these days."""
    every = [(opened, "aktif"), *changes]
    events = tuple(Event(number, f"N-{number}", day, status) for number, (day, status) in enumerate(every))
    return Life("P", "26_40", opened, events, withdrawn)


def counted(*lives: Life) -> tuple[int, int, int]:
    found = clients_of(lives, FIRST, LAST)
    return found.new.whole, found.active.whole, found.closed.whole


@pytest.mark.parametrize(
    ("somebody", "new_active_closed"),
    [
        (life(), (0, 1, 0)),
        (life(opened=date(2026, 11, 5)), (1, 1, 0)),
        (life(opened=date(2026, 12, 1)), (0, 0, 0)),
        (life((date(2026, 11, 30), "selesai")), (0, 0, 1)),
        (life((date(2026, 12, 1), "selesai")), (0, 1, 0)),
        (life((date(2026, 10, 31), "selesai")), (0, 0, 0)),
        (life((date(2026, 11, 3), "dirujuk")), (0, 1, 0)),
        (life((date(2026, 11, 9), "berhenti"), opened=date(2026, 11, 2)), (1, 0, 1)),
        (life((date(2026, 10, 1), "berhenti"), (date(2026, 11, 9), "aktif")), (0, 1, 0)),
        (life(withdrawn=date(2026, 11, 9)), (0, 0, 1)),
        (life(withdrawn=date(2026, 10, 9)), (0, 0, 0)),
    ],
)
def test_who_is_new_accompanied_or_closed(somebody: Life, new_active_closed: tuple[int, int, int]) -> None:
    assert counted(somebody) == new_active_closed


def test_people_are_counted_along_each_line() -> None:
    lives = [
        Life("P", "26_40", OPENED, level="tinggi", substances=frozenset(("stimulan", "opioid"))),
        Life("L", "10_17", OPENED, level="tinggi", substances=frozenset(("stimulan",))),
        Life("L", "26_40", OPENED),
    ]
    found: Clients = clients_of(lives, FIRST, LAST)
    assert found.active.sex == {"P": 1, "L": 2}
    assert found.active.age == {"26_40": 2, "10_17": 1}
    assert found.active.level == {"tinggi": 2, "belum": 1}
    assert found.active.substance == {"stimulan": 2, "opioid": 1}


def test_what_is_wrong_with_the_rules_is_said() -> None:
    with pytest.raises(BadRules, match="rare is 1; write a whole number from 2 on"):
        read_recap(SHIPPED.read_text("utf-8").replace("rare = 3", "rare = 1"))
