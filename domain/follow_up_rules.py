"""The rules of follow-up as data: what they hold, and how they are read. How to write them: docs/follow-up.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.people import Role
from domain.rule_tables import BadRules, Conditions, Table
from domain.voice import LANGUAGES

SHIPPED = Path(__file__).parent / "rules" / "follow_up.toml"
CHECK_IN = "checkin"


@dataclass(frozen=True, slots=True)
class Kind:
    """Something there is to do: who does it, which form it opens, and which forms (with which answers) settle it.

    `every_day`: people are told of it on Sundays and holidays, too.
    """

    name: str
    labels: Mapping[str, str]
    to: Role
    opens: str | None
    settled_by: frozenset[str]
    settled_when: Conditions
    every_day: bool


@dataclass(frozen=True, slots=True)
class Before:
    """So many days before a day that was answered, or before so many months after it."""

    question: str
    months: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What comes after a form. An answered day (`question`) wins over `in_days` and `cadence`."""

    after: frozenset[str]
    plan: str
    when: Conditions
    unless: Conditions
    question: str | None
    in_days: int | None
    cadence: str | None
    before: Before | None
    steps: tuple[int, ...]
    again_while: Conditions


@dataclass(frozen=True, slots=True)
class Stretch:
    """Until that day after the client was opened: every so many days."""

    until_day: int
    every_days: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to choose when a task is put off or needs no form, and for how many days: 0 is this evening."""

    name: str
    labels: Mapping[str, str]
    wait_days: int

    @property
    def is_tonight(self) -> bool:
        return self.wait_days == 0


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that follow-up goes by."""

    version: str
    checked_on: date
    source: str
    kinds: Mapping[str, Kind]
    rules: tuple[Rule, ...]
    cadences: Mapping[str, tuple[Stretch, ...]]
    not_met: tuple[Reason, ...]
    done: tuple[Reason, ...]
    later: tuple[Reason, ...]


def shipped_rules() -> Rules:
    """The rules that come with Suar."""
    return read_rules(SHIPPED.read_text("utf-8"))


def read_rules(text: str) -> Rules:
    """The rules in this TOML. Raises `BadRules`."""
    try:
        top = Table("the file", tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise BadRules(f"This is no TOML ({wrong}): mend that place.") from None
    top.knows("version", "checked_on", "source", "cadences", "kinds", "rules", "not_met", "done", "later")
    kinds = {table.name: _kind(table) for table in top.tables("kinds")}
    cadences = {name: _cadence(name, top.inner("cadences")) for name in top.inner("cadences").values}
    if CHECK_IN not in cadences:
        raise top.mistake("cadences", f"has no {CHECK_IN}; add {CHECK_IN} = [{{ until_day = 30, every_days = 7 }}]")
    return Rules(
        version=top.text("version"),
        checked_on=top.day("checked_on"),
        source=top.text("source").strip(),
        kinds=kinds,
        rules=tuple(_rule(table, kinds, cadences) for table in top.list("rules", "rule")),
        cadences=cadences,
        not_met=tuple(_reason(table, at_least=1) for table in top.list("not_met", "not_met")),
        done=tuple(_reason(table) for table in top.list("done", "done")),
        later=tuple(_reason(table, at_least=0) for table in top.list("later", "later")),
    )


# --- The parts -----------------------------------------------------------------------------------


def _kind(table: Table) -> Kind:
    table.knows(*LANGUAGES, "to", "opens", "settled_by", "settled_when", "every_day")
    opens = table.text("opens") if "opens" in table.values else None
    settled_by = table.names("settled_by") if "settled_by" in table.values else frozenset([opens] if opens else [])
    to = Role(table.one_of("to", [Role.AGEN, Role.PETUGAS]))
    every_day = table.flag("every_day") if "every_day" in table.values else False
    return Kind(table.name, table.labels(), to, opens, settled_by, table.conditions("settled_when"), every_day)


def _rule(table: Table, kinds: Mapping[str, Kind], cadences: Mapping[str, object]) -> Rule:
    table.knows(
        "after", "when", "unless", "plan", "from", "in_days", "cadence", "before", "steps", "again_while"
    )  # fmt: skip
    rule = Rule(
        after=table.names("after"),
        plan=table.one_of("plan", list(kinds)),
        when=table.conditions("when"),
        unless=table.conditions("unless"),
        question=table.text("from") if "from" in table.values else None,
        in_days=table.days("in_days") if "in_days" in table.values else None,
        cadence=table.one_of("cadence", list(cadences)) if "cadence" in table.values else None,
        before=_before(table.inner("before")) if "before" in table.values else None,
        steps=table.steps("steps") if "steps" in table.values else (),
        again_while=table.conditions("again_while"),
    )
    _check_due(table, rule)
    return rule


def _check_due(table: Table, rule: Rule) -> None:
    ways = [name for name in ("in_days", "cadence", "before", "steps") if name in table.values]
    if len(ways) > 1 or ("from" in table.values and ways and ways[0] in {"before", "steps"}):
        raise table.mistake(ways[-1], "says a second time when it is due; keep one of them")
    if not ways and rule.question is None:
        raise table.mistake("in_days", "is missing, so it is never due; give in_days, from, cadence, before or steps")
    if bool(rule.steps) != bool(rule.again_while):
        raise table.mistake("again_while", "goes with steps, and steps with it; give both or neither")


def _before(table: Table) -> Before:
    table.knows("question", "months", "days")
    months = table.text("months") if "months" in table.values else None
    return Before(table.text("question"), months, table.days("days"))


def _cadence(name: str, cadences: Table) -> tuple[Stretch, ...]:
    tables = cadences.list(name, f"cadence {name}, stretch")
    for table in tables:
        table.knows("until_day", "every_days")
    stretches = tuple(Stretch(each.days("until_day", 1), each.days("every_days", 1)) for each in tables)
    if [each.until_day for each in stretches] != sorted({each.until_day for each in stretches}):
        raise cadences.mistake(name, "must have its stretches in order; let until_day grow from one to the next")
    return stretches


def _reason(table: Table, *, at_least: int | None = None) -> Reason:
    """`at_least`: how many days it waits; where nothing waits there are none."""
    table.knows("name", *LANGUAGES, *([] if at_least is None else ["wait_days"]))
    return Reason(table.text("name"), table.labels(), 0 if at_least is None else table.days("wait_days", at_least))
