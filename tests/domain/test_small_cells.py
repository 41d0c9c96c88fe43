"""Small counts are hidden, and nobody can work them out: other tables that look the same are tried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.small_cells import LEAST, Table, alone, hide_small

Counts = Sequence[Sequence[int]]


def shown(counts: Counts) -> tuple[tuple[int | None, ...], ...]:
    return table(counts).counts


def table(counts: Counts) -> Table:
    return hide_small([f"r{n}" for n in range(len(counts))], [f"c{n}" for n in range(len(counts[0]))], counts)


def totalled(counts: Counts) -> tuple[tuple[int, ...], ...]:
    rows = [(*row, sum(row)) for row in counts]
    return (*rows, tuple(map(sum, zip(*rows, strict=True))))


def exposed(look: Sequence[Sequence[int | None]], counts: Counts) -> list[tuple[int, int]]:
    """The hidden cells with the same count in every table that looks like this; those close by are tried out."""
    values: dict[tuple[int, int], set[int]] = {}
    for other in _close_by(look, counts):
        full = totalled(other)
        if all(
            seen is None or seen == is_
            for line, row in zip(look, full, strict=True)
            for seen, is_ in zip(line, row, strict=True)
        ):
            for at, line in enumerate(look):
                for column, seen in enumerate(line):
                    if seen is None:
                        values.setdefault((at, column), set()).add(full[at][column])
    return [cell for cell, found in values.items() if len(found) == 1]


def _close_by(look: Sequence[Sequence[int | None]], counts: Counts) -> Iterator[Counts]:
    width = len(counts[0])
    choices = [
        range(max(0, count - 1), count + 2) if look[at][column] is None else [count]
        for at, row in enumerate(counts)
        for column, count in enumerate(row)
    ]
    for flat in product(*choices):
        yield [flat[at : at + width] for at in range(0, len(flat), width)]


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> list[list[int]]:
    count = draw(st.sampled_from([st.integers(0, 12), st.integers(0, 5), st.integers(4, 40)]))
    row = st.lists(count, min_size=(width := draw(st.integers(1, most))), max_size=width)
    return draw(st.lists(row, min_size=1, max_size=most))


def test_the_checker_finds_what_can_be_worked_out() -> None:
    counts = [[10, 11], [2, 12]]
    assert exposed([[10, 11, 21], [None, 12, 14], [12, 23, 35]], counts) == [(1, 0)]
    assert exposed([[None, None, 21], [None, None, 14], [12, 23, 35]], counts) == []
    assert exposed([[0, None, None], [5, 5, 10], [5, 5, 10]], [[0, 0], [5, 5]]) == [(0, 1), (0, 2)]


@settings(max_examples=150)
@given(tables())
def test_no_hidden_count_can_be_worked_out(counts: list[list[int]]) -> None:
    assert exposed(shown(counts), counts) == []


@given(tables(most=6))
def test_what_is_shown_is_true_and_never_small(counts: list[list[int]]) -> None:
    for line, row in zip(shown(counts), totalled(counts), strict=True):
        for seen, count in zip(line, row, strict=True):
            assert seen is None or (seen == count and count >= LEAST)


@given(tables(most=6))
def test_where_nothing_is_small_nothing_is_hidden(counts: list[list[int]]) -> None:
    large = [[count + LEAST for count in row] for row in counts]
    assert shown(large) == totalled(large)


@given(tables(most=6))
def test_the_same_table_is_always_hidden_alike(counts: list[list[int]]) -> None:
    assert table(counts) == table(counts)


def test_one_small_count_takes_the_next_smallest_with_it_and_leaves_the_totals() -> None:
    hidden = table([[10, 11, 12], [13, 2, 14], [15, 16, 17]])
    assert hidden.rows == ("r0", "r1", "r2")
    assert hidden.counts == (
        (None, None, 12, 33),
        (None, None, 14, 29),
        (15, 16, 17, 48),
        (38, 29, 43, 110),
    )


def test_zeros_are_hidden_like_other_small_counts() -> None:
    assert shown([[0, 9], [9, 9]]) == ((None, None, 9), (None, None, 18), (9, 18, 27))


def test_two_zeros_side_by_side_are_not_given_away_by_their_total() -> None:
    # Both would be known from a total of 0; and a cell with none cannot make room for one more of its neighbour.
    look = shown([[0, 0], [30, 40]])
    assert look[0] == (None, None, None)
    assert exposed(look, [[0, 0], [30, 40]]) == []


def test_where_nobody_is_counted_all_is_hidden() -> None:
    assert shown([[0, 0], [0, 0]]) == ((None,) * 3,) * 3


def test_a_list_of_units_hides_a_small_one_with_the_next_smallest() -> None:
    assert shown([[3], [20], [8]]) == ((None, None), (20, 20), (None, None), (31, 31))


def test_a_single_row_is_hidden_together_with_the_totals_that_repeat_it() -> None:
    assert shown([[3, 9]]) == ((None, None, 12), (None, None, 12))
    assert shown([[2, 1]]) == ((None,) * 3,) * 2


def test_a_count_that_stands_alone_is_hidden_when_small() -> None:
    assert [alone(count) for count in (0, 4, 5, 60)] == [None, None, 5, 60]


def test_a_table_without_rows_or_columns_is_no_trouble() -> None:
    assert hide_small([], ["a"], []).counts == ((None, None),)
    assert hide_small(["a"], [], [[]]).counts == ((None,), (None,))


def test_in_a_large_table_no_line_has_a_single_hidden_count() -> None:
    chance = Random(26)
    counts = [[chance.choice([0, 2, 6, 30, 80]) for _ in range(40)] for _ in range(50)]
    look = shown(counts)
    for line in (*look, *zip(*look, strict=True)):
        assert sum(seen is None for seen in line) != 1
