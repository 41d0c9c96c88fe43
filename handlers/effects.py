"""What a report does once it is sent, by the id of its form. A form that stands here not is kept and counted."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.filed import Effect as Effect
from handlers.filed import Filed as Filed
from handlers.referral_effects import note_news, note_referral


async def take_effect(filed: Filed) -> None:
    """Do what this report does."""
    for effect in EFFECTS.get(filed.sent.form, ()):
        await effect(filed)


EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "rujukan": (note_referral,),
    "hasil_rujukan": (note_news,),
}
