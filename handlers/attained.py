"""What was attained in a year, beside the targets: units by stage and track, each figure with its day and meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.attained import Attained, UnitYear, as_of, attained, by_place
from domain.messages import Message, Rows
from domain.people import Role
from domain.presses import Do
from domain.stages import ORDER, STAGE_NAMES, STAGES, TRACK_NAMES, Stage
from domain.voice import LANGUAGES, escaped, fitted, within_a_sentence
from handlers.chat import Chat
from handlers.menu import show_menu
from handlers.units import rows_of
from storage.counts import By
from storage.sessions import Place
from storage.stages import Placed
from storage.targets import Level

FIRST_YEAR = 2019  # no history begins earlier
IN_SHORT = (Stage.MAPPED, Stage.DECREED, Stage.OPERATIONAL, Stage.SUSTAINED)

Goals = Mapping[tuple[str, str, str], int]  # by level, place and stage


@dataclass(frozen=True)
class Scope:
    """What somebody oversees: a level, its own place, and the places that it is made of, by name."""

    level: Level
    place: str
    name: str
    part_level: Level | None = None
    parts: Mapping[str, str] | None = None


async def show_attained(chat: Chat, year: int = 0) -> None:
    """The figures of a year; what they mean is one tap away, so that they fit on a phone."""
    scope = await _scope(chat)
    today = chat.local.date()
    year = year if FIRST_YEAR <= year <= today.year + 1 else today.year
    if scope is None:
        await show_menu(chat)
        return
    units = await _units(chat, scope, year, today)
    goals = await chat.store.targets.of(chat.person, year)
    day = chat.voice.dated(as_of(year, today))
    lines = [chat.voice.say("<b>Capaian {year}</b> · {place}", year=year, place=scope.name)]
    lines += [chat.voice.say("per {day}", day=day), ""]
    lines += _whole(chat, scope, attained(chat.kit.stages, units, year, today), goals)
    lines += _parts(chat, scope, units, goals, year, today)
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted("\n".join(lines)), _buttons(chat, year, today)))


def show_meanings(chat: Chat, year: int) -> None:
    """What the stages mean, and when a unit counts as active again."""
    lines = [chat.voice.say("<b>Arti capaian</b>"), *_definitions(chat)]
    back = chat.button("‹ Capaian", Do.ATTAINED, choice=year)
    chat.session.place = Place.ASIDE
    chat.show(Message(fitted("\n".join(lines)), ((back, chat.button("Menu", Do.MENU)),)))


async def _scope(chat: Chat) -> Scope | None:
    """A petugas sees the own satker, bnnp the province by satker, pusat the nation by province."""
    person = chat.person
    satkers = await rows_of(chat, "satker.csv")
    match person.role:
        case Role.PETUGAS if satkers:
            return Scope(Level.SATKER, satkers[0]["name"], satkers[0]["label"])
        case Role.BNNP:
            province = (person.territory or "")[:2]
            name = await chat.store.territories.name(province) or province
            parts = {row["name"]: row["label"] for row in satkers}
            return Scope(Level.PROVINCE, province, name, Level.SATKER, parts)
        case Role.PUSAT:
            provinces = {row["name"]: row["label"] for row in await rows_of(chat, "provinces.csv")}
            return Scope(Level.NATION, "", chat.voice.say("Nasional"), Level.PROVINCE, provinces)
    return None


async def _units(chat: Chat, scope: Scope, year: int, today: date) -> list[UnitYear]:
    """Every unit with its history and what it did in the year, under the part of the scope that it belongs to."""
    store, person = chat.store, chat.person
    rule, until = chat.kit.stages.sustained, as_of(year, today)
    histories = await store.stages.histories(person, until)
    counters = [f"laporan.{form}" for form in rule.of]
    sums = await store.counts.sums(person, By.UNIT, date(year, 1, 1), until, counters)
    reports: dict[str, int] = {}
    for (unit, _), total in sums.items():
        reports[unit] = reports.get(unit, 0) + total
    return [
        UnitYear(_part_of(scope, placed), histories[placed.unit], reports.get(placed.unit, 0))
        for placed in await store.stages.placed(person)
        if placed.unit in histories
    ]


def _part_of(scope: Scope, placed: Placed) -> str:
    return placed.province if scope.part_level is Level.PROVINCE else placed.satker


# --- What is said ---------------------------------------------------------------------------------


def _whole(chat: Chat, scope: Scope, found: Attained, goals: Goals) -> list[str]:
    """Each stage: how many units, of how many wanted, on which tracks."""
    lines = [_stage(chat, found, stage, goals.get((scope.level, scope.place, stage))) for stage in ORDER]
    if found.sustained != found.units(Stage.SUSTAINED):
        lines.append(chat.voice.say("Berkelanjutan menurut kegiatan: <b>{n}</b>", n=found.sustained))
    return [*lines, _stage(chat, found, Stage.INACTIVE, None)]


def _stage(chat: Chat, found: Attained, stage: Stage, goal: int | None) -> str:
    units = found.units(stage)
    line = f"{chat.voice.say(STAGE_NAMES[stage])}: <b>{units}</b>"
    if goal is not None:
        line += " " + chat.voice.say("dari target {goal}", goal=goal)
    tracks = [f"{_track(chat, track)} {n}" for track, n in found.by_track[stage].items() if n]
    return f"{line} · {', '.join(tracks)}" if tracks else line


def _parts(chat: Chat, scope: Scope, units: Sequence[UnitYear], goals: Goals, year: int, today: date) -> list[str]:
    """The same in short for each place that has units or targets."""
    if scope.part_level is None or not scope.parts:
        return []
    places = by_place(units)
    wanted = {place for level, place, _ in goals if level == scope.part_level}
    shown = [place for place in scope.parts if place in places or place in wanted]
    if not shown:
        return []
    heading = " · ".join(within_a_sentence(chat.voice.say(STAGE_NAMES[stage])) for stage in IN_SHORT)
    lines = ["", chat.voice.say("Tiap tempat (capaian/target): {stages}", stages=heading)]
    for place in shown:
        found = attained(chat.kit.stages, places.get(place, ()), year, today)
        figures = (_short(found, stage, goals.get((scope.part_level, place, stage))) for stage in IN_SHORT)
        lines.append(f"{escaped(scope.parts[place])}: {' · '.join(figures)}")
    return lines


def _short(found: Attained, stage: Stage, goal: int | None) -> str:
    units = found.units(stage)
    return f"{units}/{goal}" if goal is not None else str(units)


def _definitions(chat: Chat) -> Iterable[str]:
    rules = chat.kit.stages
    language = chat.voice.language if chat.voice.language in LANGUAGES else LANGUAGES[0]
    for stage in STAGES:
        if stage in rules.definitions:
            yield f"{chat.voice.say(STAGE_NAMES[stage])}: {escaped(rules.definitions[stage][language])}."
    stages = chat.voice.say(" atau ").join(
        within_a_sentence(chat.voice.say(STAGE_NAMES[stage])) for stage in ORDER if stage in rules.sustained.stages
    )
    yield chat.voice.say(
        "Menurut kegiatan: pernah {stages} di tahun sebelumnya, dan tahun ini paling sedikit {n} laporan. "
        "Definisi {version}.",
        stages=stages,
        n=rules.sustained.reports,
        version=rules.version,
    )


def _track(chat: Chat, track: str) -> str:
    return chat.voice.say(TRACK_NAMES[track]) if track in TRACK_NAMES else escaped(track)


def _buttons(chat: Chat, year: int, today: date) -> Rows:
    before = [chat.labelled(f"‹ {year - 1}", Do.ATTAINED, choice=year - 1)] if year > FIRST_YEAR else []
    after = [chat.labelled(f"{year + 1} ›", Do.ATTAINED, choice=year + 1)] if year <= today.year else []
    meanings = chat.button("Arti angka", Do.ATTAINED, 1, choice=year)
    return ((*before, *after), (meanings, chat.button("Menu", Do.MENU)))
