"""What the clock does, with the words for it: the scheduler knows when and whom, the handlers what is then read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.key_copy import writer_of
from bot.settings import Settings
from domain.rest_days import RestDay, no_rest_day, rest_days
from handlers.broadcast_card import reporting, telling
from handlers.digests import ordering, urging
from handlers.escalating import count_matters, tell_matters
from handlers.help_clock import close_deed, duty_deed, erase_deed, escalation_deed, notice_deed
from handlers.kit import Kit
from handlers.nudging import nudge
from handlers.reminding import draft_reminder, form_notice, release_notice, return_notice
from scheduler.anchoring import anchoring
from scheduler.broadcasts import EVERY, Broadcasting
from scheduler.clock import Job, jobs
from scheduler.copying import Copying
from scheduler.digests import Digesting
from scheduler.escalation import Escalating, Words
from scheduler.help_line import Deeds, help_work, keeping_work
from scheduler.nudges import Nudging
from scheduler.reminders import Reminder, of_drafts, of_forms, of_forms_to_release, of_returns

LOOK_EVERY = timedelta(seconds=15)
LOOK_OFTEN = timedelta(seconds=1)  # where people's time can be moved


def every_job(kit: Kit, settings: Settings, *, tells_digests: bool) -> tuple[Job, ...]:
    """All that time brings."""
    look_every = LOOK_OFTEN if settings.clock else LOOK_EVERY
    return (
        *jobs(look_every, _reminders(kit)),
        *_of_members(kit, _rests(settings), look_every),
        *(_digests(kit, look_every) if tells_digests else ()),
        *_of_families(kit, look_every),
        anchoring(settings.anchors),
        *_copying(settings, look_every),
    )


def _reminders(kit: Kit) -> tuple[Reminder[Any], ...]:
    """What waits for somebody."""
    return (
        of_drafts(draft_reminder(kit)),
        of_returns(return_notice(kit)),
        of_forms(form_notice(kit)),
        of_forms_to_release(release_notice(kit)),
    )


def _of_members(kit: Kit, rests: RestDay, look_every: timedelta) -> tuple[Job, ...]:
    """What members are told."""
    words = Words(tell_matters(kit), count_matters(kit))
    return (
        Job("nudges", look_every, Nudging(nudge(kit), kit.rules, rests).work),
        Job("attention", look_every, Escalating(words, kit.concerns, kit.rules, rests).work),
        Job("broadcasts", min(look_every, EVERY), Broadcasting(telling(kit), reporting(kit)).work),
    )


def _rests(settings: Settings) -> RestDay:
    return no_rest_day if settings.holidays == "ignore" else rest_days(joint_leave=settings.holidays == "joint")


def _digests(kit: Kit, look_every: timedelta) -> tuple[Job, ...]:
    """Digests are ordered at their moments."""
    work = Digesting(ordering(kit), urging(kit), kit.digest, kit.concerns, kit.rules).work
    return (Job("digests", look_every, work),)


def _of_families(kit: Kit, look_every: timedelta) -> tuple[Job, ...]:
    """The help line."""
    deeds = Deeds(notice_deed(kit), duty_deed(kit), escalation_deed(kit), close_deed(kit), erase_deed(kit))
    return (
        Job("help line", look_every, help_work(deeds, kit.help_rules)),
        Job("keeping of cases", timedelta(hours=1), keeping_work(deeds, kit.help_rules)),
    )


def _copying(settings: Settings, look_every: timedelta) -> tuple[Job, ...]:
    """The one copy of the case keys is kept, if there is to be one."""
    path = settings.case_keys_copy
    return (Job("copy of the case keys", look_every, Copying(writer_of(path)).work),) if path is not None else ()
