"""When somebody who asked for help may be written to, by the clock on their own wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.contact_hours import not_before
from domain.help_cases import HelpCase
from domain.territory import zone_of
from handlers.chat import Chat


async def welcome_at(chat: Chat, case: HelpCase) -> datetime | None:
    """When something may be told to them; None: now."""
    told = await chat.store.help.about(case.id)
    zone = await zone_of_family(chat, case, told)
    wrote, local = case.touched_at.astimezone(zone), chat.now.astimezone(zone)
    return not_before(told, chat.kit.help_rules.quiet, wrote, local)


async def zone_of_family(chat: Chat, case: HelpCase, told: Mapping[str, str]) -> ZoneInfo:
    """The zone of the area that they told, else that of whoever answers them: it may be another one."""
    area = told.get("kabupaten") or told.get("provinsi") or case.unit
    if area is None and case.satker is not None:
        satker = await chat.store.places.satker(case.satker)
        area = satker.territory if satker is not None else None
    return zone_of(area)
