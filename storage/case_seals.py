"""What seals the cases that one transaction is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.case_key import CaseGone, CaseKey, Generation
from storage.case_keys import CaseKeys


class CaseSeals:
    """The keys of the cases that one transaction is about: asked for together, forgotten with it."""

    def __init__(self, store: CaseKeys | None) -> None:
        self._store = store
        self._held: dict[int, CaseKey] = {}
        self.doomed: dict[int, None] = {}

    async def load(self, cases: Iterable[int | None]) -> None:
        """Have the keys of these cases at hand, as far as they are there."""
        missing = {case for case in cases if case is not None} - self._held.keys()
        if missing:
            self._held |= await self._open_store.of(missing)

    def of(self, case: int) -> CaseKey:
        """The key of a case that was loaded. Raises `CaseGone`."""
        key = self._held.get(case)
        if key is None:
            raise CaseGone(f"case {case}")
        return key

    def holds(self, case: int | None) -> bool:
        return case in self._held

    async def make(self, cases: Sequence[int], now: datetime) -> None:
        """Fresh keys, on disk before anything is sealed under them."""
        self._held |= await self._open_store.make(cases, now)

    def doom(self, case: int) -> None:
        """The key of this case is destroyed once all is saved: until then the erasure can still fail as a whole."""
        self.doomed[case] = None

    async def destroy_doomed(self, now: datetime) -> None:
        """All is saved: these keys are gone for good."""
        if self.doomed:
            await self._open_store.destroy(list(self.doomed), now)

    async def generations(self) -> list[Generation]:
        return await self._open_store.generations()

    async def remembered(self) -> list[Generation]:
        return await self._open_store.remembered_generations()

    @property
    def _open_store(self) -> CaseKeys:
        if self._store is None:
            raise LookupError("this program was opened without the keys of cases")
        return self._store
