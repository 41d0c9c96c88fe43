"""Lines to call: which are shown where, in which order, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hotlines import (
    DANGER,
    SHIPPED,
    Coverage,
    Line,
    Scope,
    kept_line,
    laid_out,
    lines_for,
    read_hotlines,
    shipped_hotlines,
    stale,
    works,
)
from domain.rule_tables import BadRules

TODAY = date(2026, 11, 25)
OURS = shipped_hotlines().every
MENTAL = "119 ext 8"


def kept(
    number: str, scopes: str = "medis", coverage: str = "satker", *, active: bool = True, days_ago: int = 1
) -> Line:
    """A line that a petugas keeps."""
    return kept_line(
        name=f"Nomor {number}",
        number=number,
        scopes=scopes,
        coverage=coverage,
        hours="24 jam",
        active=active,
        checked_on=TODAY - timedelta(days_ago),
    )


def numbers(scopes: Sequence[Scope], *local: Line, shipped: Sequence[Line] = OURS) -> list[str]:
    return [line.number for line in lines_for(scopes, shipped, local, TODAY)]


# --- What ships -----------------------------------------------------------------------------------


def test_the_lines_of_the_nation_ship() -> None:
    assert {line.number for line in OURS} == {"119", MENTAL, "129", "08111-129-129", "184", "110"}
    assert {line.coverage for line in OURS} == {Coverage.NATION}


def test_184_says_that_it_also_takes_reports_of_crime() -> None:
    bnn = next(line for line in OURS if line.number == "184")
    assert "laporan kejahatan" in laid_out([bnn], "id")
    assert "reports of crime" in laid_out([bnn], "en")
    assert "laporan kejahatan" in laid_out(
        lines_for([Scope.REHABILITATION], OURS, [kept("184", "rehabilitasi")], TODAY), "id"
    )


# --- Which are shown ------------------------------------------------------------------------------


def test_lines_come_in_the_order_of_what_was_asked() -> None:
    assert numbers([Scope.VIOLENCE, Scope.POLICE, Scope.MEDICAL]) == ["129", "08111-129-129", "110", "119"]
    assert numbers([Scope.MEDICAL, Scope.MIND]) == ["119", MENTAL, "129"]
    assert numbers([Scope.REHABILITATION]) == ["184"]
    assert numbers([Scope.LAW]) == []


def test_a_danger_is_answered_with_two_lines_at_least() -> None:
    assert numbers([Scope.MEDICAL]) == ["119", "129"]
    assert numbers([Scope.MEDICAL], kept("0717-421091")) == ["0717-421091", "119"]
    assert numbers([Scope.MEDICAL], shipped=OURS[::-1]) == ["119", "110"]


def test_119_ext_8_is_never_alone() -> None:
    for scopes in ([Scope.MIND], [Scope.MIND, Scope.MEDICAL]):
        assert len([number for number in numbers(scopes) if number != MENTAL]) >= 2
    only = [line for line in OURS if line.number == MENTAL]
    assert numbers([Scope.MIND], shipped=only) == []
    assert numbers([Scope.MIND], kept("119 EXT. 8", "jiwa"), shipped=only) == []


def test_112_is_shown_only_where_a_petugas_says_that_it_works() -> None:
    assert "112" not in numbers(list(Scope))
    assert numbers([Scope.MEDICAL], kept("112", "darurat"))[0] == "112"
    assert numbers([Scope.VIOLENCE], kept("112", "darurat"))[0] == "112"


def test_what_is_no_danger_is_not_answered_with_an_emergency() -> None:
    assert numbers([Scope.REHABILITATION], kept("112", "darurat")) == ["184"]


def test_a_line_that_is_no_longer_in_use_is_not_shown() -> None:
    assert numbers([Scope.MEDICAL], kept("0717-421091", active=False)) == ["119", "129"]
    assert "119" not in numbers([Scope.MEDICAL], kept("119", active=False))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("0811 1129 129", "08111-129-129"),
        ("+62 811-1129-129", "08111-129-129"),
        ("119 Ext 8", MENTAL),
        ("129 ", "129"),
    ],
)
def test_a_row_of_a_petugas_takes_the_place_of_our_line_however_it_is_written(theirs: str, ours: str) -> None:
    shown = numbers([Scope.MEDICAL, Scope.MIND, Scope.VIOLENCE], kept(theirs, "kekerasan jiwa"))
    assert theirs.strip() in shown
    assert ours not in {*shown} - {theirs.strip()}


def test_of_two_rows_for_a_number_the_one_checked_last_counts() -> None:
    old, new = kept("112", "darurat", days_ago=50), kept("112", "darurat", active=False, days_ago=2)
    assert "112" not in numbers([Scope.MEDICAL], new, old)


def test_a_stale_line_is_shown_after_the_others() -> None:
    assert numbers([Scope.MEDICAL], kept("0717-1", days_ago=200), kept("0717-2")) == ["0717-2", "119", "0717-1"]


def test_words_of_somebody_elses_form_promise_least() -> None:
    line = kept("0717-1", "medis pijat", "sedunia")
    assert line.scopes == {Scope.MEDICAL}
    assert line.coverage is Coverage.SATKER


@pytest.mark.parametrize(
    ("coverage", "satker", "province", "shown"),
    [
        (Coverage.SATKER, True, True, True),
        (Coverage.SATKER, False, True, False),
        (Coverage.PROVINCE, False, True, True),
        (Coverage.PROVINCE, False, False, False),
        (Coverage.NATION, False, True, True),
        (Coverage.NATION, False, False, False),
    ],
)
def test_a_keeper_answers_for_the_own_area(coverage: Coverage, satker: bool, province: bool, shown: bool) -> None:
    assert works(coverage, same_satker=satker, same_province=province) is shown


LOCAL = st.builds(
    kept,
    st.sampled_from(["112", "119", MENTAL, "129", "110", "184", "0717-421091", "0811 1129 129", "0717-431000"]),
    st.lists(st.sampled_from(list(Scope)), min_size=1, max_size=3).map(" ".join),
    active=st.booleans(),
    days_ago=st.integers(0, 400),
)


@given(st.lists(st.sampled_from(sorted(DANGER)), min_size=1, max_size=4), st.lists(LOCAL, max_size=8))
def test_whatever_petugas_keep_a_danger_has_two_lines_as_long_as_there_are_two(
    scopes: list[Scope], local: list[Line]
) -> None:
    shown = lines_for(scopes, OURS, local, TODAY)
    in_use = {line.dialled for line in (*OURS, *local)} - {line.dialled for line in local if not line.active}
    reliable = {line.dialled for line in shown if line.number != MENTAL}
    assert len(reliable) >= min(2, len(in_use - {("119", "8")}))
    assert len({line.dialled for line in shown}) == len(shown)
    assert all(line.active for line in shown)
    assert [line.number for line in shown] != [MENTAL]
    ranks = [Scope.ANYTHING not in line.scopes for line in shown]
    assert ranks == sorted(ranks)


# --- Checked, and laid out ------------------------------------------------------------------------


def test_lines_that_nobody_checked_for_90_days_are_told_to_the_operator() -> None:
    fresh, old = kept("1", days_ago=90), kept("2", days_ago=91)
    never, gone = replace(fresh, number="3", checked_on=None), kept("4", active=False, days_ago=400)
    assert stale([fresh, old, never, gone], TODAY) == [old, never]


def test_each_number_stands_alone_on_its_line() -> None:
    lines = lines_for([Scope.MEDICAL, Scope.MIND], OURS, [], TODAY)
    rows = laid_out(lines, "id").splitlines()
    assert rows[:2] == ["Ambulans · 24 jam", "119"]
    assert all(line.number in rows for line in lines)


def test_what_a_petugas_wrote_is_no_html() -> None:
    line = kept_line(
        name="RS <A> & B",
        number="0717-1",
        scopes="medis",
        coverage="satker",
        hours="24 jam",
        active=True,
        checked_on=TODAY,
    )
    assert laid_out([line], "id") == "RS &lt;A&gt; &amp; B · 24 jam\n0717-1"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'number = "110"',
            'number = "112"',
            "Line 5: number is 112, which works in some places only; enter it there",
        ),
        ('number = "110"', 'number = "1-1-9"', "The file: lines has a number twice; keep one of them"),
        ('["polisi"]', '["police"]', "Line 5: scopes has police; take one of darurat, medis"),
        ('coverage = "nasional"', 'coverage = "satker"', "Line 1: coverage is 'satker'; take one of nasional"),
        ('name.en = "Ambulance"\n', "", "Line 1, name: en is missing"),
        ("never_alone = true", "never_alone = 1", "Line 4: never_alone is 1; write never_alone = true"),
        ("checked_on = 2026-11-25", 'checked_on = "today"', "The file: checked_on is 'today'; write a day"),
        ("[[lines]]", "[[lines", "This is no TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, said: str) -> None:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    with pytest.raises(BadRules, match=said):
        read_hotlines(text.replace(old, new, 1))


def test_a_file_with_one_line_for_danger_is_refused() -> None:
    first = "[[lines]]".join(SHIPPED.read_text("utf-8").split("[[lines]]")[:2])
    with pytest.raises(BadRules, match="must have 2 lines for danger that may stand alone; add one"):
        read_hotlines(first)
