"""Which cards arrived lately, known before the database knows it."""

from __future__ import annotations

from collections import OrderedDict

from storage.cards import Arrived
from storage.sessions import Session, Shown

MOST_CARDS = 5_000


class Arrivals:
    """The newest cards that Telegram took, by chat and card."""

    def __init__(self, most: int = MOST_CARDS) -> None:
        self._most = most
        self._cards: OrderedDict[tuple[bytes, int], Arrived] = OrderedDict()

    def note(self, arrived: Arrived) -> None:
        self._cards.pop((arrived.who, arrived.card), None)
        self._cards[arrived.who, arrived.card] = arrived
        while len(self._cards) > self._most:
            self._cards.popitem(last=False)

    def find(self, who: bytes, card: int) -> Arrived | None:
        return self._cards.get((who, card))

    def refresh(self, session: Session) -> None:
        """Tell a session what has arrived since the database was told."""
        arrived = self._cards.get((session.who, session.card))
        if arrived is not None and (session.shown is None or session.shown.seq < arrived.seq):
            session.shown = Shown(arrived.message_id, arrived.seq, arrived.at)
