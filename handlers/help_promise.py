"""By when somebody who wrote is promised an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.duty import promise
from domain.escalation import promised_hours
from domain.help_cases import HelpCase
from domain.territory import zone_name, zone_of
from domain.voice import phrase
from handlers.chat import Chat

# People may fail: it is told what they are to do, and what happens when they do not is told then.
BY_WHEN = phrase("Kami usahakan ada jawaban paling lambat {moment}.")


async def promised(chat: Chat, satker: str | None, *, urgent: bool) -> datetime | None:
    """By when what is written now is answered; nothing is promised where nobody serves, or nobody works who could
    answer."""
    if satker is None or not await chat.store.duty.has_officers(satker):
        return None
    local = await chat.store.duty.local(satker, chat.now)
    rules = await chat.store.duty.rules_of(satker, local.date())
    hours = promised_hours(chat.kit.help_rules.promise, rules, urgent=urgent)
    return promise(await chat.store.duty.shifts_of(satker), hours, local)


async def renew_promise(chat: Chat, case: HelpCase) -> HelpCase:
    """Somebody wrote: an answer is promised again, unless one is promised already."""
    if case.promised_at is not None:
        await chat.store.help.change(case.id, touched_at=chat.now)
        return replace(case, touched_at=chat.now)
    until = await promised(chat, case.satker, urgent=case.urgent)
    await chat.store.help.change(case.id, touched_at=chat.now, promised_at=until, level=0)
    return replace(case, touched_at=chat.now, promised_at=until, level=0)


async def said_moment(chat: Chat, moment: datetime, satker: str | None) -> str:
    """A moment as people say it, by the clock on the wall of the satker: Senin 23 Nov, 10.00 WIB."""
    territory = await chat.store.places.satker(satker) if satker is not None else None
    zone = zone_of(territory.territory if territory is not None else None)
    return chat.voice.moment(moment.astimezone(zone), zone_name(zone))
