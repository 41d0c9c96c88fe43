"""Digests of any places of one level: by whom they are read decides how they are made."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from domain.digest import Digest, Level, Scope
from domain.periods import Period
from handlers.digest_facts import Books
from handlers.digest_overseen import overseen_digests
from handlers.digest_own import own_digests
from storage.store import Store


async def make_digests(
    store: Store, books: Books, scopes: Collection[Scope], period: Period, today: date, *, drawn: bool = True
) -> dict[Scope, Digest]:
    """The digests of some places of one level, in a period as far as it has come. What is only
    read needs no line that is `drawn`."""
    levels = {scope.level for scope in scopes}
    if levels <= {Level.UNIT, Level.SATKER}:
        return await own_digests(store, books, scopes, period, today, drawn=drawn)
    return await overseen_digests(store, books, scopes, period, today)
