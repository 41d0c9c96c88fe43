"""The monthly recap of a unit: gathered, worked out, and drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.forms import kept_form
from bot.makers.taking import NotTheirs, Taking, keep
from conversations.answered import Answers, answers_of
from conversations.form import Form
from domain.exports import months_between
from domain.people import Unit
from domain.recap import MONTHS, RISKY, UNSCREENED, Clients, Life, RecapRules, Tally, clients_of
from handlers import recap_words as words
from handlers.client_words import AGES, SCREENING, SEXES
from handlers.library import PART
from reports.recap import Block, Recap, draw_recap

RISK = "risiko"  # the answer of a screening: the highest level; with a substance behind it, the level of that one
ACTIVITIES = "kegiatan"  # the part of the menu that holds them
REPORTS = "laporan."
LINES = (
    ("sex", words.SEX, SEXES),
    ("age", words.AGE, AGES),
    ("level", words.LEVEL, words.LEVELS),
    ("substance", words.WHICH, words.SUBSTANCES),
)  # along which clients are counted
Counts = Mapping[str, Sequence[int]]  # by counter: one number a month, the last one is the month of the recap


async def make_recap(taking: Taking, path: Path) -> dict[str, Any]:
    """Write the recap. Gives how many reports and clients it counts."""
    units = await taking.store.exporting.units(taking.scope)
    if not taking.sees_rows or len(units) != 1:
        raise NotTheirs("a recap is of one unit, for those who work with its records")
    unit, newest = units[0], {kept.form: kept for kept in await taking.store.forms.all()}
    forms = {name: kept_form(kept) for name, kept in newest.items()}
    counts = await _counts(taking, unit)
    lives = await _lives(taking, unit, forms)
    clients = clients_of(list(lives.values()), taking.ask.since, taking.ask.until)
    keep(path, draw_recap(await _recap(taking, unit, forms, counts, clients)))
    reports = sum(numbers[-1] for name, numbers in counts.items() if name.startswith(REPORTS))
    return {"rows": reports + clients.active.whole}


async def _counts(taking: Taking, unit: Unit) -> Counts:
    """Every counter of the unit, month by month."""
    months = _months(taking.ask.since)
    found: dict[str, list[int]] = defaultdict(lambda: [0] * MONTHS)
    scope = replace(taking.scope, since=months[0])
    places = {f"{month:%Y-%m}": place for place, month in enumerate(months)}
    async for counted in taking.store.exporting.monthly(scope, [unit]):
        found[counted.indicator][places[counted.month]] += counted.total
    return found


def _months(last: date) -> list[date]:
    """The first days of the months that end with this one."""
    number = last.year * 12 + last.month - MONTHS
    return months_between(date(number // 12, number % 12 + 1, 1), last)


async def _lives(taking: Taking, unit: Unit, forms: Mapping[str, Form]) -> Mapping[int, Life]:
    """The clients of the unit, with what their last screening found."""
    exporting, until = taking.store.exporting, taking.ask.until
    lives = await exporting.lives(unit, until)
    async for client, report in exporting.last_of_each(unit, SCREENING, until):
        if client in lives and report.form in forms:
            found = answers_of(forms[report.form], report.instance.decode())
            lives[client] = replace(lives[client], level=found[RISK] or UNSCREENED, substances=risky(found))
    return lives


def risky(found: Answers) -> frozenset[str]:
    """The substances at a risk that is not low."""
    return frozenset(name for name in words.SUBSTANCES if found[f"{RISK}_{name}"] in RISKY)


# --- What it says ---------------------------------------------------------------------------------


async def _recap(taking: Taking, unit: Unit, forms: Mapping[str, Form], counts: Counts, clients: Clients) -> Recap:
    say, satker = taking.say, await taking.store.places.satker(unit.satker)
    month = taking.voice.month(taking.ask.since)
    agent, officer = (say(name) for name in words.SIGNATURES)
    return Recap(
        title=say(words.TITLE, month=month),
        lines=(
            say(words.UNIT, unit=unit.name, code=unit.code, satker=satker.name if satker else unit.satker),
            say(words.AS_OF, moment=taking.moment()),
        ),
        blocks=(_activities(taking, forms, counts), _people(taking, counts), _clients(taking, clients)),
        notes=(say(words.DUE), say(words.SECRET)),
        signatures=(agent, officer),
        foot=f"{unit.name} · {month}",
    )


def _activities(taking: Taking, forms: Mapping[str, Form], counts: Counts) -> Block:
    rules: RecapRules = taking.source.recap
    own = (name for name, form in forms.items() if form.marks.get(PART) == ACTIVITIES and any(_of(counts, name)))
    shown = [name for name in dict.fromkeys([*rules.activities, *sorted(own)]) if name in forms]
    rows = [[taking.say(head) for head in words.ACTIVITY_HEADS]]
    for name in shown:
        months = _of(counts, name)
        often = taking.say(words.INTENSITIES[rules.intensity(months)])
        rows.append([forms[name].title, str(months[-1]), str(sum(months)), often])
    scale = taking.say(
        words.SCALE, once=rules.once, once_until=rules.rare - 1, rare=rules.rare, rare_until=rules.often - 1,
        often=rules.often,
    )  # fmt: skip
    return Block(taking.say(words.ACTIVITIES), rows, (5, 1.4, 1.4, 2.2), note=scale)


def _of(counts: Counts, form: str) -> Sequence[int]:
    return counts.get(REPORTS + form, [0] * MONTHS)


def _people(taking: Taking, counts: Counts) -> Block:
    """The indicators that are shown in the chat, of this month."""
    language = taking.voice.language
    rows = [[taking.say(head) for head in words.PEOPLE_HEADS]]
    for indicator in taking.source.indicators.every:
        parts = [counts.get(name, [0])[-1] for name in indicator.counters]
        levels = [level[language] for level in indicator.levels.values()]
        detail = ", ".join(f"{level} {part}" for level, part in zip(levels, parts, strict=False))
        label = indicator.labels[language]
        rows.append([f"{label} ({detail})" if detail else label, str(sum(parts))])
    return Block(taking.say(words.PEOPLE), rows, (8, 2))


def _clients(taking: Taking, clients: Clients) -> Block:
    tallies = (clients.new, clients.active, clients.closed)
    rows = [[taking.say(head) for head in words.CLIENT_HEADS]]
    rows.append([taking.say(words.CLIENTS_WHOLE), *(str(tally.whole) for tally in tallies)])
    bold = [0, 1]
    for name, heading, called in LINES:
        bold.append(len(rows))
        rows.append([taking.say(heading), "", "", ""])
        rows += [
            [_capital(taking.say(word)), *(_count(tally, name, key) for tally in tallies)]
            for key, word in called.items()
        ]
    note = taking.say(words.CLIENTS_NOTE)
    return Block(taking.say(words.CLIENTS), rows, (5, 1.6, 1.6, 1.6), tuple(bold), note)


def _count(tally: Tally, line: str, key: str) -> str:
    counted: Mapping[str, int] = getattr(tally, line)
    return str(counted.get(key, 0))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
