"""The forms of satkers, as a process has them at hand: what is on offer where, and the versions that were read.

There may be thousands, of which a process needs few: a version is read when somebody needs it. Until then `find`
raises `NotRead`; what was begun is taken back, the version is read (`bot/shelf.py`), and all is begun again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

from conversations.form import Form
from domain.people import Person
from storage.engines import DatabaseDown
from storage.local_forms import Edition, Shelves

MOST_READ = 300


class NotRead(DatabaseDown):
    """Versions that have to be read first. Begun again after that, everything goes on."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self.editions = frozenset(editions)
        super().__init__(f"{len(self.editions)} forms have to be read first")


class LocalShelves:
    """What satkers offer, and what was read of it."""

    def __init__(self) -> None:
        self._offered: Shelves = {}
        self._read: OrderedDict[Edition, Form] = OrderedDict()
        self._nowhere: set[Edition] = set()
        self.wanted: set[Edition] = set()

    def offer(self, shelves: Shelves) -> None:
        """What is on offer now, in every satker."""
        self._offered = shelves

    def on_offer(self, person: Person) -> Sequence[Form]:
        """What the satker of this person offers. Raises `NotRead`."""
        editions = self._offered.get(person.home or "", ())
        self._need(editions)
        return [self.find(edition) for edition in editions if edition not in self._nowhere]

    def find(self, edition: Edition) -> Form:
        """One version. Raises `NotRead`; of what is nowhere to be found, `LookupError`."""
        self._need([edition])
        if edition in self._nowhere:
            raise LookupError("a form that is nowhere to be found")
        self._read.move_to_end(edition)
        return self._read[edition]

    def _need(self, editions: Iterable[Edition]) -> None:
        missing = [each for each in editions if each not in self._read and each not in self._nowhere]
        if missing:
            self.wanted.update(missing)
            raise NotRead(missing)

    def put(self, found: Mapping[Edition, Form], nowhere: Iterable[Edition] = ()) -> None:
        """These were read; those are nowhere."""
        self._read.update(found)
        self._nowhere.update(nowhere)
        self.wanted -= found.keys() | self._nowhere

    def tidy(self, most: int = MOST_READ) -> None:
        """Keep only what was needed last; the rest is read again when it is needed."""
        while len(self._read) > most:
            self._read.popitem(last=False)
        self._nowhere.clear()
