"""The names of files: nobody's words, and the way back to the row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.files import Wanted, key_of, name_of


@given(st.integers(0, 2**63 - 1), st.sampled_from(list(Wanted)))
def test_a_name_leads_back_to_its_file(key: int, wanted: Wanted) -> None:
    assert key_of(name_of(wanted, key, "jpg")) == key


@pytest.mark.parametrize(
    "name",
    [
        "",
        "foto.jpg",
        "foto-.jpg",
        "foto-ilou.jpg",
        "gambar-abc.jpg",
        "foto-abc",
        "../foto-abc.jpg",
        "foto-zzzzzzzzzzzzz.jpg",
    ],
)
def test_other_names_lead_nowhere(name: str) -> None:
    assert key_of(name) is None
