"""What a report does once it is sent, by the id of its form. A form that stands here not is kept and counted."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import client_effects, opening, referral_effects
from handlers.filed import Effect
from handlers.filed import Filed as Filed


async def take_effect(filed: Filed) -> None:
    """Do what this report does."""
    for effect in EFFECTS.get(filed.sent.form, ()):
        await effect(filed)


EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "persetujuan": (opening.keep_consent,),
    "klien_baru": (opening.open_client,),
    "status_klien": (client_effects.change_status,),
    "rujukan": (client_effects.refer, referral_effects.note_referral),
    "hasil_rujukan": (referral_effects.note_news,),
    "bina_lanjut": (client_effects.go_on_with,),
    "serah_terima": (client_effects.hand_over,),
    "tarik_persetujuan": (client_effects.withdraw,),
    "agen_berhenti": (client_effects.let_agent_go,),
}
