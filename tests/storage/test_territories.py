"""What places are called."""

from __future__ import annotations

from domain.places import Place
from storage.database import Database

ACEH, BALI = Place("11", "Aceh"), Place("51", "Bali")


async def test_a_place_is_known_by_its_code(database: Database) -> None:
    async with database.transaction() as store:
        await store.territories.put([ACEH, BALI])
    async with database.reading() as store:
        assert await store.territories.name("51") == "Bali"
        assert await store.territories.name("52") is None
        assert await store.territories.names(["11", "51", "52"]) == {"11": "Aceh", "51": "Bali"}
        assert await store.territories.names([]) == {}


async def test_new_and_renamed_places_are_told_apart(database: Database) -> None:
    async with database.transaction() as store:
        assert await store.territories.put([ACEH, BALI]) == (2, 0)
        assert await store.territories.put([ACEH, BALI]) == (0, 0)
        assert await store.territories.put([ACEH, Place("51", "Pulau Bali"), Place("52", "NTB")]) == (1, 1)
        assert await store.territories.name("51") == "Pulau Bali"


async def test_what_is_shipped_changes_no_name_that_was_imported(database: Database) -> None:
    async with database.transaction() as store:
        await store.territories.put([Place("51", "Pulau Bali")])
        await store.territories.put_if_absent([ACEH, BALI])
        assert await store.territories.names(["11", "51"]) == {"11": "Aceh", "51": "Pulau Bali"}


async def test_a_place_has_children_only_where_one_within_it_is_known(database: Database) -> None:
    async with database.transaction() as store:
        await store.territories.put([Place("19", "Babel"), Place("19.04", "Bangka Tengah"), Place("190", "odd")])
        assert await store.territories.has_children("19")
        assert not await store.territories.has_children("19.04")
        assert not await store.territories.has_children("1")
        assert not await store.territories.has_children("%")


async def test_more_places_than_a_statement_takes_are_put_together(database: Database) -> None:
    every = [Place(f"{n:05}", f"Desa {n}") for n in range(33_000)]
    async with database.transaction() as store:
        assert await store.territories.put(every) == (33_000, 0)
        assert len(await store.territories.names([place.code for place in every])) == 33_000
