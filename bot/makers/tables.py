"""The tables of an export, as a workbook or as CSV: clients, indicators, and each form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.forms import kept_form
from bot.makers.figure_tables import write_figures, write_indicators
from bot.makers.taking import Taking
from conversations.flat import MAIN
from conversations.form import Form
from conversations.giving_out import goes_out
from domain.exports import BEGINNING, What
from domain.people import Unit
from domain.territory import zone_of
from handlers import export_words as words
from handlers.client_words import AGES, SEXES, STATUSES
from reports.columns import Cell, Column, Kind
from reports.csv_tables import CsvTables
from reports.form_tables import FormTables, Row
from reports.workbook import Definitions, Workbook
from storage.exporting import ClientLine, Report

_KINDS = {
    "version": Kind.WHOLE, "turn": Kind.WHOLE, "within": Kind.WHOLE, "day": Kind.DAY, "sent": Kind.MOMENT,
    "opened_on": Kind.DAY, "state": Kind.CHOICE, "sex": Kind.CHOICE, "age": Kind.CHOICE, "door": Kind.CHOICE,
    "status": Kind.CHOICE, "contact": Kind.CHOICE, "share": Kind.CHOICE,
}  # fmt: skip


class Sheet(Protocol):
    """A table that is written from top to bottom."""

    def write(self, cells: Sequence[Cell]) -> None: ...


class Book(Protocol):
    """A workbook, or a zip of CSV files."""

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet: ...


async def make_tables(taking: Taking, path: Path) -> dict[str, Any]:
    """Write the tables. Gives how many rows there are of each."""
    definitions = await _definitions(taking)
    made = (
        Workbook(path, definitions, taking.at.astimezone(taking.zone))
        if taking.ask.what is What.XLSX
        else CsvTables(path, definitions)
    )
    with made as book:
        if not taking.sees_rows:
            return {"rows": await write_figures(taking, book)}
        units = await taking.store.exporting.units(taking.scope)
        clients = await _write_clients(taking, book, units)
        counts = await write_indicators(taking, book, units)
        reports = await _write_reports(taking, book, units)
        return {"rows": clients + reports + counts, "clients": clients, "reports": reports}


async def _definitions(taking: Taking) -> Definitions:
    say, rules = taking.say, taking.source.export
    inside = words.ROWS_INSIDE if taking.sees_rows else words.FIGURES_INSIDE
    whole = taking.ask.since <= BEGINNING
    about = {
        words.INSIDE: say(inside),
        words.WHICH_PLACE: await taking.place(),
        words.WHICH_TIME: say("Semua") if whole else taking.days(),
        words.AS_OF: taking.moment(),
        words.SECRET: say(words.HOW_SECRET),
        words.LEFT_OUT: say(words.WHAT_IS_LEFT_OUT),
        words.BY_RULES: say(words.RULES_OF, version=rules.version, day=taking.voice.dated(rules.checked_on)),
    }
    sheet, column, meaning = (say(heading) for heading in words.HEADINGS)
    return Definitions(
        say(words.DEFINITIONS),
        (sheet, column, meaning),
        tuple((say(name), told) for name, told in [*about.items(), *_meanings(taking)]),
    )


def _meanings(taking: Taking) -> list[tuple[str, str]]:
    """What the indicators mean."""
    language = taking.voice.language
    return [(each.labels[language], each.definition[language]) for each in taking.source.indicators.every]


def columns_of(taking: Taking, named: Mapping[str, tuple[str, str]]) -> list[Column]:
    """Columns by their headings and meanings."""
    return [
        Column(taking.say(title), _KINDS.get(name, Kind.TEXT), taking.say(meaning))
        for name, (title, meaning) in named.items()
    ]


# --- Clients --------------------------------------------------------------------------------------


async def _write_clients(taking: Taking, book: Book, units: Sequence[Unit]) -> int:
    sheet = book.sheet(taking.say(words.CLIENTS), columns_of(taking, words.CLIENT_COLUMNS))
    names, written = {unit.code: unit.name for unit in units}, 0
    async for clients in taking.store.exporting.clients(taking.scope, units):
        for client in clients:
            sheet.write(_client(taking, client, names[client.unit]))
        written += len(clients)
    return written


def _client(taking: Taking, client: ClientLine, unit: str) -> tuple[Cell, ...]:
    say = taking.say
    return (
        client.code,
        client.unit,
        unit,
        client.agent,
        say(SEXES.get(client.sex, "")),
        say(AGES.get(client.age, "")),
        say(words.DOORS.get(client.door, "")),
        say({status.value: called for status, called in STATUSES.items()}[client.status]),
        client.opened_on,
        say(words.YES if client.contact else words.NO),
        say(words.YES if client.share else words.NO),
    )


# --- Reports --------------------------------------------------------------------------------------


async def _write_reports(taking: Taking, book: Book, units: Sequence[Unit]) -> int:
    """Every report into the table of its form; what it lists goes into tables of their own."""
    exporting, scope = taking.store.exporting, taking.scope
    tables = await _tables(taking)
    sheets = {form: _sheets(taking, book, title, made) for form, (title, made) in tables.items()}
    names, counts = {unit.code: unit.name for unit in units}, await exporting.counts(scope)
    written = done = 0
    async for portion in exporting.reports(scope, counts):
        for report in portion:
            if report.form in tables:
                fixed = _fixed(taking, report, names.get(report.unit, ""))
                made = tables[report.form][1]
                for row in made.rows(report.form_version, report.instance.decode(), report.day):
                    sheets[report.form][row.table].write(
                        (*(fixed if row.table == MAIN else _turn(report, row)), *row.cells)
                    )
                written += 1
        done += len(portion)
        await taking.far(done, sum(counts.values()))
    return written


async def _tables(taking: Taking) -> dict[str, tuple[str, FormTables]]:
    """The tables of each form that was used, in all the versions that were."""
    used = set(await taking.store.exporting.forms(taking.scope))
    versions: dict[str, list[Form]] = {}
    for kept in await taking.store.forms.all():
        if (kept.form, kept.version) in used:
            versions.setdefault(kept.form, []).append(kept_form(kept))
    language, rules = taking.voice.language, taking.source.export
    local, taken = taking.at.astimezone(taking.zone), _fixed_titles(taking)
    return {
        name: (forms[-1].title, FormTables(forms, rules, language, local, taken))
        for name, forms in sorted(versions.items(), key=lambda each: each[1][-1].title)
        if goes_out(forms[-1], rules)
    }


def _fixed_titles(taking: Taking) -> frozenset[str]:
    return frozenset(
        column.title for named in (words.REPORT_COLUMNS, words.TURN_COLUMNS) for column in columns_of(taking, named)
    )


def _sheets(taking: Taking, book: Book, title: str, made: FormTables) -> dict[str, Sheet]:
    fixed, turn = columns_of(taking, words.REPORT_COLUMNS), columns_of(taking, words.TURN_COLUMNS)
    return {
        table: book.sheet(
            title if table == MAIN else f"{table.rpartition('/')[2]}, {title}",
            [*(fixed if table == MAIN else turn), *columns],
        )
        for table, columns in made.tables.items()
    }


def _fixed(taking: Taking, report: Report, unit: str) -> tuple[Cell, ...]:
    zone = zone_of(report.unit) if report.unit else taking.zone
    state = taking.say(words.STATES.get(report.status, ""))
    sent = report.sent_at.astimezone(zone)
    return (
        report.number, report.version, state, report.day, sent, report.unit, unit, report.author, report.client
    )  # fmt: skip


def _turn(report: Report, row: Row) -> tuple[Cell, ...]:
    return (report.number, row.turn, row.within)
