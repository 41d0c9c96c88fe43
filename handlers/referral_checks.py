"""What a referral needs: that the client agrees to it, and to every word that is passed on."""

from __future__ import annotations

from conversations.engine import Word
from domain.voice import phrase
from handlers.checked import Checked, Objection, at_named

NOT_AGREED = phrase("Klien belum setuju dirujuk. Rujukan ini menunggu sampai klien setuju.")
NOT_SHARED = phrase("Klien belum setuju datanya dibagikan. Pilih yang tidak membagikan data.")
NOTHING = "tidak_ada"


async def is_agreed(checked: Checked) -> Objection | None:
    return None if checked["disetujui"] == "ya" else at_named(checked, "disetujui", Word(NOT_AGREED, {}))


async def shares_what_it_may(checked: Checked) -> Objection | None:
    client, shared = checked.subject.client, checked["data_dibagikan"]
    if shared in {"", NOTHING} or (client is not None and client.share):
        return None
    return at_named(checked, "data_dibagikan", Word(NOT_SHARED, {}))
