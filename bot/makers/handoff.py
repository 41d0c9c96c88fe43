"""The sheet for SIRENA of one client."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.forms import kept_form
from bot.makers.recap import RISK, risky
from bot.makers.taking import NotTheirs, Taking, keep
from conversations.answered import Answers, answers_of
from domain.access import Action
from domain.clients import Client
from domain.people import Person, Role
from handlers import recap_words as words
from handlers.client_words import AGES, SCREENING, SEXES, STATUSES
from handlers.export_words import DOORS
from reports.handoff import Handoff, draw_handoff
from storage.cases import Case

CHECK_IN = "pemantauan"


async def make_handoff(taking: Taking, path: Path) -> dict[str, Any]:
    """Write the sheet, of a client who agreed that this is shared."""
    person = taking.person or await _keeper(taking)
    client = await taking.store.clients.by_code(person, taking.ask.client, Action.EXPORT)
    if client is None or not client.share:
        raise NotTheirs("this client is not theirs, or has not agreed to share")
    keep(path, draw_handoff(await _sheet(taking, person, client)))
    return {"rows": 1}


async def _keeper(taking: Taking) -> Person:
    """For the operator, a petugas of the satker that they named."""
    return Person(0, Role.PETUGAS, "", "", None, taking.ask.satker, None)


async def _sheet(taking: Taking, person: Person, client: Client) -> Handoff:
    say = taking.say
    giver, taker = (say(name) for name in words.HANDOFF_SIGNATURES)
    first, second = words.HANDOFF_LINES
    agreed = await taking.store.consents.day_of(client.id)
    return Handoff(
        title=say(words.HANDOFF),
        lines=(say(first, moment=taking.moment()), say(second)),
        known_heading=say(words.KNOWN),
        known=await _known(taking, person, client),
        by_hand_heading=say(words.BY_HAND),
        by_hand_note=say(words.BY_HAND_NOTE),
        by_hand=[say(line) for line in words.LINES_BY_HAND],
        notes=(say(words.CONSENT, day=taking.voice.dated(agreed or client.opened_on)), say(words.AFTERWARDS)),
        signatures=(giver, taker),
        foot=client.code,
    )


async def _known(taking: Taking, person: Person, client: Client) -> list[tuple[str, str]]:
    say, voice, store = taking.say, taking.voice, taking.store
    unit = await store.places.unit(client.unit)
    satker = await store.places.satker(unit.satker) if unit is not None else None
    known = [
        (words.CODE, client.code),
        (words.WHICH_UNIT, f"{unit.name} ({unit.code})" if unit is not None else client.unit),
        (words.WHICH_SATKER, f"{satker.name} ({satker.code})" if satker is not None else ""),
        (words.SINCE, voice.dated(client.opened_on)),
        (words.HOW_CAME, say(DOORS.get(client.door, ""))),
        (words.WHO, f"{say(SEXES.get(client.sex, ''))}, {say(AGES.get(client.age, ''))}"),
        (words.STATUS, say(STATUSES[client.status])),
        *await _screening(taking, person, client),
        *await _referral(taking, person, client),
        (words.LAST_MET, _day(taking, await store.cases.last(person, client.id, CHECK_IN))),
    ]
    return [(say(name), told or say(words.NOT_KNOWN)) for name, told in known]


async def _screening(taking: Taking, person: Person, client: Client) -> list[tuple[str, str]]:
    last = await taking.store.cases.last(person, client.id, SCREENING)
    found = await _answers(taking, last)
    level = taking.say(words.LEVELS.get(found[RISK], ""))
    substances = ", ".join(taking.say(called) for name, called in words.SUBSTANCES.items() if name in risky(found))
    return [(words.SCREENED, _day(taking, last)), (words.LEVEL, level), (words.WHICH, substances)]


async def _referral(taking: Taking, person: Person, client: Client) -> list[tuple[str, str]]:
    """The last one: when, where to, and how it stands."""
    last = await taking.store.referrals.last_of(person, client.id)
    if last is None:
        return [(words.REFERRED, ""), (words.WHERE_TO, ""), (words.ARRIVED, "")]
    state = f"{taking.say(words.REFERRAL_STATES.get(last.status, ''))}, {taking.voice.dated(last.since)}"
    kind = taking.say(words.PLACES.get(last.kind, ""))
    where = f"{last.place} ({kind})" if last.place and kind else last.place or kind
    return [(words.REFERRED, taking.voice.dated(last.day)), (words.WHERE_TO, where), (words.ARRIVED, state)]


async def _answers(taking: Taking, case: Case | None) -> Answers:
    if case is None:
        return Answers()
    every = {(kept.form, kept.version): kept for kept in await taking.store.forms.all()}
    form = kept_form(every[case.sent.form, case.sent.form_version])
    return answers_of(form, case.sent.instance.decode())


def _day(taking: Taking, case: Case | None) -> str:
    return taking.voice.dated(case.sent.day) if case is not None else ""
