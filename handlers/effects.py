"""What a report does once it is sent, by the id of its form. A form that stands here not is kept and counted."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import kept_effects, unit_effects
from handlers.filed import Effect as Effect
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
}
