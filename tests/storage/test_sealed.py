"""Every column of bytes is known: sealed by the keyring, under a case, or not at all."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import LargeBinary

from storage import help_tables, programme_tables
from storage.sealed import BY_THE_KEYRING, NOT_SEALED, UNDER_A_CASE
from storage.tables import Table

assert help_tables, programme_tables  # type: ignore[truthy-bool]  # so that all tables are known


def test_every_column_of_bytes_stands_in_exactly_one_list() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    listed = Counter([each.name for each in BY_THE_KEYRING])
    listed.update(UNDER_A_CASE)
    listed.update(NOT_SEALED)
    assert set(listed) == columns
    assert not [name for name, times in listed.items() if times > 1]
