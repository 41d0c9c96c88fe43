"""What a report does once it is sent, by the id of its form. A form that stands here not is kept and counted."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import client_effects, kept_effects, opening, referral_effects, unit_effects
from handlers.filed import Effect
from handlers.filed import Filed as Filed


async def take_effect(filed: Filed) -> None:
    """Do what this report does."""
    for effect in EFFECTS.get(filed.sent.form, ()):
        await effect(filed)


EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "unit_baru": (unit_effects.register_unit,),
    "tahap_unit": (unit_effects.change_stage,),
    "monitoring_awal": (unit_effects.keep_start,),
    "monitoring_akhir": (unit_effects.keep_end,),
    "hasil_asistensi": (unit_effects.keep_result,),
    "fasilitas": (kept_effects.keep_facility,),
    "mitra": (kept_effects.keep_partner,),
    "hotline": (kept_effects.keep_hotline,),
    "jaga": (kept_effects.keep_duty,),
    "aturan": (kept_effects.keep_rule,),
    "target": (kept_effects.keep_target,),
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
