"""A long thread on pages: the newest first, each in the order of time, none too long for a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.thread_pages import ON_A_PAGE, paged


def test_what_fits_is_one_page() -> None:
    assert paged(["a", "b", "c"]) == [["a", "b", "c"]]
    assert paged([]) == [[]]


def test_the_newest_page_comes_first_and_each_is_in_the_order_of_time() -> None:
    assert paged(["aaaa", "bbbb", "cccc", "dddd", "ee"], most=8) == [["dddd", "ee"], ["bbbb", "cccc"], ["aaaa"]]


@given(st.lists(st.text(max_size=1200), max_size=30))
def test_nothing_is_lost_or_shown_twice_and_no_page_is_too_long(blocks: list[str]) -> None:
    pages = paged(blocks)
    assert [block for page in reversed(pages) for block in page] == blocks
    for page in pages:
        assert len("".join(page).encode("utf-16-le")) // 2 <= ON_A_PAGE or len(page) == 1
